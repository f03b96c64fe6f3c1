"""The book of one market: everything a price there rests on, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet

from sogdia.apps.catalogue.models import Classification
from sogdia.apps.departures.models import Departure, Lane, LaneService
from sogdia.apps.markets.models import Market
from sogdia.apps.quotes.book_rows import (
    admissibility_of,
    lane_market,
    lane_tariff,
    measures_of,
    rates_on,
    region_chains,
    rules_of,
    vat_of,
)
from sogdia.domain.fx import check_age
from sogdia.domain.pricing.inputs import (
    CustomsBasis,
    LaneMarket,
    LaneTariff,
    MarketRules,
    Rates,
)
from sogdia.domain.pricing.windows import ArrivalWindow, arrival_window
from sogdia.domain.refusals import NotFound
from sogdia.domain.tariff.admissibility import AdmissibilityRule, Verdict
from sogdia.domain.tariff.measures import Measure
from sogdia.plumbing.prepared import Prepared

DEPARTURES_AHEAD = timedelta(weeks=9)
A_DAY = timedelta(days=1)
BOOKS_KEPT = 100
CODES_KEPT = 20_000
_ROOM = Prepared(
    lambda ids: Departure.objects.filter(pk__in=ids).values_list("pk", "booked_mass_g", "booked_volume_cm3"),
    list,
)
_DECIDED = Prepared(
    lambda territory, products: _decided(territory).filter(product_id__in=products), str, list
)
_STAMP = 'SELECT COUNT("id"), SUM("token") FROM "quotes_bookstamp"'

Stamp = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Way:
    """One departure as a market sees it: what it costs there and when it arrives."""

    departure: Departure
    service: LaneService
    tariff: LaneTariff
    lane_market: LaneMarket
    window: ArrivalWindow

    @property
    def lane(self) -> Lane:
        """Give its lane."""
        return self.departure.lane

    def has_room(self, *, mass_g: int, volume_cm3: int) -> bool:
        """Whether so much more can still be booked."""
        d = self.departure
        return (
            d.booked_mass_g + mass_g <= d.capacity_mass_g
            and d.booked_volume_cm3 + volume_cm3 <= d.capacity_volume_cm3
        )


@dataclass(frozen=True)
class MarketBook:
    """What prices in one market rest on at one instant; ``lanes`` are those that serve it."""

    market: Market
    rules: MarketRules
    at: datetime
    today: date
    rates: Rates
    vat_bp: dict[str, int]
    ways: tuple[Way, ...]
    admissibility: tuple[AdmissibilityRule, ...]
    classifications: dict[int, Classification]
    measures: dict[str, tuple[Measure, ...]]
    region_chains: dict[int, tuple[str, ...]] = field(default_factory=dict)
    live_regions: frozenset[int] = frozenset()
    lanes: tuple[Lane, ...] = ()
    verdicts: dict[tuple[str, int, str, frozenset[str]], Verdict] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def is_home(self) -> bool:
        """Whether goods never cross a border to get here."""
        return self.rules.basis is CustomsBasis.NONE

    def check_currency(self, seller_currency: str) -> None:
        """
        Refuse a market whose currency has no rate, or too old a one.

        :raises sogdia.domain.fx.NoCurrencyRate, sogdia.domain.fx.CurrencyRateTooOld: so the market is closed.
        """
        rate = self.rates.get(seller_currency, self.market.currency)
        check_age(rate, today=self.today, max_age_days=self.market.fx_max_age_days)

    def way(self, departure_id: int) -> Way | None:
        """Give one departure's way here, if it serves this market and still takes orders."""
        return next((way for way in self.ways if way.departure.pk == departure_id), None)


@dataclass(frozen=True)
class _Kept:
    """What a book of one market and day has in common for everybody, kept in memory while its stamp stands."""

    stamp: Stamp
    market: Market
    rules: MarketRules
    rates: Rates
    vat_bp: dict[str, int]
    ways: dict[int, Way]
    admissibility: tuple[AdmissibilityRule, ...]
    region_chains: dict[int, tuple[str, ...]]
    live_regions: frozenset[int]
    lanes: tuple[Lane, ...]
    measures: dict[str, tuple[Measure, ...]] = field(default_factory=dict)


_books: dict[tuple[str, date], _Kept] = {}
_zones: dict[str, tuple[Stamp, str]] = {}


