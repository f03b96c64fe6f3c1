"""The book of one market: everything a price there rests on, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import Q

from sogdia.apps.catalogue.models import Classification
from sogdia.apps.departures.models import Departure, Lane, LaneService
from sogdia.apps.markets.models import ExchangeRate, Market, VatRate
from sogdia.apps.regions.models import Region
from sogdia.apps.tariff.models import AdmissibilityRow, MeasureRow
from sogdia.domain.fx import FxRate, check_age
from sogdia.domain.pricing.inputs import (
    CustomsBasis,
    EntryMode,
    LaneMarket,
    LaneTariff,
    LowValueCounts,
    LowValueKind,
    LowValueRule,
    MarketRules,
    Rates,
)
from sogdia.domain.pricing.windows import ArrivalWindow, arrival_window
from sogdia.domain.refusals import NotFound
from sogdia.domain.tariff import expressions
from sogdia.domain.tariff.admissibility import AdmissibilityRule, Effect
from sogdia.domain.tariff.measures import Expression, Measure, MeasureKind

DEPARTURES_AHEAD = timedelta(weeks=9)
RATES_BACK = timedelta(days=400)


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
    """What prices in one market rest on at one instant."""

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


def book_of(market_code: str, *, at: datetime, product_ids: Iterable[int] | None = None) -> MarketBook:
    """
    Read the book of ``market_code`` at ``at``; classifications and measures of ``product_ids`` only, if given.

    :raises sogdia.domain.refusals.NotFound: when there is no such market.
    """
    market = Market.objects.filter(code=market_code).first()
    if market is None:
        raise NotFound(f"No market {market_code}.")
    today = at.astimezone(ZoneInfo(market.timezone)).date()
    classifications = _classifications(market.territory, product_ids)
    chains, live = region_chains()
    return MarketBook(
        market=market,
        rules=_rules(market),
        at=at,
        today=today,
        rates=rates_on(today),
        vat_bp=_vat(market, today),
        ways=_ways(market, at),
        admissibility=admissibility_of(market),
        classifications=classifications,
        measures=_measures(market.territory, {row.code for row in classifications.values()}),
        region_chains=chains,
        live_regions=live,
    )


def _rules(market: Market) -> MarketRules:
    return MarketRules(
        code=market.code,
        currency=market.currency,
        territory=market.territory,
        basis=CustomsBasis(market.basis),
        vat_includes_duty=market.vat_includes_duty,
        vat_includes_inland=market.vat_includes_inland,
        low_value=LowValueRule(
            kind=LowValueKind(market.low_value_kind),
            limit_minor=market.low_value_limit_minor,
            flat_minor=market.low_value_flat_minor,
            currency=market.low_value_currency,
            source=market.low_value_source,
            counts=LowValueCounts(market.low_value_counts),
            excluded_prefixes=tuple(market.low_value_excludes),
            valid_from=market.low_value_from,
            valid_to=market.low_value_to,
        ),
        vat_source=market.vat_source,
        checked_on=market.checked_on,
    )


def rates_on(today: date) -> Rates:
    """Give the newest rate of every pair that is dated ``today`` or before."""
    newest: dict[tuple[str, str], FxRate] = {}
    rows = ExchangeRate.objects.filter(as_of__lte=today, as_of__gte=today - RATES_BACK).order_by(
        "as_of", "id"
    )
    for row in rows:
        newest[row.base, row.quote] = FxRate(
            id=row.pk,
            base=row.base,
            quote=row.quote,
            value=Fraction(row.value),
            as_of=row.as_of,
            source=row.source,
        )
    return Rates(newest)


def _vat(market: Market, today: date) -> dict[str, int]:
    rows = VatRate.objects.filter(market=market, valid_from__lte=today).order_by("valid_from")
    return {row.vat_class: row.rate_bp for row in rows if row.valid_to is None or row.valid_to >= today}


def _ways(market: Market, at: datetime) -> tuple[Way, ...]:
    services = {
        service.lane_id: service
        for service in LaneService.objects.filter(market=market, lane__is_active=True)
    }
    departures = (
        Departure.objects.filter(
            lane__in=list(services), state="open", cutoff_at__gt=at, leaves_at__lt=at + DEPARTURES_AHEAD
        )
        .select_related("lane", "lane__hub")
        .order_by("cutoff_at", "id")
    )
    return tuple(way_of(departure, services[departure.lane_id]) for departure in departures)


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


def lane_tariff(lane: Lane) -> LaneTariff:
    """Give a lane's published tariff as a value."""
    return LaneTariff(
        currency=lane.currency,
        vehicle_fixed_minor=lane.vehicle_fixed_minor,
        capacity_mass_g=lane.capacity_mass_g,
        capacity_volume_cm3=lane.capacity_volume_cm3,
        per_kg_minor=lane.per_kg_minor,
        per_m3_minor=lane.per_m3_minor,
        minimum_minor=lane.minimum_minor,
        surcharge_minor=lane.surcharge_minor,
        wm_kg_per_m3=lane.wm_kg_per_m3,
        careful_fill_bp=lane.careful_fill_bp,
        standalone_per_kg_minor=lane.standalone_per_kg_minor,
        standalone_minimum_minor=lane.standalone_minimum_minor,
        insurance_bp=lane.insurance_bp,
        border_share_bp=lane.border_share_bp,
    )


