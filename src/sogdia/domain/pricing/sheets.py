"""Sheets of columns: what many packs are, what one market asks of them, and what they cost there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sogdia.domain.pricing.inputs import LaneMarket, LaneTariff, MarketRules, Rates, SellerTerms
from sogdia.domain.pricing.windows import ArrivalWindow
from sogdia.domain.refusals import Refusal
from sogdia.domain.tariff.admissibility import AdmissibilityRule
from sogdia.domain.tariff.measures import Measure

#: Whole numbers, one per row; an ``array("q")`` in practice, so that an engine reads it without copying.
Column = Sequence[int]

#: In a column of positions or amounts: there is none. In one of days: the goods never spoil.
NONE = -1
NEVER = 4_000_000


@dataclass(frozen=True, slots=True)
class LotSource:
    """Where lots are from and which papers they hold; lots that share them are judged once."""

    origin: str
    region_codes: tuple[str, ...]
    proofs: frozenset[str]


@dataclass(frozen=True, slots=True)
class LotsSheet:
    """
    Open lots with something left, in the order of the goods they belong to, first-expiring first.

    ``row`` is the row of the goods, ``free`` what can still be reserved in stock units, ``best_before`` the day's
    ordinal or ``NEVER``, ``source`` a position in ``sources``.
    """

    row: Column
    id: Column
    free: Column
    best_before: Column
    source: Column
    sources: tuple[LotSource, ...]


@dataclass(frozen=True, slots=True)
class GoodsSheet:
    """
    So many packs of one offer each, bought alone, whatever the market: one row per offer.

    Masses (g), volumes (cm3), contents (ml), areas (cm2; ``NONE`` where nobody measured), ``pieces``, ``needed`` (stock
    units) and ``net_minor`` are of the whole row; ``unit_qty`` is the stock in one pack. ``terms``, ``temperature`` and
    ``world_code`` are positions in the tuples below. ``closed`` is the position in ``refusals`` of why the offer is open
    nowhere, or ``NONE``.
    """

    product: Column
    offer: Column
    net_minor: Column
    terms: Column
    net_mass_g: Column
    gross_mass_g: Column
    volume_cm3: Column
    pieces: Column
    content_ml: Column
    area_cm2: Column
    alcohol_100nl: Column
    pairs: Column
    unit_qty: Column
    needed: Column
    temperature: Column
    world_code: Column
    closed: Column
    lots: LotsSheet
    all_terms: tuple[SellerTerms, ...]
    temperatures: tuple[str, ...]
    world_codes: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    packs: int = 1

    def __len__(self) -> int:
        return len(self.offer)


@dataclass(frozen=True, slots=True)
class CodesSheet:
    """
    What the brokers of one customs territory decided, row by row of the goods.

    ``code`` and ``vat_class`` are positions in ``codes`` and ``vat_classes``, ``NONE`` where nobody was asked;
    ``approved`` is 1 or 0. ``measures`` stand beside ``codes``: all that may concern each.
    """

    code: Column
    vat_class: Column
    approved: Column
    codes: tuple[str, ...]
    vat_classes: tuple[str, ...]
    measures: tuple[tuple[Measure, ...], ...]


@dataclass(frozen=True, slots=True)
class SheetWay:
    """One departure as a market sees it; ``room`` is what can still be booked."""

    departure_id: int
    departure_ref: str
    lane_id: int
    leaves_at: datetime
    temperatures: frozenset[str]
    room_mass_g: int
    room_volume_cm3: int
    tariff: LaneTariff
    lane_market: LaneMarket
    window: ArrivalWindow


@dataclass(frozen=True, slots=True)
class MarketSheet:
    """
    What one market's prices rest on at one instant; ``ways`` in the order of their cut-offs.

    ``closed`` is why the whole market is closed. ``fixed`` holds the rows whose delivered price the seller fixed here.
    """

    rules: MarketRules
    today: date
    rates: Rates
    fx_max_age_days: int
    minimum_life_days: int
    vat_bp: dict[str, int]
    ways: tuple[SheetWay, ...]
    admissibility: tuple[AdmissibilityRule, ...]
    codes: CodesSheet
    closed: Refusal | None = None
    fixed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class PricedSheet:
    """
    Each row's delivered price on its cheapest next departure, in minor units of the market's currency.

    ``way`` is a position in the market's ways, ``lot`` the lot's id, ``closed`` a position in ``refusals``; each is
    ``NONE`` where it does not apply. Rows in ``left`` were not priced: the exact engine must (a fixed price, or figures
    too large to hold in a column).
    """

    total_minor: Column
    way: Column
    lot: Column
    closed: Column
    refusals: tuple[Refusal, ...]
    left: tuple[int, ...] = ()
