"""What the scale and the grade mean for a line (WG-1 to WG-4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.shares import raisins, share
from sogdia.domain.ledger.shares import total
from sogdia.domain.money import Money
from sogdia.domain.pricing.parts import Part
from sogdia.domain.weights import (
    Accepted,
    AsOrdered,
    Default,
    ExcessIgnored,
    NeedsBuyer,
    Ordered,
    RefundProRata,
    is_downgrade,
    weigh,
)

GRADES = ("extra", "first", "second")


def ten_packs(tolerance_bp: int = 500) -> Ordered:
    return Ordered(raisins(), packs=10, net_mass_g=10_000, grade="first", tolerance_bp=tolerance_bp)


def test_wg_1_what_was_ordered_changes_nothing():
    assert weigh(ten_packs(), Accepted(10, 10_000, "first")) == AsOrdered()


def test_wg_1_excess_weight_is_never_charged():
    assert weigh(ten_packs(), Accepted(10, 10_240, "first")) == ExcessIgnored(240)


def test_wg_1_a_better_grade_comes_at_the_ordered_price():
    assert weigh(ten_packs(), Accepted(10, 10_000, "extra"), grades=GRADES) == AsOrdered()


def test_wg_2_a_shortfall_within_the_tolerance_is_refunded_pro_rata():
    outcome = weigh(ten_packs(), Accepted(10, 9_600, "first"))

    assert isinstance(outcome, RefundProRata)
    assert outcome.amount == Money(3_20, "EUR")
    assert total(outcome.kept) == Money(76_70, "EUR")
    assert outcome.kept[0].owed == Money(384_00, "CNY")


def test_wg_2_the_smaller_of_packs_and_mass_counts():
    outcome = weigh(ten_packs(1_000), Accepted(9, 9_500, "first"))

    assert isinstance(outcome, RefundProRata)
    assert outcome.kept[0].owed == Money(360_00, "CNY")


def test_wg_3_a_shortfall_beyond_the_tolerance_needs_the_buyer():
    outcome = weigh(ten_packs(), Accepted(9, 9_000, "first"))

    assert isinstance(outcome, NeedsBuyer)
    assert outcome.new_total == Money(71_91, "EUR")
    assert outcome.default is Default.CANCEL_AND_REFUND
    assert not outcome.downgraded


def test_wg_3_a_downgrade_needs_the_buyer_and_lowers_only_what_follows_the_value():
    outcome = weigh(ten_packs(), Accepted(10, 10_000, "second", grade_value_bp=8_000), grades=GRADES)

    assert isinstance(outcome, NeedsBuyer)
    assert outcome.downgraded
    kept = {s.part: s for s in outcome.kept}
    assert kept[Part.NET].owed == Money(320_00, "CNY")
    assert kept[Part.FREIGHT_SHARED].amount == Money(9_00, "EUR")
    assert outcome.new_total == Money(67_86, "EUR")


@pytest.mark.parametrize(
    ("ordered", "accepted", "worse"),
    [("first", "second", True), ("first", "extra", False), ("first", "feed", True), ("x", "x", False)],
)
def test_wg_3_an_unknown_grade_is_a_downgrade(ordered, accepted, worse):
    assert is_downgrade(ordered, accepted, GRADES) is worse


def test_wg_3_nothing_accepted_offers_a_total_of_nothing():
    outcome = weigh(ten_packs(), Accepted(0, 0, "first"))

    assert isinstance(outcome, NeedsBuyer)
    assert outcome.new_total == Money(0, "EUR")
    assert total(outcome.refund) == Money(79_90, "EUR")


@given(
    st.lists(st.integers(0, 10**8), min_size=12, max_size=12),
    st.integers(0, 12_000),
    st.integers(0, 12_000),
    st.integers(0, 10_000),
)
def test_wg_4_less_mass_never_costs_more_and_nothing_is_lost(paid, one_g, other_g, tolerance_bp):
    shares = tuple(share(part, minor, minor) for part, minor in zip(Part, paid, strict=True))
    line = Ordered(shares, packs=10, net_mass_g=10_000, grade="first", tolerance_bp=tolerance_bp)
    light_g, heavy_g = sorted((one_g, other_g))

    light, heavy = (weigh(line, Accepted(10, mass_g, "first")) for mass_g in (light_g, heavy_g))

    assert Money(0, "EUR") <= left(light, line) <= left(heavy, line) <= total(shares)
    for outcome in (light, heavy):
        if isinstance(outcome, RefundProRata | NeedsBuyer):
            assert total(outcome.kept) + total(outcome.refund) == total(shares)


def left(outcome: object, line: Ordered) -> Money:
    kept = outcome.kept if isinstance(outcome, RefundProRata | NeedsBuyer) else line.shares
    return total(kept)
