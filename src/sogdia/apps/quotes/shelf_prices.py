"""What stands on the price shelf for some products in some markets: the exact price of a card, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, NamedTuple

from sogdia.apps.catalogue.models import Classification, Offer, Product
from sogdia.apps.catalogue.selectors import usual
from sogdia.apps.quotes.book import MarketBook, book_of
from sogdia.apps.quotes.pricing import OfferPrice, load_fixed, load_lots, price_offer
from sogdia.apps.quotes.sheets import MarketPrices, price_catalogue
from sogdia.apps.quotes.shelf_words import kept_params
from sogdia.apps.regions.models import Region
from sogdia.domain import seasons
from sogdia.domain.ports import PriceEngine
from sogdia.domain.pricing.closed import OfferNotOpen
from sogdia.domain.pricing.sheets import NONE
from sogdia.domain.refusals import Refusal

PUBLISHED = "published"
#: What is closed stands behind every price, and behind every arrival.
LAST = 2**62
NEVER = date(9999, 12, 31)
FOR_EVER = datetime(9999, 12, 31, tzinfo=UTC)
#: Refusals that no departure changes.
ANY_DEPARTURE = frozenset(
    {"offer-not-open", "region-not-live", "seller-not-verified", "market-closed", "no-currency-rate",
     "currency-rate-too-old", "not-classified", "vat-unknown"}
)  # fmt: skip


#: What rows with a price keep; nobody changes it.
NO_PARAMS: Final[dict[str, Any]] = {}


class Row(NamedTuple):
    """A row of the shelf but for its id and serial, in the order in which it is compared and written."""

    market_id: int
    product_id: int
    offer_id: int | None
    seller_id: int
    region_id: int
    province_id: int
    category: str
    temperature: str
    code: str
    gross_mass_g: int
    volume_cm3: int
    price_minor: int | None
    closed_code: str
    closed_params: dict[str, Any]
    arrives_first: date | None
    arrives_last: date | None
    departure_ref: str
    valid_until: datetime
    looks_to: datetime | None
    is_open: bool
    in_season: bool
    since_harvest: int
    has_gi: bool
    pick: int
    sort_price: int
    sort_kilo: int
    sort_arrival: date
    published_ts: int


@dataclass(frozen=True, slots=True)
class CardFigures:
    """
    A card's price in minor units of the market's currency with its window and departure, or why it is closed.

    Masses (g) and volume (cm3) are of the usual pack; a product that offers none has no offer.
    """

    product_id: int
    offer_id: int | None
    net_mass_g: int = 0
    gross_mass_g: int = 0
    volume_cm3: int = 0
    total_minor: int | None = None
    arrives_first: date | None = None
    arrives_last: date | None = None
    departure_ref: str = ""
    closed: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Goods:
    """A published product as the shelf lists it."""

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
    Price the usual pack of a few published products, market by market, by the exact engine; goods are read once.

    :raises sogdia.domain.refusals.NotFound: when there is no such market.
    """
    published = _published(product_ids)
    offers = usual_offers(published)
    lots = load_lots(list(offers.values()))
    for code in market_codes:
        book = book_of(code, at=at, product_ids=list(offers))
        fixed = load_fixed(list(offers.values()), book.market.pk)
        none = OfferNotOpen()
        cards = {pk: CardFigures(pk, None, closed=none) for pk in published}
        for pk, offer in offers.items():
            cards[pk] = figures_of(price_offer(book, offer, lots[pk], fixed_minor=fixed.get(offer.pk)))
        yield book, cards


def price_many(
    engine: PriceEngine, market_codes: Sequence[str], *, at: datetime, product_ids: Sequence[int] | None
) -> Iterator[tuple[MarketBook, dict[int, CardFigures]]]:
    """
    Price the usual pack of these published products, or of all, market by market, in columns.

    :raises sogdia.domain.refusals.NotFound: when there is no such market.
    """
    published = _published(product_ids)
    for prices in price_catalogue(engine, market_codes, at=at, product_ids=product_ids):
        none = OfferNotOpen()
        cards = {pk: CardFigures(pk, None, closed=none) for pk in published}
        cards.update((one.product_id, one) for one in _columns(prices))
        yield book_of(prices.market_code, at=at, product_ids=()), cards


def _columns(prices: MarketPrices) -> Iterator[CardFigures]:
    goods, priced = prices.goods, prices.priced
    rows = zip(
        goods.product, goods.offer, goods.net_mass_g, goods.gross_mass_g, goods.volume_cm3,
        priced.total_minor, priced.way, priced.closed,
        strict=True,
    )  # fmt: skip
    for product, offer, net, gross, volume, total, place, closed in rows:
        if closed != NONE or place == NONE:
            refusal = priced.refusals[closed] if closed != NONE else OfferNotOpen()
            yield CardFigures(product, offer, net, gross, volume, closed=refusal)
        else:
            way = prices.ways[place]
            first, last = way.window.earliest, way.window.latest
            yield CardFigures(product, offer, net, gross, volume, total, first, last, way.departure_ref)


