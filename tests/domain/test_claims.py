"""Photo claims: what goes back, and from whom (CL-1 to CL-5)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.shares import ORDER, SELLER, raisins
from sogdia.domain.claims import (
    ClaimReason,
    ClaimRefund,
    ClaimTooLate,
    ClaimWithoutPhoto,
    MorePacksThanOrdered,
    check_claim,
    compute,
)
from sogdia.domain.fx import FxRate
from sogdia.domain.ledger import bearing, flows
from sogdia.domain.ledger.accounts import Account
from sogdia.domain.ledger.bearing import Bearer
from sogdia.domain.ledger.escrow import Escrow
from sogdia.domain.ledger.shares import total
from sogdia.domain.money import Money
from sogdia.domain.pricing.parts import Part

RATE = FxRate(1, "CNY", "EUR", Fraction("0.128"), date(2026, 7, 1), "ECB")
PAID = flows.receive_payment(order_id=ORDER, shares=raisins(), via=flows.Via.BANK, key="pay")
FULL = Escrow("EUR").after(PAID, order_id=ORDER)


def claim(reason: ClaimReason, affected: int, **more: object) -> ClaimRefund:
    given_ = {"escrow": FULL, "shares": raisins(), "packs": 10} | more
    return compute(reason=reason, affected_packs=affected, **given_)


def settle(refund: ClaimRefund) -> Escrow:
    escrow = FULL
    deeds = bearing.entries(
        refund.bearing,
        order_id=ORDER,
        seller_id=SELLER,
        seller_rate=RATE,
        key="claim",
        reason="Claim agreed.",
        release_now=False,
    )
    for entry in deeds:
        escrow = escrow.after(entry, order_id=ORDER)
    return escrow


@pytest.mark.parametrize("reason", [ClaimReason.DAMAGED, ClaimReason.SHORT, ClaimReason.WRONG])
def test_cl_1_a_useless_pack_goes_back_with_its_way_and_duty(reason):
    assert claim(reason, 1).refund == Money(7_99, "EUR")


def test_cl_2_lower_quality_gives_back_what_follows_the_worth():
    refund = claim(ClaimReason.QUALITY, 5, lost_worth_bp=2_000)

    back = {b.share.part: b.share.amount.minor for b in refund.bearing.borne if b.share.amount}
    assert refund.refund == Money(5_82, "EUR")
    assert set(back) == {Part.NET, Part.COMMISSION, Part.PAYOUT_FEE, Part.VAT}
    assert refund.in_escrow[0].owed == Money(360_00, "CNY")


def test_cl_3_the_carrier_pays_for_damage_and_the_grower_is_still_paid():
    refund = claim(ClaimReason.DAMAGED, 2)

    escrow = settle(refund)

    assert escrow.covered == escrow.refunded == 15_98
    assert refund.in_escrow == raisins()


def test_cl_3_the_grower_bears_the_wrong_goods_and_the_carrier_is_still_paid():
    refund = claim(ClaimReason.WRONG, 10)

    escrow = settle(refund)
    left = {s.part: s.amount.minor for s in refund.in_escrow}

    assert escrow.is_fully_refunded
    assert left[Part.NET] == 0
    assert left[Part.FREIGHT_SHARED] == 9_00
    assert escrow.held == total(refund.in_escrow).minor


def test_cl_3_evidence_names_another_bearer():
    refund = claim(ClaimReason.DAMAGED, 1, bearer=Bearer.HOUSE)
    entry = bearing.entries(
        refund.bearing,
        order_id=ORDER,
        seller_id=SELLER,
        seller_rate=RATE,
        key="c",
        reason="Dropped at the hub.",
        release_now=False,
    )[0]

    assert entry.balance(Account.GOODWILL, "EUR") == Money(7_99, "EUR")


def test_cl_4_a_claim_is_capped_by_what_the_escrow_holds():
    nearly_empty = FULL.release(Money(75_00, "EUR"))

    refund = claim(ClaimReason.DAMAGED, 10, escrow=nearly_empty)

    assert refund.capped
    assert refund.refund == Money(4_90, "EUR")
    assert total(refund.kept) == Money(75_00, "EUR")


@given(
    st.sampled_from(ClaimReason),
    st.integers(1, 10),
    st.integers(1, 10_000),
    st.integers(0, 79_90),
    st.sampled_from([Bearer.SELLER, Bearer.CARRIER, Bearer.HOUSE, Bearer.INSURANCE]),
)
def test_cl_4_no_claim_takes_more_than_is_there_and_nothing_is_lost(reason, affected, worth, released, by):
    escrow = FULL.release(Money(released, "EUR"))

    refund = claim(reason, affected, lost_worth_bp=worth, escrow=escrow, bearer=by)

    assert 0 <= refund.refund.minor <= escrow.held
    assert refund.refund + total(refund.kept) == total(raisins())
    assert refund.bearing.refund("EUR") == refund.refund


def test_cl_4_more_packs_than_there_are_is_refused():
    with pytest.raises(MorePacksThanOrdered):
        claim(ClaimReason.SHORT, 11)


def test_cl_5_a_claim_has_a_photo_and_comes_in_time():
    check_claim(photos=1, delivered_on=date(2026, 7, 1), today=date(2026, 7, 4), days=3)

    with pytest.raises(ClaimWithoutPhoto):
        check_claim(photos=0, delivered_on=date(2026, 7, 1), today=date(2026, 7, 1), days=3)
    with pytest.raises(ClaimTooLate):
        check_claim(photos=1, delivered_on=date(2026, 7, 1), today=date(2026, 7, 5), days=3)
