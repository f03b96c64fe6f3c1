"""Journal entries and the deeds that write them (LE-1 to LE-15)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.shares import ORDER, SELLER, SHIPMENT, raisins, share
from sogdia.domain.ledger import flows
from sogdia.domain.ledger.accounts import CHART, Account, AccountKind
from sogdia.domain.ledger.entries import EntryKind, JournalEntry, Posting, entry
from sogdia.domain.ledger.shares import difference, shrink, total
from sogdia.domain.money import Money
from sogdia.domain.pricing.parts import Part


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


def balances(entries: Iterable[JournalEntry | None]) -> dict[tuple[Account, str], int]:
    found: defaultdict[tuple[Account, str], int] = defaultdict(int)
    for one in entries:
        for posting in one.postings if one else ():
            found[posting.account, posting.amount.currency] += posting.amount.minor
    return {key: minor for key, minor in found.items() if minor}


def paid_order() -> JournalEntry:
    return flows.receive_payment(order_id=ORDER, shares=raisins(), via=flows.Via.BANK, key="pay")


def test_le_1_an_entry_adds_up_to_zero_in_each_currency():
    postings = (Posting(Account.BANK, eur(100)), Posting(Account.ESCROW, cny(-100)))

    with pytest.raises(AssertionError, match="off by"):
        JournalEntry(EntryKind.RECEIVE_PAYMENT, postings, "Two currencies.", "key")


def test_le_1_an_entry_moves_something():
    with pytest.raises(AssertionError, match="moves something"):
        entry(EntryKind.REFUND, [Posting(Account.BANK, eur(0))], reason="Nothing.", key="key")


def test_le_2_every_account_has_its_place_in_the_chart():
    assert set(CHART) == set(Account)
    assert CHART[Account.BANK].debit_normal
    assert not CHART[Account.ESCROW].debit_normal
    assert CHART[Account.COMMISSION_INCOME].kind is AccountKind.INCOME


def test_le_3_an_entry_without_a_key_is_a_bug():
    postings = (Posting(Account.BANK, eur(1)), Posting(Account.ESCROW, eur(-1)))

    with pytest.raises(AssertionError, match="idempotency key"):
        JournalEntry(EntryKind.RECEIVE_PAYMENT, postings, "No key.", "")


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=12))
def test_le_4_an_entry_and_its_reversal_leave_nothing(amounts):
    shares = [share(part, minor) for part, minor in zip(Part, amounts, strict=False)]
    first = flows.receive_payment(order_id=ORDER, shares=shares, via=flows.Via.PROVIDER, key="pay")

    back = first.reversal("The provider took it back.")

    assert balances([first, back]) == {}
    assert (back.reverses, back.key, back.kind) == ("pay", "pay/reversal", first.kind)


def test_le_5_a_payment_is_held_part_by_part():
    entry_ = paid_order()

    assert entry_.balance(Account.BANK, "EUR") == eur(79_90)
    assert entry_.balance(Account.ESCROW, "EUR", order_id=ORDER) == eur(-79_90)
    held = {p.part: -p.amount.minor for p in entry_.postings if p.account is Account.ESCROW}
    assert held[Part.NET] == 51_28
    assert len(held) == len(Part)


def test_le_6_waiting_money_is_allocated_once_the_order_stands():
    waiting = flows.receive_unallocated(
        amount=eur(79_90), via=flows.Via.BANK, key="in", reason="Late.", order_id=ORDER
    )

    allocated = flows.allocate_receipt(order_id=ORDER, shares=raisins(), key="in/2", received_for=ORDER)

    assert balances([waiting, allocated]) == balances([paid_order()])


def test_le_7_a_refund_is_promised_then_sent():
    promised = flows.refund(order_id=ORDER, shares=raisins(), key="refund", reason="Cancelled.")
    sent = flows.send_refund(amount=eur(79_90), via=flows.Via.BANK, key="sent", order_id=ORDER)

    assert balances([paid_order(), promised]) == {
        (Account.BANK, "EUR"): 79_90,
        (Account.REFUND_PAYABLE, "EUR"): -79_90,
    }
    assert balances([paid_order(), promised, sent]) == {}


def test_le_7_waiting_money_goes_back_without_touching_an_escrow():
    waiting = flows.receive_unallocated(amount=eur(50), via=flows.Via.PROVIDER, key="in", reason="Twice.")
    settled = flows.settle_provider(amount=eur(50), key="settled")

    promised = flows.refund_unallocated(amount=eur(50), key="back", reason="Paid twice.")
    sent = flows.send_refund(amount=eur(50), via=flows.Via.BANK, key="sent")

    assert balances([waiting, settled, promised, sent]) == {}


def test_le_8_freight_above_the_true_share_comes_from_escrow_or_from_the_carriers_account():
    early = flows.freight_refund(order_id=ORDER, shipment_id=SHIPMENT, amount=eur(2_00), key="a")
    late = flows.freight_refund(
        order_id=ORDER, shipment_id=SHIPMENT, amount=eur(2_00), owed=cny(15_60), key="b"
    )

    assert early.balance(Account.ESCROW, "EUR") == eur(2_00)
    assert late.balance(Account.FREIGHT_PAYABLE, "CNY") == cny(15_60)
    assert late.balance(Account.ESCROW, "EUR") == eur(0)
    assert early.balance(Account.REFUND_PAYABLE, "EUR") == late.balance(Account.REFUND_PAYABLE, "EUR")


@pytest.mark.parametrize(
    ("payer", "account", "cost"),
    [
        (flows.Payer.SELLER, Account.SELLER_RECEIVABLE, cny(40_00)),
        (flows.Payer.CARRIER, Account.FREIGHT_PAYABLE, eur(5_13)),
        (flows.Payer.INSURANCE, Account.INSURANCE_PAYABLE, eur(5_13)),
        (flows.Payer.HOUSE, Account.GOODWILL, eur(5_13)),
    ],
)
def test_le_8_a_claim_is_paid_by_whoever_bears_it(payer, account, cost):
    one_pack = share(Part.NET, 5_13, 40_00)

    refunded = flows.claim_refund(
        order_id=ORDER, shares=[one_pack], payer=payer, key="claim", reason="Wet.", party_id=SELLER
    )

    assert refunded.balance(account, cost.currency) == cost
    assert refunded.balance(Account.REFUND_PAYABLE, "EUR") == eur(-5_13)
    assert refunded.balance(Account.ESCROW, "EUR") == eur(0)


def test_le_9_advances_come_from_working_capital_not_from_escrow():
    duty = flows.advance_costs(amount=eur(1_64), part=Part.DUTY, key="duty", order_id=ORDER)
    grower = flows.advance_to_seller(
        order_id=ORDER, shipment_id=SHIPMENT, seller_id=SELLER, amount=cny(320_00), key="adv"
    )

    assert balances([duty, grower]) == {
        (Account.WORKING_CAPITAL, "EUR"): 1_64,
        (Account.BANK, "EUR"): -1_64,
        (Account.WORKING_CAPITAL, "CNY"): 320_00,
        (Account.SELLER_PAYABLE, "CNY"): -320_00,
    }


def test_le_10_a_release_empties_the_escrow_and_owes_the_grower_the_promise():
    released = flows.release(order_id=ORDER, shares=raisins(), key="release")

    after = balances([paid_order(), released])
    assert (Account.ESCROW, "EUR") not in after
    assert after[Account.SELLER_PAYABLE, "CNY"] == -400_00
    assert after[Account.COMMISSION_INCOME, "CNY"] == -20_00
    assert after[Account.FREIGHT_PAYABLE, "EUR"] == -(9_00 + 3_10 + 4_50)
    assert after[Account.FX_CLEARING, "EUR"] == -(51_28 + 2_56 + 64 + 1_28 + 26)
    assert after[Account.FX_CLEARING, "CNY"] == 437_00


def test_le_10_a_sale_at_home_needs_no_conversion():
    shares = [share(Part.NET, 40_00, 40_00, paid="CNY", owed="CNY"), share(Part.HUB, 2_01, 2_00, paid="CNY")]

    released = flows.release(order_id=ORDER, shares=shares, key="release")

    assert balances([released]) == {
        (Account.ESCROW, "CNY"): 42_01,
        (Account.SELLER_PAYABLE, "CNY"): -40_00,
        (Account.HUB_PAYABLE, "CNY"): -2_00,
        (Account.ROUNDING, "CNY"): -1,
    }


def test_le_11_what_was_advanced_goes_back_to_working_capital_first():
    advanced = [
        flows.Advanced(Part.NET, SHIPMENT, cny(320_00)),
        flows.Advanced(Part.DUTY, SHIPMENT, eur(2_00)),
    ]

    released = flows.release(order_id=ORDER, shares=raisins(), key="release", advanced=advanced)

    after = balances([released])
    assert after[Account.WORKING_CAPITAL, "CNY"] == -320_00
    assert after[Account.SELLER_PAYABLE, "CNY"] == -80_00
    assert after[Account.WORKING_CAPITAL, "EUR"] == -1_64
    assert (Account.DUTY_PAYABLE, "EUR") not in after


def test_le_11_what_a_release_leaves_in_working_capital_is_owed_or_written_off():
    advanced = [
        flows.Advanced(Part.NET, SHIPMENT, cny(320_00)),
        flows.Advanced(Part.DUTY, SHIPMENT, eur(2_00)),
    ]

    left = flows.unrecovered(raisins(), advanced)
    written = flows.write_off_advance(advance=left[0], key="off", reason="Customs assessed more.")

    assert left == [flows.Advanced(Part.DUTY, SHIPMENT, eur(36))]
    assert balances([written]) == {
        (Account.QUOTE_VARIANCE, "EUR"): 36,
        (Account.WORKING_CAPITAL, "EUR"): -36,
    }


def test_le_12_shares_and_under_recovery_are_the_true_cost():
    under = flows.true_freight(true_cost=cny(9_800_00), collected=cny(9_350_00), key="truck")
    exact = flows.true_freight(true_cost=cny(9_800_00), collected=cny(9_800_00), key="truck")

    assert under is not None
    assert under.balance(Account.FREIGHT_UNDER_RECOVERY, "CNY") == cny(450_00)
    assert under.balance(Account.FREIGHT_PAYABLE, "CNY") == cny(-450_00)
    assert exact is None


@pytest.mark.parametrize(("true", "house"), [(1_80, 16), (1_60, -4)])
def test_le_12_a_bill_that_differs_from_the_quote_is_the_houses_variance(true, house):
    changed = flows.true_cost(
        part=Part.DUTY, quoted=eur(1_64), true=eur(true), key="duty", reason="Customs assessed."
    )
    same = flows.true_cost(part=Part.DUTY, quoted=eur(1_64), true=eur(1_64), key="duty", reason="Same.")

    assert changed is not None
    assert changed.balance(Account.QUOTE_VARIANCE, "EUR") == eur(house)
    assert same is None


def test_le_13_a_refusal_after_an_advance_is_netted_from_the_next_payout():
    advance = flows.advance_to_seller(
        order_id=ORDER, shipment_id=SHIPMENT, seller_id=SELLER, amount=cny(320_00), key="adv"
    )
    owes = flows.write_receivable(
        order_id=ORDER,
        shipment_id=SHIPMENT,
        seller_id=SELLER,
        amount=cny(320_00),
        key="owes",
        reason="Refused.",
    )
    netted = flows.net_receivable(seller_id=SELLER, amount=cny(320_00), key="net")

    assert balances([advance, owes]) == {
        (Account.SELLER_RECEIVABLE, "CNY"): 320_00,
        (Account.SELLER_PAYABLE, "CNY"): -320_00,
    }
    assert balances([advance, owes, netted]) == {}


def test_le_14_a_failed_payout_is_due_again_and_a_confirmed_one_leaves_the_bank():
    batched = flows.batch_payout(seller_id=SELLER, amount=cny(400_00), key="out")
    failed = flows.fail_payout(seller_id=SELLER, amount=cny(400_00), key="fail", reason="Account closed.")
    confirmed = flows.confirm_payout(seller_id=SELLER, amount=cny(400_00), key="ok")
    bill = flows.pay_bill(part=Part.HUB, amount=cny(10_00), key="hub")

    assert balances([batched, failed]) == {}
    assert balances([batched, confirmed]) == {
        (Account.SELLER_PAYABLE, "CNY"): 400_00,
        (Account.BANK, "CNY"): -400_00,
    }
    assert bill.balance(Account.HUB_PAYABLE, "CNY") == cny(10_00)


def test_le_15_the_real_conversion_closes_the_clearing_and_the_rest_is_the_houses():
    released = flows.release(order_id=ORDER, shares=raisins(), key="release")
    converted = flows.fx_real(sold=eur(56_02), bought=cny(436_10), promised=cny(437_00), key="fx")

    after = balances([paid_order(), released, converted])
    assert (Account.FX_CLEARING, "EUR") not in after
    assert (Account.FX_CLEARING, "CNY") not in after
    assert after[Account.FX_DIFFERENCE, "CNY"] == 90


@given(st.integers(1, 10), st.lists(st.integers(1, 10**7), min_size=12, max_size=12))
def test_le_10_release_after_a_partial_refund_conserves_and_keeps_the_promise(accepted, amounts):
    promise_per_pack = amounts[0]
    shares = [share(Part.NET, amounts[0], 10 * promise_per_pack)]
    shares += [share(part, minor) for part, minor in zip(list(Part)[1:], amounts[1:], strict=True)]
    kept = shrink(shares, Fraction(accepted, 10))
    steps = [flows.receive_payment(order_id=ORDER, shares=shares, via=flows.Via.BANK, key="p")]
    back = difference(shares, kept)
    if total(back):
        steps.append(flows.refund(order_id=ORDER, shares=back, key="r", reason="Short."))
    steps.append(flows.release(order_id=ORDER, shares=kept, key="f"))

    after = balances(steps)

    assert (Account.ESCROW, "EUR") not in after
    assert after[Account.SELLER_PAYABLE, "CNY"] == -promise_per_pack * accepted
    assert after.get((Account.REFUND_PAYABLE, "EUR"), 0) == -total(back).minor