def _published(product_ids: Sequence[int] | None) -> list[int]:
    rows = Product.objects.filter(state=PUBLISHED)
    if product_ids is not None:
        rows = rows.filter(pk__in=list(product_ids))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def figures_of(price: OfferPrice) -> CardFigures:
    """Give the card of an offer that the exact engine priced."""
    pack, best = price.offer.pack, price.best
    size = pack.net_mass_g, pack.gross_mass_g, pack.volume_cm3
    if best is None:
        return CardFigures(pack.product_id, price.offer.pk, *size, closed=price.closed)
    window, ref = best.way.window, best.way.departure.ref
    return CardFigures(
        pack.product_id, price.offer.pk, *size, best.total.minor, window.earliest, window.latest, ref
    )


def list_goods(product_ids: Sequence[int] | None, *, at: datetime) -> dict[int, Goods]:
    """Give what the shelf lists of these products, or of all, if published; two queries."""
    provinces = _provinces()
    rows = Product.objects.filter(state=PUBLISHED)
    if product_ids is not None:
        rows = rows.filter(pk__in=list(product_ids))
    found = rows.order_by("pk").values_list(
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
        )
        for pk, seller_id, region_id, category, temperature, months, gi_names, published_at in found
    }


def list_codes(territory: str, product_ids: Sequence[int] | None) -> dict[int, str]:
    """Give the commodity code of these products, or of all, in a customs territory; one query."""
    rows = Classification.objects.filter(territory=territory).exclude(state="replaced")
    if product_ids is not None:
        rows = rows.filter(product__in=list(product_ids))
    return dict(rows.values_list("product_id", "code"))


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


def shelf_row(market_id: int, goods: Goods, card: CardFigures, code: str, horizon: Horizon) -> Row:
    """Give the row that says all this."""
    total, closed = card.total_minor, card.closed
    is_open = total is not None
    return Row(
        market_id,
        goods.product_id,
        card.offer_id,
        goods.seller_id,
        goods.region_id,
        goods.province_id,
        goods.category,
        goods.temperature,
        code,
        card.gross_mass_g,
        card.volume_cm3,
        total,
        closed.code if closed is not None else "",
        horizon.params_of(closed) if closed is not None else NO_PARAMS,
        card.arrives_first,
        card.arrives_last,
        card.departure_ref,
        horizon.valid_until(goods.temperature),
        horizon.looks_to(goods.temperature, card),
        is_open,
        goods.in_season,
        goods.since_harvest,
        goods.has_gi,
        (0 if is_open else 1000) + 2 * goods.since_harvest + (not goods.has_gi),
        LAST if total is None else total,
        LAST if total is None or not card.net_mass_g else total * 1000 // card.net_mass_g,
        card.arrives_first or NEVER,
        goods.published_ts,
    )


class Horizon:
    """How far ahead a market's prices look: when the next cut-off passes, and to which cut-off departures matter."""

    def __init__(self, book: MarketBook) -> None:
        self._book = book
        self._until: dict[str, datetime] = {}
        self._firm: dict[str, list[list[tuple[datetime, int, int]]]] = {}
        self._looks: dict[tuple[str, int, int], datetime | None] = {}
        self._params: dict[int, tuple[Refusal, dict[str, Any]]] = {}

    def params_of(self, closed: Refusal) -> dict[str, Any]:
        """Give a refusal's parameters as rows keep them; thousands of goods share one refusal."""
        known = self._params.get(id(closed))
        if known is None:
            known = self._params[id(closed)] = (closed, kept_params(closed))
        return known[1]

    def valid_until(self, temperature: str) -> datetime:
        """Give the next cut-off of a departure of this temperature; before it no choice of departure changes by itself."""
        if temperature not in self._until:
            cutoffs = (
                way.departure.cutoff_at for way in self._book.ways if temperature in way.lane.temperatures
            )
            self._until[temperature] = next(cutoffs, FOR_EVER)
        return self._until[temperature]

    def looks_to(self, temperature: str, card: CardFigures) -> datetime | None:
        """
        Give the last cut-off among each lane's first departure with room; none when a lane has no such departure.

        A departure that closes later changes nothing: what the first one with room refuses, a later one refuses too,
        unless the first is late, so one that is late does not count.
        """
        if card.closed is not None and card.closed.code in ANY_DEPARTURE:
            return datetime.fromtimestamp(0, UTC)
        size = temperature, card.gross_mass_g, card.volume_cm3
        if size not in self._looks:
            self._looks[size] = self._look(*size)
        return self._looks[size]

    def _look(self, temperature: str, mass_g: int, volume_cm3: int) -> datetime | None:
        last = datetime.fromtimestamp(0, UTC)
        for runs in self._lanes(temperature):
            first = next(
                (at for at, mass, volume in runs if mass >= mass_g and volume >= volume_cm3),
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
