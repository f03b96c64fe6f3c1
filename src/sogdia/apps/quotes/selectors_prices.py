"""Delivered prices as pages show them: one card per product, or every choice of one product; always the exact engine's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Count, Max, Sum

from sogdia.apps.catalogue.models import Classification, MarketPrice, Offer, Product
from sogdia.apps.departures import selectors as departures
from sogdia.apps.departures.models import Departure, LaneService
from sogdia.apps.departures.selectors import DepartureFacts
from sogdia.apps.lots.models import Lot
from sogdia.apps.markets.models import ExchangeRate, Market
from sogdia.apps.quotes.book import MarketBook, book_of
from sogdia.apps.quotes.pricing import Choice, OfferPrice, load_offers, price_offers
from sogdia.apps.tariff.models import AdmissibilityRow, MeasureRow
from sogdia.domain.money import Money
from sogdia.domain.pricing.parts import Figure, Part
from sogdia.domain.refusals import Refusal
from sogdia.domain.viewer import Viewer

#: A price list is kept this long at most; a change of what it rests on ends it at once.
LIST_SECONDS = 60

T = TypeVar("T")


@dataclass(frozen=True)
class CardPrice:
    """One pack of a product bought alone on the cheapest next departure, or the refusal that closes it."""

    product_id: int
    offer_id: int
    total: Money | None = None
    arrives_first: date | None = None
    arrives_last: date | None = None
    departure_ref: str = ""
    closed: Refusal | None = None


@dataclass(frozen=True)
class Delivery:
    """One way to have an offer: departure, window, lot and every figure of the price."""

    departure: DepartureFacts
    arrives_first: date
    arrives_last: date
    lot_ref: str
    total: Money
    figures: tuple[Figure, ...]
    seller_net_minor: int
    seller_currency: str
    net_mass_g: int
    entry_mode: str
    importer: str


@dataclass(frozen=True)
class OfferChoices:
    """An offer's ways to the market, soonest cut-off first, or the refusal that closes it."""

    offer_id: int
    deliveries: tuple[Delivery, ...] = ()
    closed: Refusal | None = None

    @property
    def best(self) -> Delivery | None:
        """Give the cheapest way; of equals the one that leaves first."""
        return min(self.deliveries, key=lambda d: (d.total.minor, d.departure.leaves_at), default=None)

    def on(self, ref: str) -> Delivery | None:
        """Give the way on one departure."""
        return next((one for one in self.deliveries if one.departure.ref == ref), None)


def list_version(at: datetime) -> str:
    """Give a text that changes whenever a price list may: goods, lots, room, rates, rules, cut-offs; one query each."""
    offers = Offer.objects.aggregate(n=Count("id"), m=Max("changed_at"), s=Sum("net_minor"))
    fixed = MarketPrice.objects.aggregate(n=Count("id"), m=Max("changed_at"), s=Sum("delivered_minor"))
    products = Product.objects.filter(state="published").aggregate(n=Count("id"), m=Max("id"))
    lots = Lot.objects.filter(state="open").aggregate(
        n=Count("id"), t=Sum("qty_total"), r=Sum("qty_reserved"), s=Sum("qty_sold")
    )
    open_now = Departure.objects.filter(state="open", cutoff_at__gt=at)
    runs = open_now.aggregate(
        n=Count("id"), m=Sum("booked_mass_g"), v=Sum("booked_volume_cm3"), d=Sum("delay_days")
    )
    classes = Classification.objects.filter(state="approved").aggregate(n=Count("id"), m=Max("decided_at"))
    rules = (
        MeasureRow.objects.aggregate(m=Max("id"))["m"],
        AdmissibilityRow.objects.aggregate(m=Max("id"))["m"],
        ExchangeRate.objects.aggregate(m=Max("id"))["m"],
        LaneService.objects.aggregate(m=Max("id"))["m"],
        Market.objects.filter(is_open=True).count(),
    )
    said = [*offers.values(), *fixed.values(), *products.values(), *lots.values(), *runs.values()]
    return ":".join(str(value) for value in [*said, *classes.values(), *rules, at.date()])


