"""Freight: the worked examples of docs/rules/freight.md, and the laws of the true-up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.pricing import DAY, FRANCE, INDIVIDUAL, LANE, RATES, fx, line
from sogdia.domain.consolidation import fit, true_up
from sogdia.domain.consolidation.fit import Candidate, Load, Room
from sogdia.domain.consolidation.true_up import Aboard
from sogdia.domain.money import Money
from sogdia.domain.pricing import freight
from sogdia.domain.pricing.carriage import by_seller, carry
from sogdia.domain.pricing.landed import price_departure
from sogdia.domain.pricing.parts import Part

CUT_OFF = datetime(2026, 9, 1, 10, tzinfo=UTC)
TRUCK = Room(1_000_000, 4_000_000, frozenset({"ambient"}), CUT_OFF, date(2026, 9, 23))
NOW = CUT_OFF - timedelta(hours=1)


def aboard(key: str = "s-1", chargeable_g: int = 11_000, **changes: object) -> Aboard:
    plain = Aboard(key, chargeable_g, 2_200, 10_710, Money(275, "EUR"), fx("CNY", "EUR", "0.125"))
    return replace(plain, **changes)  # type: ignore[arg-type]


@st.composite
def loads(draw: st.DrawFn) -> list[Aboard]:
    """Up to eight shipments on one vehicle, charged what their ceiling converts to."""
    rate = fx("CNY", "EUR", draw(st.sampled_from(("0.125", "0.1287", "20", "1"))))
    shipments = []
    for n in range(draw(st.integers(1, 8))):
        quoted = draw(st.integers(0, 10**6))
        charged = rate.convert(Money(quoted, "CNY"))
        alone = draw(st.integers(quoted // 2, 10**6))
        weight = draw(st.integers(1, 10**6))
        shipments.append(Aboard(f"s-{n}", weight, quoted, alone, charged, rate))
    return shipments


def test_fr_1_chargeable_weight_is_mass_or_measure():
    assert freight.chargeable_g(11_000, 20_000, 333) == 11_000
    assert freight.chargeable_g(11_000, 40_000, 333) == 13_320
    assert freight.chargeable_g(0, 1, 333) == 1


def test_fr_2_a_shipment_pays_what_it_causes():
    assert freight.caused(gross_mass_g=11_000, volume_cm3=20_000, lane=LANE) == 290
    assert freight.caused(gross_mass_g=100, volume_cm3=100, lane=LANE) == 150


def test_fr_3_the_share_is_quoted_at_the_careful_fill():
    assert freight.ceiling_share(chargeable=11_000, lane=LANE) == 2_200
    assert freight.ceiling_share(chargeable=1, lane=LANE) == 1


def test_fr_4_nobody_is_quoted_more_than_carrying_alone():
    cheap = replace(LANE, standalone_per_kg_minor=150, standalone_minimum_minor=0)

    quoted = freight.freight_of_shipment(gross_mass_g=11_000, volume_cm3=20_000, lane=cheap)

    assert (quoted.shared, quoted.caused, quoted.standalone) == (1_360, 290, 1_650)
    assert quoted.standalone_share == 1_360


@given(st.integers(1, 10**7), st.integers(0, 10**8), st.integers(1, 10**5), st.integers(0, 10**6))
def test_fr_4_a_heavier_or_larger_shipment_never_costs_less(mass_g, volume_cm3, more_g, more_cm3):
    before = freight.freight_of_shipment(gross_mass_g=mass_g, volume_cm3=volume_cm3, lane=LANE)
    after = freight.freight_of_shipment(
        gross_mass_g=mass_g + more_g, volume_cm3=volume_cm3 + more_cm3, lane=LANE
    )

    assert before.shared + before.caused <= after.shared + after.caused
    assert before.shared + before.caused <= max(before.standalone, before.caused)


def test_fr_5_the_true_share_is_paid_when_it_is_least():
    ours, others = aboard(), aboard("others", 15_989_000, quoted_minor=3_197_800)

    settled = true_up.true_up(fixed_minor=2_000_000, aboard=[ours, others])

    assert settled.shipments[0].share_minor == 1_375
    assert true_up.share(aboard(quoted_minor=1_000), fixed_minor=2_000_000, all_chargeable_g=11_000) == 1_000
    assert (
        true_up.share(aboard(standalone_share_minor=900), fixed_minor=2_000_000, all_chargeable_g=11_000)
        == 900
    )


def test_fr_6_three_equal_shares_leave_a_cent_to_the_operator():
    settled = true_up.true_up(
        fixed_minor=10_000, aboard=[aboard(n, 9_000, quoted_minor=5_000) for n in "abc"]
    )

    assert [one.share_minor for one in settled.shipments] == [3_333, 3_333, 3_333]
    assert settled.under_recovery_minor == 1
    assert true_up.true_up(fixed_minor=10_000, aboard=[]).under_recovery_minor == 10_000


@given(loads(), st.integers(0, 10**7))
def test_fr_6_shares_and_under_recovery_are_the_true_cost(shipments, fixed_minor):
    settled = true_up.true_up(fixed_minor=fixed_minor, aboard=shipments)

    assert settled.recovered_minor + settled.under_recovery_minor == fixed_minor
    assert settled.under_recovery_minor >= 0
    for asked, one in zip(shipments, settled.shipments, strict=True):
        assert 0 <= one.share_minor <= min(asked.quoted_minor, asked.standalone_share_minor)


def test_fr_7_a_fourth_shipment_lowers_every_share():
    settled = true_up.true_up(
        fixed_minor=10_000, aboard=[aboard(n, 9_000, quoted_minor=5_000) for n in "abcd"]
    )

    assert [one.share_minor for one in settled.shipments] == [2_500] * 4


@given(loads(), st.integers(1, 10**6), st.integers(0, 10**7))
def test_fr_7_company_never_raises_a_share(shipments, weight, fixed_minor):
    alone = true_up.true_up(fixed_minor=fixed_minor, aboard=shipments)
    joined = true_up.true_up(fixed_minor=fixed_minor, aboard=[*shipments, aboard("joins", weight)])

    for before, after in zip(alone.shipments, joined.shipments, strict=False):
        assert after.share_minor <= before.share_minor
        assert after.refund >= before.refund


def test_fr_8_the_difference_goes_back_rounded_up():
    assert true_up.refund(aboard(), 1_375) == Money(104, "EUR")
    assert true_up.refund(aboard(), 2_200) == Money(0, "EUR")
    assert true_up.refund(aboard(quoted_minor=1, charged=Money(0, "EUR")), 0) == Money(0, "EUR")


@given(loads(), st.integers(0, 10**7))
def test_fr_8_a_refund_favours_the_buyer_and_never_exceeds_the_charge(shipments, fixed_minor):
    settled = true_up.true_up(fixed_minor=fixed_minor, aboard=shipments)

    for asked, one in zip(shipments, settled.shipments, strict=True):
        assert 0 <= one.refund.minor <= asked.charged.minor
        owed = asked.rate.exact_minor(one.share_minor)
        assert asked.charged.minor - one.refund.minor < owed + 1


def test_fr_9_a_shipment_fits_while_there_is_room():
    loaded = Load(900_000, 1_000_000)

    assert fit.fits(TRUCK, loaded, Candidate(100_000, 1_000, "ambient"), at=NOW)
    assert not fit.fits(TRUCK, loaded, Candidate(101_000, 1_000, "ambient"), at=NOW)
    assert not fit.fits(TRUCK, loaded, Candidate(100_000, 1_000, "ambient"), at=CUT_OFF)
    assert fit.fill_bp(TRUCK, loaded) == 9_000


def test_fr_9_every_reason_is_said():
    awkward = Candidate(2_000_000, 5_000_000, "frozen", promised_by=date(2026, 9, 22))

    found = fit.obstacles(TRUCK, Load(), awkward, at=CUT_OFF)

    assert [refusal.code for refusal in found] == [
        "cut-off-passed",
        "departure-too-heavy",
        "departure-too-full",
        "temperature-differs",
        "promise-broken",
    ]
    with pytest.raises(fit.CutOffPassed):
        fit.require_fit(TRUCK, Load(), awkward, at=CUT_OFF)


def test_fr_10_freight_is_converted_once_and_shared_by_weight():
    six = line(key="six", net_mass_g=5_000, gross_mass_g=6_000, volume_cm3=10_000)
    five = line(key="five", net_mass_g=5_000, gross_mass_g=5_000, volume_cm3=10_000)

    shipment, shares = carry([six, five], lane=LANE, lane_market=INDIVIDUAL, currency="EUR", rates=RATES)

    assert (shipment.shared.minor, shipment.caused.minor) == (275, 36)
    assert (shipment.freight.shared, shipment.rate_id) == (2_200, 1)
    assert [shares[key].shared.amount.minor for key in ("six", "five")] == [150, 125]


def test_fr_10_each_seller_has_a_shipment_of_their_own():
    lines = [line(key="a"), line(key="b", seller_id=2), line(key="c")]

    whole = price_departure(
        lines=lines, lane=LANE, lane_market=INDIVIDUAL, market=FRANCE, rates=RATES, on=DAY
    )

    assert [[one.key for one in group] for group in by_seller(lines)] == [["a", "c"], ["b"]]
    assert whole.shipment(1).freight.chargeable_g == 22_000
    assert whole.shipment(2).shared == Money(275, "EUR")
    assert [one.key for one in whole.lines] == ["a", "b", "c"]


def test_fr_11_the_last_mile_is_per_shipment_and_per_kg():
    shipment, shares = carry([line()], lane=LANE, lane_market=INDIVIDUAL, currency="EUR", rates=RATES)

    assert shipment.last_mile == Money(620, "EUR")
    assert shares["raisins"].last_mile.part is Part.LAST_MILE
