"""What stands on the price shelf for some products in some markets: the exact price of a card, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sogdia.apps.catalogue.models import Offer, Product
from sogdia.apps.catalogue.selectors import usual
from sogdia.apps.quotes.book import MarketBook, book_of
from sogdia.apps.quotes.models import ShelfRow
from sogdia.apps.quotes.pricing import OfferNotOpen, OfferPrice, load_fixed, load_lots, price_offer
from sogdia.apps.quotes.shelf_words import kept_params
from sogdia.apps.regions.models import Region
from sogdia.domain import seasons
from sogdia.domain.refusals import Refusal

PUBLISHED = "published"
#: Goods that the exact engine prices at a time, so that a whole catalogue is never in memory.
AT_ONCE = 500
#: What is closed stands behind every price, and behind every arrival.
LAST = 2**62
NEVER = date(9999, 12, 31)
FOR_EVER = datetime(9999, 12, 31, tzinfo=UTC)
#: Refusals that no departure changes.
ANY_DEPARTURE = frozenset(
    {"offer-not-open", "region-not-live", "seller-not-verified", "market-closed", "no-currency-rate",
     "currency-rate-too-old", "not-classified", "vat-unknown"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CardFigures:
    """A card's price in minor units of the market's currency with its window and departure, or why it is closed."""

    product_id: int
    offer_id: int | None
    total_minor: int | None = None
    arrives_first: date | None = None
    arrives_last: date | None = None
    departure_ref: str = ""
    closed: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Goods:
    """A published product as the shelf lists it, with the size of its usual pack."""

    product_id: int
    seller_id: int
    region_id: int
    province_id: int
    category: str
    temperature: str
    since_harvest: int
    in_season: bool
    has_gi: bool
    published_ts: int
    net_mass_g: int = 0
    gross_mass_g: int = 0
    volume_cm3: int = 0


def usual_offers(product_ids: Iterable[int]) -> dict[int, Offer]:
    """Give the offer that a card shows of each published product that has one."""
    found: dict[int, list[Offer]] = {}
    offers = Offer.objects.filter(
        pack__product__in=list(product_ids),
        pack__product__state=PUBLISHED,
        is_active=True,
        pack__is_active=True,
    ).select_related("pack__product__seller", "pack__product__region")
    for offer in offers.order_by("pack__position", "pack__id"):
        found.setdefault(offer.pack.product_id, []).append(offer)
    return {product_id: usual(some) for product_id, some in found.items()}


def price_cards(
    market_codes: Iterable[str], *, at: datetime, product_ids: Sequence[int]
) -> Iterator[tuple[MarketBook, dict[int, CardFigures]]]:
    """
    Price the usual pack of published products, market by market, by the exact engine; goods and lots are read once.

    Whoever computes many prices at once takes the place of this function and gives the same figures.

    :raises sogdia.domain.refusals.NotFound: when there is no such market.
    """
    published = list(
        Product.objects.filter(pk__in=list(product_ids), state=PUBLISHED).values_list("pk", flat=True)
    )
    offers = usual_offers(published)
    lots = load_lots(list(offers.values()))
    for code in market_codes:
        book = book_of(code, at=at, product_ids=list(offers))
        fixed = load_fixed(list(offers.values()), book.market.pk)
        cards = {pk: CardFigures(pk, None, closed=OfferNotOpen()) for pk in published}
        for pk, offer in offers.items():
            cards[pk] = figures_of(price_offer(book, offer, lots[pk], fixed_minor=fixed.get(offer.pk)))
        yield book, cards


def figures_of(price: OfferPrice) -> CardFigures:
    """Give the card of an offer that the exact engine priced."""
    product_id, offer_id, best = price.offer.pack.product_id, price.offer.pk, price.best
    if best is None:
        return CardFigures(product_id, offer_id, closed=price.closed)
    window = best.way.window
    return CardFigures(
        product_id, offer_id, best.total.minor, window.earliest, window.latest, best.way.departure.ref
    )


def read_goods(product_ids: Sequence[int], *, at: datetime) -> dict[int, Goods]:
    """Give what the shelf lists of these products, if published; three queries."""
    provinces = _provinces()
    sizes = {
        pk: (offer.pack.net_mass_g, offer.pack.gross_mass_g, offer.pack.volume_cm3)
        for pk, offer in usual_offers(product_ids).items()
    }
    rows = Product.objects.filter(pk__in=list(product_ids), state=PUBLISHED).values_list(
        "pk",
        "seller_id",
        "region_id",
        "category",
        "temperature",
        "harvest_months",
        "gi_names",
        "published_at",
    )
    return {
        pk: Goods(
            pk,
            seller_id,
            region_id,
            provinces[region_id],
            category,
            temperature,
            seasons.months_since(months, at.month),
            seasons.in_season(months, at.month),
            bool(gi_names),
            int(published_at.timestamp()) if published_at else 0,
            *sizes.get(pk, ()),
        )
        for pk, seller_id, region_id, category, temperature, months, gi_names, published_at in rows
    }


def _provinces() -> dict[int, int]:
    """Give the region at the top above each."""
    above = dict(Region.objects.values_list("pk", "parent_id"))
    found: dict[int, int] = {}
    for pk in above:
        top = pk
        while (parent := above[top]) is not None:
            top = parent
        found[pk] = top
    return found


def shelf_row(book: MarketBook, goods: Goods, card: CardFigures, horizon: Horizon) -> ShelfRow:
    """Give the row that says all this."""
    total, is_open = card.total_minor, card.total_minor is not None
    closed = card.closed
    row = book.classifications.get(goods.product_id)
    return ShelfRow(
        market_id=book.market.pk,
        product_id=goods.product_id,
        offer_id=card.offer_id,
        seller_id=goods.seller_id,
        region_id=goods.region_id,
        province_id=goods.province_id,
        category=goods.category,
        temperature=goods.temperature,
        code=row.code if row else "",
        gross_mass_g=goods.gross_mass_g,
        volume_cm3=goods.volume_cm3,
        price_minor=total,
        closed_code=closed.code if closed is not None else "",
        closed_params=kept_params(closed) if closed is not None else {},
        arrives_first=card.arrives_first,
        arrives_last=card.arrives_last,
        departure_ref=card.departure_ref,
        valid_until=horizon.valid_until(goods.temperature),
        looks_to=horizon.looks_to(goods, card),
        is_open=is_open,
        in_season=goods.in_season,
        since_harvest=goods.since_harvest,
        has_gi=goods.has_gi,
        pick=(0 if is_open else 1000) + 2 * goods.since_harvest + (not goods.has_gi),
        sort_price=LAST if total is None else total,
        sort_kilo=LAST if total is None or not goods.net_mass_g else total * 1000 // goods.net_mass_g,
        sort_arrival=card.arrives_first or NEVER,
        published_ts=goods.published_ts,
    )


class Horizon:
    """How far ahead a market's prices look: when the next cut-off passes, and to which cut-off departures matter."""

    def __init__(self, book: MarketBook) -> None:
        self._book = book
        self._until: dict[str, datetime] = {}
        self._firm: dict[str, list[list[tuple[datetime, int, int]]]] = {}

    def valid_until(self, temperature: str) -> datetime:
        """Give the next cut-off of a departure of this temperature; before it no choice of departure changes by itself."""
        if temperature not in self._until:
            cutoffs = (
                way.departure.cutoff_at for way in self._book.ways if temperature in way.lane.temperatures
            )
            self._until[temperature] = next(cutoffs, FOR_EVER)
        return self._until[temperature]

    def looks_to(self, goods: Goods, card: CardFigures) -> datetime | None:
        """
        Give the last cut-off among each lane's first departure with room; none when a lane has no such departure.

        A departure that closes later changes nothing: what the first one with room refuses, a later one refuses too,
        unless the first is late, so one that is late does not count.
        """
        if card.closed is not None and card.closed.code in ANY_DEPARTURE:
            return datetime.fromtimestamp(0, UTC)
        last = datetime.fromtimestamp(0, UTC)
        for runs in self._lanes(goods.temperature):
            first = next(
                (
                    at
                    for at, mass, volume in runs
                    if mass >= goods.gross_mass_g and volume >= goods.volume_cm3
                ),
                None,
            )
            if first is None:
                return None
            last = max(last, first)
        return last

    def _lanes(self, temperature: str) -> list[list[tuple[datetime, int, int]]]:
        if temperature not in self._firm:
            runs: dict[int, list[tuple[datetime, int, int]]] = {
                lane.pk: [] for lane in self._book.lanes if temperature in lane.temperatures
            }
            for way in self._book.ways:
                run = way.departure
                if run.lane_id in runs and run.delay_days <= 0:
                    room = run.capacity_mass_g - run.booked_mass_g
                    space = run.capacity_volume_cm3 - run.booked_volume_cm3
                    runs[run.lane_id].append((run.cutoff_at, room, space))
            self._firm[temperature] = list(runs.values())
        return self._firm[temperature]
