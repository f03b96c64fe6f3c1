"""Bring a basket to another market, because the address is there: lines move to departures that go there."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.quotes import baskets
from sogdia.apps.quotes import services as quotes
from sogdia.apps.quotes.book import book_of
from sogdia.apps.quotes.models import BasketLine
from sogdia.domain.viewer import Viewer


def change_market(*, viewer: Viewer, market_code: str, drop_closed: bool, at: datetime) -> int:
    """
    Put every line on a departure to ``market_code``; gives how many lines stay closed there.

    With ``drop_closed`` these are taken out. Doing it again changes nothing.

    :raises sogdia.domain.refusals.NotFound: when there is no such market.
    """
    with transaction.atomic():
        lines = list(
            BasketLine.objects.filter(quotes.own_lines(viewer)).select_related("basket").order_by("id")
        )
        wanted = baskets.wanted_of(lines)
        book = book_of(market_code, at=at, product_ids={one.offer.pack.product_id for one in wanted})
        moved = baskets.reroute(book, wanted)
        closed = {line.wanted.key for line in baskets.price_basket(book, moved, with_adds=False).refused}
        for line, one in zip(lines, moved, strict=True):
            if one.key in closed:
                if drop_closed:
                    line.delete()
            elif one.departure_id != line.departure_id:
                _move(line, one.departure_id, at=at)
        return 0 if drop_closed else len(closed)


def _move(line: BasketLine, departure_id: int, *, at: datetime) -> None:
    there = BasketLine.objects.filter(
        basket=line.basket, offer_id=line.offer_id, departure_id=departure_id
    ).first()
    packs = line.packs + (there.packs if there else 0)
    line.delete()
    quotes.set_packs(line.basket, offer_id=line.offer_id, departure_id=departure_id, packs=packs, at=at)