def list_cards(viewer: Viewer, *, market_code: str, at: datetime) -> dict[int, CardPrice]:
    """
    Give the price of every published product's usual pack in a market, by product id.

    Kept for a minute while nothing that it rests on changed; the number of queries does not grow with the goods.

    :raises sogdia.domain.refusals.NotFound: when there is no such market.
    """
    key = f"prices:{market_code}"
    version = list_version(at)
    kept: tuple[str, dict[int, CardPrice]] | None = cache.get(key)
    if kept is not None and kept[0] == version:
        return kept[1]
    found = _price_all(market_code, at)
    cache.set(key, (version, found), LIST_SECONDS)
    return found


def usual(packs: Sequence[T]) -> T:
    """Give the pack that cards show: the middle one, in the order of the seller."""
    return packs[len(packs) // 2]


def _price_all(market_code: str, at: datetime) -> dict[int, CardPrice]:
    by_product: dict[int, list[Offer]] = {}
    offers = Offer.objects.filter(
        pack__product__state="published", is_active=True, pack__is_active=True
    ).select_related("pack__product__seller", "pack__product__region")
    for offer in offers.order_by("pack__position", "pack__id"):
        by_product.setdefault(offer.pack.product_id, []).append(offer)
    shown = [usual(some) for some in by_product.values()]
    book = book_of(market_code, at=at)
    priced = price_offers(book, shown)
    return {offer.pack.product_id: _card(priced[offer.pk]) for offer in shown}


def _card(price: OfferPrice) -> CardPrice:
    product_id, offer_id = price.offer.pack.product_id, price.offer.pk
    best = price.best
    if best is None:
        return CardPrice(product_id, offer_id, closed=price.closed)
    window = best.way.window
    return CardPrice(
        product_id,
        offer_id,
        best.total,
        window.earliest,
        window.latest,
        best.way.departure.ref,
    )


def price_choices(
    viewer: Viewer,
    *,
    offer_ids: Iterable[int],
    chosen_id: int,
    market_code: str,
    at: datetime,
    packs: int = 1,
) -> dict[int, OfferChoices]:
    """
    Price the offers of one product: the chosen one on every departure, the others on each lane's next.

    :raises sogdia.domain.refusals.NotFound: when there is no such market.
    """
    offers = load_offers(offer_ids)
    book = book_of(market_code, at=at, product_ids={offer.pack.product_id for offer in offers})
    chosen = [offer for offer in offers if offer.pk == chosen_id]
    others = [offer for offer in offers if offer.pk != chosen_id]
    priced = price_offers(book, chosen, packs=packs, every_departure=True)
    priced.update(price_offers(book, others))
    return {pk: _choices(price, packs if pk == chosen_id else 1) for pk, price in priced.items()}


def _choices(price: OfferPrice, packs: int) -> OfferChoices:
    deliveries = tuple(_delivery(choice, price.offer, packs) for choice in price.choices)
    return OfferChoices(price.offer.pk, deliveries, price.closed)


def _delivery(choice: Choice, offer: Offer, packs: int) -> Delivery:
    way, line = choice.way, choice.line
    return Delivery(
        departure=departures.facts_of(way.departure),
        arrives_first=way.window.earliest,
        arrives_last=way.window.latest,
        lot_ref=choice.lot.ref,
        total=line.total,
        figures=line.figures,
        seller_net_minor=line.seller_parts[Part.NET],
        seller_currency=line.seller_currency,
        net_mass_g=offer.pack.net_mass_g * packs,
        entry_mode=str(way.lane_market.entry_mode),
        importer=way.lane_market.importer_of_record,
    )


@dataclass(frozen=True)
class Reach:
    """Whether a product reaches a market, at what price, or why not."""

    market_code: str
    price: CardPrice


def list_reach(viewer: Viewer, *, product_id: int, at: datetime) -> list[Reach]:
    """Give the price of a product's usual pack in every market, in the order of the menu; kept for a minute."""
    key = f"reach:{product_id}"
    version = list_version(at)
    kept: tuple[str, list[Reach]] | None = cache.get(key)
    if kept is not None and kept[0] == version:
        return kept[1]
    offers = list(
        Offer.objects.filter(pack__product=product_id, is_active=True, pack__is_active=True)
        .select_related("pack__product__seller", "pack__product__region")
        .order_by("pack__position", "pack__id")
    )
    found: list[Reach] = []
    if offers:
        offer = usual(offers)
        for code in Market.objects.order_by("position", "code").values_list("code", flat=True):
            book: MarketBook = book_of(code, at=at, product_ids=[product_id])
            found.append(Reach(code, _card(price_offers(book, [offer])[offer.pk])))
    cache.set(key, (version, found), LIST_SECONDS)
    return found
