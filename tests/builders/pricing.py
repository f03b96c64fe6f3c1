"""Small makers of price inputs: a lane, a market, a line; each worked example changes only what it speaks of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from sogdia.domain.fx import FxRate
from sogdia.domain.pricing.inputs import (
    CustomsBasis,
    EntryMode,
    GoodsLine,
    LaneMarket,
    LaneTariff,
    LowValueKind,
    LowValueRule,
    MarketRules,
    Rates,
    SellerTerms,
)
from sogdia.domain.tariff import expressions
from sogdia.domain.tariff.measures import Measure, MeasureKind

DAY = date(2026, 9, 1)
TERMS = SellerTerms(
    currency="CNY", commission_bp=500, first_mile_minor_per_kg=50, hub_minor_per_kg=30, payout_fee_bp=10
)


def fx(base: str, quote: str, value: str, *, row: int = 1) -> FxRate:
    """One dated rate."""
    return FxRate(id=row, base=base, quote=quote, value=Fraction(value), as_of=DAY, source="Test rates")


RATES = Rates(
    {
        ("CNY", "EUR"): fx("CNY", "EUR", "0.125", row=1),
        ("GBP", "EUR"): fx("GBP", "EUR", "1.15", row=2),
        ("CNY", "JPY"): fx("CNY", "JPY", "20", row=3),
    }
)


def measure(text: str, *, row: int = 1, **changes: object) -> Measure:
    """One tariff measure on raisins, 0806 20."""
    plain = Measure(
        id=row,
        territory="EU",
        code="080620",
        kind=MeasureKind.THIRD_COUNTRY,
        origin="*",
        expression=expressions.parse(text),
        rate_text=text,
        valid_from=date(2026, 1, 1),
        valid_to=None,
        proof="",
        source="Test tariff",
        checked_on=date(2026, 8, 1),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def line(**changes: object) -> GoodsLine:
    """Ten packs of one kilogram of raisins, net 20.00 CNY a pack."""
    plain = GoodsLine(
        key="raisins",
        seller_id=1,
        packs=10,
        net_minor=20_000,
        terms=TERMS,
        net_mass_g=10_000,
        gross_mass_g=11_000,
        volume_cm3=20_000,
        pieces=10,
        code="080620",
        origin="CN",
        vat_bp=550,
        measures=(measure("adv:2.4"),),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def packs_of(one: GoodsLine, packs: int) -> GoodsLine:
    """The same line with another number of packs; everything in it is proportional to them."""
    return replace(
        one,
        packs=packs,
        net_minor=one.net_minor * packs // one.packs,
        net_mass_g=one.net_mass_g * packs // one.packs,
        gross_mass_g=one.gross_mass_g * packs // one.packs,
        volume_cm3=one.volume_cm3 * packs // one.packs,
        pieces=one.pieces * packs // one.packs,
    )


LANE = LaneTariff(
    currency="CNY",
    vehicle_fixed_minor=2_000_000,
    capacity_mass_g=20_000_000,
    capacity_volume_cm3=80_000_000,
    per_kg_minor=20,
    per_m3_minor=1_000,
    minimum_minor=100,
    surcharge_minor=50,
    wm_kg_per_m3=333,
    careful_fill_bp=5_000,
    standalone_per_kg_minor=1_000,
    standalone_minimum_minor=3_000,
    insurance_bp=50,
    border_share_bp=8_000,
)

INDIVIDUAL = LaneMarket(
    entry_mode=EntryMode.INDIVIDUAL,
    last_mile_currency="EUR",
    last_mile_per_shipment_minor=400,
    last_mile_per_kg_minor=20,
    clearing_currency="EUR",
    clearing_per_entry_minor=200,
    clearing_per_kg_minor=5,
)
CONSOLIDATED = replace(INDIVIDUAL, entry_mode=EntryMode.CONSOLIDATED, importer_of_record="Paris Comptoir")
HOME = replace(INDIVIDUAL, entry_mode=EntryMode.HOME, last_mile_currency="CNY")

FRANCE = MarketRules(
    code="FR",
    currency="EUR",
    territory="EU",
    basis=CustomsBasis.CIF,
    vat_includes_duty=True,
    vat_includes_inland=True,
    low_value=LowValueRule(),
    vat_source="Directive 2006/112/EC",
    checked_on=date(2026, 8, 1),
)
CHINA = replace(FRANCE, code="CN", currency="CNY", territory="CN", basis=CustomsBasis.NONE)
FLAT = LowValueRule(LowValueKind.FLAT_PER_SUBHEADING, 15_000, 300, "EUR", "Test flat duty")
FREE_BELOW = LowValueRule(LowValueKind.DUTY_FREE_BELOW, 15_000, 0, "EUR", "Test relief")
