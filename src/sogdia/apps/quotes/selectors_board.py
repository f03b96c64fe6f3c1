"""The departures board: what leaves next, when it arrives, and what one kilogram costs to the door."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from sogdia.apps.departures import selectors as departures
from sogdia.apps.departures.models import Departure, LaneService
from sogdia.apps.departures.selectors import DepartureFacts
from sogdia.apps.markets.models import Market
from sogdia.apps.quotes.book import window_of
from sogdia.apps.quotes.book_rows import lane_market, lane_tariff, rates_on
from sogdia.domain.fx import FxRate, NoCurrencyRate
from sogdia.domain.money import Money
from sogdia.domain.pricing.carriage import carry
from sogdia.domain.pricing.inputs import GoodsLine, LaneTariff, Rates, SellerTerms
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Viewer

KILOGRAM_G = 1000
LITRES_OF_M3 = 1_000_000


@dataclass(frozen=True)
class BoardLine:
    """One departure as a reader sees it: for their own market where it serves it, else for the first it serves."""

    departure: DepartureFacts
    market_code: str
    market_names: dict[str, str]
    arrives_first: date
    arrives_last: date
    freight: Money | None
    is_reader_market: bool
    next_leaves_at: datetime | None = None


def list_board(
    viewer: Viewer, *, market_code: str, at: datetime, serves: str = "", mode: str = ""
) -> list[BoardLine]:
    """
    Give the departures of the coming eight weeks by cut-off, with freight in the market's currency; six queries.

    ``serves`` keeps those that go to one market, ``mode`` those that go by one mode.

    :raises sogdia.domain.refusals.NotFound: when there is no such market.
    """
    market = Market.objects.filter(code=market_code).first()
    if market is None:
        raise NotFound(f"No market {market_code}.")
    rows = (
        Departure.objects.filter(
            state__in=["open", "sealed"], leaves_at__gt=at, leaves_at__lt=at + departures.AHEAD
        )
        .filter(lane__is_active=True)
        .select_related("lane", "lane__hub")
        .order_by("cutoff_at", "id")
    )
    if mode:
        rows = rows.filter(lane__mode=mode)
    by_lane: dict[int, list[LaneService]] = {}
    services = LaneService.objects.select_related("market").order_by("market__position", "market__code")
    for service in services.filter(market__code=serves) if serves else services:
        by_lane.setdefault(service.lane_id, []).append(service)
    rates = rates_on(at.astimezone(ZoneInfo(market.timezone)).date())
    freights: dict[int, Money | None] = {}
    found = [
        _line(row, by_lane[row.lane_id], market, rates, freights) for row in rows if by_lane.get(row.lane_id)
    ]
    return _with_next(found)


def find_line(viewer: Viewer, *, ref: str, market_code: str, at: datetime) -> BoardLine | None:
    """Give one departure, whatever its state, as a reader of a market sees it; none when it serves no market."""
    market = Market.objects.filter(code=market_code).first()
    row = Departure.objects.filter(ref=ref).select_related("lane", "lane__hub").first()
    if market is None or row is None:
        return None
    services = LaneService.objects.filter(lane=row.lane).select_related("market")
    found = list(services.order_by("market__position", "market__code"))
    if not found:
        return None
    return _line(row, found, market, rates_on(at.astimezone(ZoneInfo(market.timezone)).date()), {})


def _with_next(lines: list[BoardLine]) -> list[BoardLine]:
    """Tell each full departure when the next of its lane leaves."""
    told = []
    for at, line in enumerate(lines):
        later = next(
            (
                other.departure.leaves_at
                for other in lines[at + 1 :]
                if other.departure.lane_id == line.departure.lane_id and not other.departure.is_full
            ),
            None,
        )
        told.append(replace(line, next_leaves_at=later) if line.departure.is_full else line)
    return told


def _line(
    row: Departure,
    services: list[LaneService],
    market: Market,
    rates: Rates,
    freights: dict[int, Money | None],
) -> BoardLine:
    """Give one line; a lane's departures share their ``freights``."""
    own = next((service for service in services if service.market_id == market.pk), None)
    service = own or services[0]
    window = window_of(row, service)
    if row.lane_id not in freights:
        freights[row.lane_id] = freight_of_kilogram(row, service, market.currency, rates)
    return BoardLine(
        departure=departures.facts_of(row),
        market_code=service.market.code,
        market_names=service.market.names,
        arrives_first=window.earliest,
        arrives_last=window.latest,
        freight=freights[row.lane_id],
        is_reader_market=own is not None,
    )


def freight_of_kilogram(row: Departure, service: LaneService, currency: str, rates: Rates) -> Money | None:
    """Give what one kilogram, no larger than its weight counts for, pays alone from hub to door; none without a rate."""
    lane, to = lane_tariff(row.lane), lane_market(service)
    try:
        pairs = {
            (base, currency): _rate(rates, base, currency)
            for base in {lane.currency, to.last_mile_currency}
            if base != currency
        }
    except NoCurrencyRate:
        return None
    shipment, _lines = carry(
        [_kilogram(lane)], lane=lane, lane_market=to, currency=currency, rates=Rates(pairs)
    )
    return shipment.shared + shipment.caused + shipment.last_mile


def _rate(rates: Rates, base: str, quote: str) -> FxRate:
    """Give a rate for showing: the stated one, or one crossed over a currency that has both."""
    try:
        return rates.get(base, quote)
    except NoCurrencyRate:
        for middle in ("EUR", "CNY", "USD"):
            down = rates.by_pair.get((middle, base))
            up = rates.by_pair.get((middle, quote))
            if down is not None and (up is not None or middle == quote):
                over = Fraction(1) if up is None else up.value
                return FxRate(0, base, quote, over / down.value, down.as_of, down.source)
        raise


def _kilogram(lane: LaneTariff) -> GoodsLine:
    terms = SellerTerms(lane.currency, 0, 0, 0, 0)
    return GoodsLine(
        key="1",
        seller_id=0,
        packs=1,
        net_minor=0,
        terms=terms,
        net_mass_g=KILOGRAM_G,
        gross_mass_g=KILOGRAM_G,
        volume_cm3=LITRES_OF_M3 // lane.wm_kg_per_m3,
        pieces=1,
        code="",
        origin="",
        vat_bp=0,
    )
