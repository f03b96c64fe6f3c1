"""Rows of a market's rates, taxes, tariffs, lanes and rules as the rulebook's values."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from sogdia.apps.departures.models import Lane, LaneService
from sogdia.apps.markets.models import ExchangeRate, Market, VatRate
from sogdia.apps.regions.models import Region
from sogdia.apps.tariff.models import AdmissibilityRow, MeasureRow
from sogdia.domain.fx import FxRate
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
from sogdia.domain.tariff import expressions
from sogdia.domain.tariff.admissibility import AdmissibilityRule, Effect
from sogdia.domain.tariff.measures import Expression, Measure, MeasureKind

RATES_BACK = timedelta(days=400)


def rules_of(market: Market) -> MarketRules:
    """Give what a market asks of goods as a value."""
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
    rows = ExchangeRate.objects.filter(
        withdrawn_at=None, as_of__lte=today, as_of__gte=today - RATES_BACK
    ).order_by("as_of", "id")
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


def vat_of(market: Market, today: date) -> dict[str, int]:
    """Give the rate of each class of goods on a day, in basis points."""
    rows = VatRate.objects.filter(market=market, valid_from__lte=today).order_by("valid_from")
    return {row.vat_class: row.rate_bp for row in rows if row.valid_to is None or row.valid_to >= today}


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


def measures_of(territory: str, codes: set[str]) -> dict[str, tuple[Measure, ...]]:
    """Give each code's measures in a territory, from the chapter on; one query."""
    # National codes have eight, nine (Japan) or ten digits, so every length from the chapter on is a prefix.
    prefixes = {code[:length] for code in codes for length in range(2, len(code) + 1)}
    found: dict[str, list[Measure]] = {}
    for row in MeasureRow.objects.filter(territory=territory, code__in=prefixes, withdrawn_at=None):
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