def lane_market(service: LaneService) -> LaneMarket:
    """Give how a lane serves a market as a value."""
    return LaneMarket(
        entry_mode=EntryMode(service.entry_mode),
        last_mile_currency=service.last_mile_currency,
        last_mile_per_shipment_minor=service.last_mile_per_shipment_minor,
        last_mile_per_kg_minor=service.last_mile_per_kg_minor,
        clearing_currency=service.clearing_currency,
        clearing_per_entry_minor=service.clearing_per_entry_minor,
        clearing_per_kg_minor=service.clearing_per_kg_minor,
        importer_of_record=service.importer_of_record,
    )


def admissibility_of(market: Market) -> tuple[AdmissibilityRule, ...]:
    """Give every rule on what may enter a market or its customs territory."""
    rows = AdmissibilityRow.objects.filter(destination__in=[market.code, market.territory])
    return tuple(
        AdmissibilityRule(
            destination=row.destination,
            origin=row.origin,
            origin_region=row.origin_region,
            prefixes=(row.hs_prefix,),
            effect=Effect(row.effect),
            reason_key=row.reason_key,
            legal_source=row.legal_source,
            valid_from=row.valid_from or date.min,
            valid_to=row.valid_to,
            checked_on=row.checked_on,
            document=row.document,
            test=row.test,
            limit=row.limit,
            limit_unit=row.unit,
        )
        for row in rows
    )


def _classifications(territory: str, product_ids: Iterable[int] | None) -> dict[int, Classification]:
    rows = Classification.objects.filter(territory=territory).exclude(state="replaced")
    if product_ids is not None:
        rows = rows.filter(product_id__in=list(product_ids))
    return {row.product_id: row for row in rows}


def _measures(territory: str, codes: set[str]) -> dict[str, tuple[Measure, ...]]:
    # National codes have eight, nine (Japan) or ten digits, so every length from the chapter on is a prefix.
    prefixes = {code[:length] for code in codes for length in range(2, len(code) + 1)}
    found: dict[str, list[Measure]] = {}
    for row in MeasureRow.objects.filter(Q(territory=territory) & Q(code__in=prefixes)):
        found.setdefault(row.code, []).append(measure_of(row))
    return {
        code: tuple(m for length in range(2, len(code) + 1) for m in found.get(code[:length], []))
        for code in codes
    }


@lru_cache(maxsize=4096)
def _expression(text: str) -> Expression:
    return expressions.parse(text)


def measure_of(row: MeasureRow) -> Measure:
    """Give a tariff row as a value."""
    return Measure(
        id=row.pk,
        territory=row.territory,
        code=row.code,
        kind=MeasureKind(row.kind),
        origin=row.origin,
        expression=_expression(row.expression),
        rate_text=row.rate_text,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        proof=row.proof,
        source=row.source,
        checked_on=row.checked_on,
    )


def region_chains() -> tuple[dict[int, tuple[str, ...]], frozenset[int]]:
    """Give each region's codes from small to large, and the ids of the live ones."""
    rows = {row.pk: row for row in Region.objects.all()}
    chains: dict[int, tuple[str, ...]] = {}
    live: set[int] = set()
    for row in rows.values():
        chain, at = [], row
        while True:
            chain.append(at.code)
            if at.is_live:
                live.add(row.pk)
            if at.parent_id is None:
                break
            at = rows[at.parent_id]
        chains[row.pk] = tuple(chain)
    return chains, frozenset(live)