def stamp_of_books() -> Stamp:
    """Give what changes with every change of rates, taxes, tariffs, lanes or the timetable; none when nobody stamps."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        rows, tokens = cursor.fetchone()
    return (rows, int(tokens)) if rows else None


def book_of(market_code: str, *, at: datetime, product_ids: Iterable[int] | None = None) -> MarketBook:
    """
    Read the book of ``market_code`` at ``at``; classifications and measures of ``product_ids`` only, if given.

    What the stamp covers is kept in memory and read again when the stamp, as this transaction sees it, has changed; what
    brokers decided and what is booked on departures is read each time.

    :raises sogdia.domain.refusals.NotFound: when there is no such market.
    """
    kept = _kept(market_code, at, stamp_of_books())
    market = kept.market
    classifications = _classifications(market.territory, product_ids)
    return MarketBook(
        market=market,
        rules=kept.rules,
        at=at,
        today=at.astimezone(ZoneInfo(market.timezone)).date(),
        rates=kept.rates,
        vat_bp=kept.vat_bp,
        ways=_ways_now(kept, at),
        admissibility=kept.admissibility,
        classifications=classifications,
        measures=_measures_of(kept, {row.code for row in classifications.values()}),
        region_chains=kept.region_chains,
        live_regions=kept.live_regions,
        lanes=kept.lanes,
    )


def _kept(market_code: str, at: datetime, stamp: Stamp) -> _Kept:
    zone = _zones.get(market_code)
    market = None
    if zone is None or stamp is None or zone[0] != stamp:
        market = Market.objects.filter(code=market_code).first()
        if market is None:
            raise NotFound(f"No market {market_code}.")
        zone = (stamp, market.timezone)
        _zones[market_code] = zone
    today = at.astimezone(ZoneInfo(zone[1])).date()
    found = _books.get((market_code, today))
    if found is None or stamp is None or found.stamp != stamp:
        found = _read(market or Market.objects.get(code=market_code), at, today, stamp)
        if len(_books) >= BOOKS_KEPT:
            _books.clear()
        _books[market_code, today] = found
    return found


def _read(market: Market, at: datetime, today: date, stamp: Stamp) -> _Kept:
    chains, live = region_chains()
    services = list(LaneService.objects.filter(market=market, lane__is_active=True).select_related("lane"))
    return _Kept(
        stamp=stamp,
        market=market,
        rules=rules_of(market),
        rates=rates_on(today),
        vat_bp=vat_of(market, today),
        ways=_ways(services, at),
        admissibility=admissibility_of(market),
        region_chains=chains,
        live_regions=live,
        lanes=tuple(service.lane for service in services),
    )


def _ways(serving: Iterable[LaneService], at: datetime) -> dict[int, Way]:
    """Give every way that a book of this day may need, soonest cut-off first."""
    services = {service.lane_id: service for service in serving}
    departures = (
        Departure.objects.filter(
            lane__in=list(services),
            state="open",
            cutoff_at__gt=at - A_DAY,
            leaves_at__lt=at + DEPARTURES_AHEAD + A_DAY,
        )
        .select_related("lane", "lane__hub")
        .order_by("cutoff_at", "id")
    )
    return {departure.pk: way_of(departure, services[departure.lane_id]) for departure in departures}


def _ways_now(kept: _Kept, at: datetime) -> tuple[Way, ...]:
    """Give the ways that take orders at ``at``, each with what is booked on it now; one query."""
    until = at + DEPARTURES_AHEAD
    ways = [
        way for way in kept.ways.values() if way.departure.cutoff_at > at and way.departure.leaves_at < until
    ]
    rows = _ROOM.all([way.departure.pk for way in ways])
    booked = {pk: (mass, volume) for pk, mass, volume in rows}
    return tuple(
        _with_room(kept, way, *booked[way.departure.pk]) for way in ways if way.departure.pk in booked
    )


def _with_room(kept: _Kept, way: Way, mass_g: int, volume_cm3: int) -> Way:
    departure = way.departure
    if (departure.booked_mass_g, departure.booked_volume_cm3) == (mass_g, volume_cm3):
        return way
    # A new row: whoever holds the one from before goes on with what it read.
    departure = copy(departure)
    departure.booked_mass_g, departure.booked_volume_cm3 = mass_g, volume_cm3
    kept.ways[departure.pk] = way = replace(way, departure=departure)
    return way


def way_of(departure: Departure, service: LaneService) -> Way:
    """Give the way of one departure to one market."""
    return Way(
        departure=departure,
        service=service,
        tariff=lane_tariff(departure.lane),
        lane_market=lane_market(service),
        window=window_of(departure, service),
    )


def window_of(departure: Departure, service: LaneService) -> ArrivalWindow:
    """Give when goods on ``departure`` reach the door, delays reported by the carrier included."""
    lane = departure.lane
    leaves_on = (departure.departed_at or departure.leaves_at).astimezone(ZoneInfo(lane.hub.timezone)).date()
    return arrival_window(
        departs_on=leaves_on + timedelta(days=departure.delay_days),
        transit_days_min=lane.transit_days_min,
        transit_days_max=lane.transit_days_max,
        last_mile_days_min=service.last_mile_days_min,
        last_mile_days_max=service.last_mile_days_max,
    )


def _classifications(territory: str, product_ids: Iterable[int] | None) -> dict[int, Classification]:
    rows = _decided(territory) if product_ids is None else _DECIDED.all(territory, sorted(product_ids))
    return {row.product_id: row for row in rows}


def _decided(territory: str) -> QuerySet[Classification]:
    return Classification.objects.filter(territory=territory).exclude(state="replaced")


def _measures_of(kept: _Kept, codes: set[str]) -> dict[str, tuple[Measure, ...]]:
    found = {code: known for code in codes if (known := kept.measures.get(code)) is not None}
    if len(found) < len(codes):
        fresh = measures_of(kept.market.territory, codes - found.keys())
        if len(kept.measures) > CODES_KEPT:
            kept.measures.clear()
        kept.measures.update(fresh)
        found.update(fresh)
    return found
