"""Delivered prices as the product page shows them: every choice of one product, each the exact engine's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sogdia.apps.catalogue.models import Offer
from sogdia.apps.departures import selectors as departures
from sogdia.apps.departures.selectors import DepartureFacts
from sogdia.apps.quotes.book import book_of
from sogdia.apps.quotes.pricing import Choice, OfferPrice, load_offers, price_offers
from sogdia.domain.money import Money
from sogdia.domain.pricing.parts import Figure, Part
from sogdia.domain.refusals import Refusal
from sogdia.domain.viewer import Viewer


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
