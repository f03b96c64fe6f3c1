"""One order's escrow as a value (ES-1 to ES-4)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.shares import ORDER, SELLER, raisins, share
from sogdia.domain.ledger import flows
from sogdia.domain.ledger.escrow import Escrow, EscrowTooSmall, RefundAboveCapture
from sogdia.domain.ledger.shares import difference, shrink, shrink_some, take, total
from sogdia.domain.money import Money
from sogdia.domain.pricing.parts import Part

amounts = st.lists(st.integers(0, 10**9), min_size=1, max_size=12)
fractions = st.fractions(0, 1, max_denominator=10_000)


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def held(amounts_minor: list[int]) -> list:
    return [share(part, minor, minor * 8) for part, minor in zip(Part, amounts_minor, strict=False)]


def test_es_1_held_is_captured_less_refunded_less_released():
    escrow = Escrow("EUR").capture(eur(79_90)).refund(eur(2_00)).release(eur(70_00))

    assert (escrow.held, escrow.refundable) == (7_90, 77_90)


def test_es_2_refunds_stay_within_what_was_captured():
    escrow = Escrow("EUR").capture(eur(79_90)).refund(eur(60_00))

    with pytest.raises(RefundAboveCapture) as refused:
        escrow.refund(eur(20_00))
    with pytest.raises(RefundAboveCapture):
        escrow.cover(eur(20_00))

    assert refused.value.params == {"refundable_minor": 19_90, "asked_minor": 20_00, "currency": "EUR"}


def test_es_2_a_refund_somebody_else_pays_leaves_the_escrow_whole():
    escrow = Escrow("EUR").capture(eur(79_90)).cover(eur(5_13))

    assert (escrow.held, escrow.refunded, escrow.covered) == (79_90, 5_13, 5_13)


def test_es_3_nobody_takes_out_what_is_not_held():
    escrow = Escrow("EUR").capture(eur(79_90)).release(eur(70_00))

    with pytest.raises(EscrowTooSmall):
        escrow.refund(eur(10_00))
    with pytest.raises(EscrowTooSmall) as refused:
        escrow.release(eur(9_91))

    assert refused.value.params["held_minor"] == 9_90


def test_es_1_a_fully_refunded_escrow_says_so():
    assert Escrow("EUR").capture(eur(5)).refund(eur(5)).is_fully_refunded
    assert not Escrow("EUR").is_fully_refunded


def test_es_1_the_journal_moves_the_state():
    paid = flows.receive_payment(order_id=ORDER, shares=raisins(), via=flows.Via.BANK, key="pay")
    back = flows.freight_refund(order_id=ORDER, shipment_id=11, amount=eur(2_00), key="fr")
    claim = flows.claim_refund(
        order_id=ORDER, shares=[share(Part.NET, 5_00)], payer=flows.Payer.HOUSE, key="c", reason="Lost."
    )
    rest = [s for s in raisins() if s.part is not Part.FREIGHT_SHARED]
    freed = flows.release(order_id=ORDER, shares=rest, key="rel")

    escrow = Escrow("EUR")
    for entry in (paid, back, claim, freed):
        escrow = escrow.after(entry, order_id=ORDER)

    assert escrow == Escrow("EUR", captured=79_90, refunded=7_00, covered=5_00, released=70_90)
    assert escrow.after(freed.reversal("Too early."), order_id=ORDER).held == 77_90
    assert escrow.after(paid, order_id=ORDER + 1) == escrow
    with pytest.raises(EscrowTooSmall):
        escrow.after(paid.reversal("The payment failed late."), order_id=ORDER)


@given(st.lists(st.tuples(st.sampled_from(["refund", "cover", "release"]), st.integers(0, 100)), max_size=20))
def test_es_3_no_order_of_deeds_makes_an_escrow_negative(deeds):
    escrow = Escrow("EUR").capture(eur(150))
    for deed, minor in deeds:
        try:
            escrow = getattr(escrow, deed)(eur(minor))
        except (EscrowTooSmall, RefundAboveCapture):
            continue

    assert escrow.held >= 0
    assert escrow.refunded <= escrow.captured
    assert escrow.held == 150 - (escrow.refunded - escrow.covered) - escrow.released


@given(amounts, fractions)
def test_es_4_kept_and_refunded_are_what_was_there(amounts_minor, keep):
    before = held(amounts_minor)

    kept = shrink(before, keep)

    assert total(kept) + total(difference(before, kept)) == total(before)
    assert all(0 <= k.amount.minor <= b.amount.minor for k, b in zip(kept, before, strict=True))


@given(amounts, fractions, fractions)
def test_es_4_keeping_less_never_costs_more(amounts_minor, one, other):
    before = held(amounts_minor)
    less, more = sorted((one, other))

    assert total(shrink(before, less)) <= total(shrink(before, more)) <= total(before)


@given(amounts, st.data())
def test_es_4_taking_a_sum_takes_exactly_that(amounts_minor, data):
    before = held(amounts_minor)
    refund = eur(data.draw(st.integers(0, total(before).minor)))

    kept = take(before, refund)

    assert total(before) - total(kept) == refund
    assert all(k.owed.minor >= 0 for k in kept)


def test_es_4_nine_of_ten_packs_owe_nine_promises():
    kept = shrink(raisins(), Fraction(9, 10))

    assert kept[0].owed == Money(360_00, "CNY")
    assert kept[0].party_id == SELLER
    assert total(kept) == eur(71_91)


def test_es_4_some_parts_shrink_and_the_others_stay():
    kept = shrink_some(raisins(), Fraction(1, 2), {Part.NET, Part.VAT})

    changed = {k.part for k, b in zip(kept, raisins(), strict=True) if k != b}
    assert changed == {Part.NET, Part.VAT}
    assert shrink_some(kept[:1], Fraction(0), {Part.DUTY}) == kept[:1]
