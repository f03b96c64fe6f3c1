"""A price opened to its formulas: one table for each line, on the quote's page and the order's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sogdia.apps.orders.facts import OrderFacts
from sogdia.apps.quotes import reckoning
from sogdia.apps.quotes.quote_selectors import QuoteView
from sogdia.apps.quotes.reckoning import Reckoning
from sogdia.plumbing.texts import pick
from sogdia.web.pages.thumbs import pack_name


@dataclass(frozen=True)
class ReckonedLine:
    """One line with every part explained, and the sum of them."""

    name: str
    pack: str
    packs: int
    total_minor: int
    parts: Sequence[Reckoning]


@dataclass(frozen=True)
class ReckonedPage:
    """A frozen price, explained."""

    ref: str
    currency: str
    total_minor: int
    lines: Sequence[ReckonedLine]


def of_quote(quote: QuoteView) -> ReckonedPage:
    """Explain a promised price."""
    lines = [
        ReckonedLine(
            pick(line.goods.names), pack_name(line.goods), line.packs, line.total_minor,
            reckoning.of_frozen(line.figures, quote.currency),
        )
        for line in quote.lines
    ]  # fmt: skip
    return ReckonedPage(quote.ref, quote.currency, quote.total_minor, lines)


def of_order(order: OrderFacts) -> ReckonedPage:
    """Explain an order's price as it was promised."""
    lines = [
        ReckonedLine(
            pick(line.goods.names), pack_name(line.goods), line.packs, line.total_minor,
            reckoning.of_frozen(line.figures, order.currency),
        )
        for shipment in order.shipments
        for line in shipment.lines
    ]  # fmt: skip
    return ReckonedPage(order.ref, order.currency, order.total_minor, lines)
