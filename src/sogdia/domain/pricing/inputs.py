"""What a price is computed from: frozen values that selectors load and quotes freeze."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sogdia.domain.fx import FxRate
from sogdia.domain.tariff.measures import Measure


class CustomsBasis(enum.StrEnum):
    """What the customs value includes. NONE is the home market: no border, no duty."""

    CIF = "CIF"
    FOB = "FOB"
    NONE = "none"


class EntryMode(enum.StrEnum):
    """Who imports: one commercial entry for the whole departure, or each buyer their own goods."""

    CONSOLIDATED = "consolidated"
    INDIVIDUAL = "individual"
    HOME = "home"


class LowValueKind(enum.StrEnum):
    """What a customs territory does with small consumer entries."""

    NONE = "none"
    DUTY_FREE_BELOW = "duty-free-below"
    FLAT_PER_SUBHEADING = "flat-per-subheading"


class LowValueCounts(enum.StrEnum):
    """What a low-value limit is compared with: the customs value of the entry, or its goods without their way."""

    CUSTOMS_VALUE = "customs-value"
    GOODS = "goods"


@dataclass(frozen=True, slots=True)
class LowValueRule:
    """
    A low-value rule of individual entries: limit and flat duty in minor units of ``currency``.

    Goods under ``excluded_prefixes`` pay the ordinary duty all the same, and so does everything before the first and
    after the last day.
    """

    kind: LowValueKind = LowValueKind.NONE
    limit_minor: int = 0
    flat_minor: int = 0
    currency: str = ""
    source: str = ""
    counts: LowValueCounts = LowValueCounts.CUSTOMS_VALUE
    excluded_prefixes: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    def is_valid(self, on: date) -> bool:
        """Whether the rule holds on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class MarketRules:
    """How a market taxes: all rates are basis points of one hundred percent (10000)."""

    code: str
    currency: str
    territory: str
    basis: CustomsBasis
    vat_includes_duty: bool
    vat_includes_inland: bool
    low_value: LowValueRule
    vat_source: str = ""
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class SellerTerms:
    """The seller's side of a deal with the house, in the seller's currency."""

    currency: str
    commission_bp: int
    first_mile_minor_per_kg: int
    hub_minor_per_kg: int
    payout_fee_bp: int


@dataclass(frozen=True, slots=True)
class LaneTariff:
    """
    What a lane costs, in minor units of ``currency``.

    The vehicle's fixed cost is shared; everything else a shipment causes itself. ``wm_kg_per_m3`` says how many
    kilograms one cubic metre counts for (weight or measurement).
    """

    currency: str
    vehicle_fixed_minor: int
    capacity_mass_g: int
    capacity_volume_cm3: int
    per_kg_minor: int
    per_m3_minor: int
    minimum_minor: int
    surcharge_minor: int
    wm_kg_per_m3: int
    careful_fill_bp: int
    standalone_per_kg_minor: int
    standalone_minimum_minor: int
    insurance_bp: int
    border_share_bp: int = 10_000


@dataclass(frozen=True, slots=True)
class LaneMarket:
    """How a lane serves one market: entry mode, last mile and clearing, each in its own currency."""

    entry_mode: EntryMode
    last_mile_currency: str
    last_mile_per_shipment_minor: int
    last_mile_per_kg_minor: int
    clearing_currency: str
    clearing_per_entry_minor: int
    clearing_per_kg_minor: int
    importer_of_record: str = ""


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """
    One line to price: ``packs`` packs of one offer from one lot.

    Masses in grams and volume in cubic centimetres are of the whole line. ``net_minor`` is the producer's net of the
    whole line in the seller's currency. ``measures`` are all measures of the market's territory that may concern the
    code; the rulebook picks. ``content_ml``, ``area_cm2``, ``alcohol_100nl`` (pure alcohol, 100 nanolitres each) and
    ``pairs`` of the whole line are needed only where a duty counts litres, square metres, alcohol or pairs.
    """

    key: str
    seller_id: int
    packs: int
    net_minor: int
    terms: SellerTerms
    net_mass_g: int
    gross_mass_g: int
    volume_cm3: int
    pieces: int
    code: str
    origin: str
    vat_bp: int
    measures: tuple[Measure, ...] = ()
    proofs: frozenset[str] = frozenset()
    content_ml: int | None = None
    area_cm2: int | None = None
    alcohol_100nl: int | None = None
    pairs: int | None = None


@dataclass(frozen=True, slots=True)
class Rates:
    """Every exchange rate one pricing may use, by (base, quote)."""

    by_pair: dict[tuple[str, str], FxRate] = field(default_factory=dict)

    def get(self, base: str, quote: str) -> FxRate:
        """
        FX-3: give the rate from ``base`` to ``quote``; a currency to itself is 1, one without a rate closes the market.

        :raises sogdia.domain.fx.NoCurrencyRate: with the pair.
        """
        from sogdia.domain import fx

        if base == quote:
            return fx.same(base)
        rate = self.by_pair.get((base, quote))
        if rate is None:
            raise fx.NoCurrencyRate(f"No rate {base}/{quote}.", pair=f"{base}/{quote}")
        return rate


HUNDRED_PERCENT = 10_000
KG = Fraction(1000)
