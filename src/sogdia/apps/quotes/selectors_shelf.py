"""The price shelf as pages read it: one page of cards by one indexed query, counts that are kept, prices that are exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import starmap
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet

from sogdia.apps.markets import selectors as markets
from sogdia.apps.markets.selectors import MarketChoice
from sogdia.apps.quotes.models import ShelfMark, ShelfMarket, ShelfRow
from sogdia.apps.quotes.shelf_marks import Waiting, read_marks, waiting_for
from sogdia.apps.quotes.shelf_prices import CardFigures, price_cards
from sogdia.apps.quotes.shelf_words import refusal_of
from sogdia.domain.money import Money
from sogdia.domain.refusals import Refusal
from sogdia.domain.viewer import Viewer

SORTS: Final[dict[str, tuple[str, ...]]] = {
    "price": ("sort_price", "product_id"),
    "kilo": ("sort_kilo", "product_id"),
    "arrival": ("sort_arrival", "sort_price", "product_id"),
    "newest": ("-published_ts", "-product_id"),
    "season": ("pick", "product_id"),
}
#: Places in a list beyond this are not shown: nobody turns so many pages, and each would cost more than the last.
DEEPEST = 4_800


@dataclass(frozen=True)
class CardPrice:
    """One pack of a product bought alone on the cheapest next departure, or the refusal that closes it."""

    product_id: int
    offer_id: int | None
    total: Money | None = None
    arrives_first: date | None = None
    arrives_last: date | None = None
    departure_ref: str = ""
    closed: Refusal | None = None


class Count(NamedTuple):
    """How many products of a kind from a region travel so, have a price here, or none, and are in season, or not."""

    category: str
    region_id: int
    temperature: str
    is_open: bool
    in_season: bool
    goods: int


@dataclass(frozen=True)
class Wanted:
    """What a list keeps; whatever is empty keeps all. ``ids`` are at most a few hundred products, as a search gives them."""

    region_ids: frozenset[int] | None = None
    province_id: int | None = None
    category: str = ""
    only_open: bool = False
    only_season: bool = False
    seller_id: int | None = None
    temperatures: frozenset[str] | None = None
    only_gi: bool = False
    ids: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Shelf:
    """A market's shelf at one instant; ``is_stale`` while none of its prices is of today."""

    market_id: int
    market_code: str
    currency: str
    at: datetime
    serial: int
    is_stale: bool
    waiting: Waiting

    @property
    def is_quiet(self) -> bool:
        """Whether every price on it holds unless its own time has run out."""
        return not self.is_stale and self.waiting.is_empty


_VERSION = """
SELECT (SELECT serial FROM quotes_shelfmarket WHERE market_id = %s), (SELECT MAX(id) FROM quotes_shelfmark),
    (SELECT SUM(token) FROM quotes_bookstamp)"""
_VERSION_WITH_DEEDS = f"{_VERSION}, (SELECT MAX(id) FROM outbox_outboxevent)"  # noqa: S608  no value of anybody's
_counts: dict[int, tuple[int, tuple[Count, ...]]] = {}
_picks: dict[tuple[int, int, tuple[str, ...]], tuple[int, tuple[int, ...]]] = {}


def open_shelf(viewer: Viewer, *, market_code: str, at: datetime) -> Shelf:
    """
    Open a market's shelf; two queries.

    :raises sogdia.domain.refusals.NotFound: when there is no such market.
    """
    market = markets.get_choice(market_code)
    found = ShelfMarket.objects.filter(market_id=market.id).values_list("serial", "day").first()
    serial, day = found or (0, None)
    return _shelf(market, serial, day, read_marks(), at)


def _shelf(
    market: MarketChoice, serial: int, day: date | None, marks: Sequence[ShelfMark], at: datetime
) -> Shelf:
    return Shelf(
        market_id=market.id,
        market_code=market.code,
        currency=market.currency,
        at=at,
        serial=serial,
        is_stale=day != at.astimezone(ZoneInfo(market.timezone)).date(),
        waiting=waiting_for(marks, market.id, market.territory, at=at),
    )


def version_of_pages(market_id: int, *, with_deeds: bool) -> tuple[object, ...]:
    """Give what changes with every change of prices, rates or the timetable, and with every deed if asked; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION_WITH_DEEDS if with_deeds else _VERSION, [market_id])
        return tuple(cursor.fetchone())


def list_counts(shelf: Shelf) -> tuple[Count, ...]:
    """Give how many goods of each kind stand on the shelf; read again only when the shelf changed."""
    kept = _counts.get(shelf.market_id)
    if kept is None or kept[0] != shelf.serial:
        rows = ShelfMarket.objects.filter(market_id=shelf.market_id).values_list("counts", flat=True).first()
        kept = (shelf.serial, tuple(starmap(Count, rows or ())))
        _counts[shelf.market_id] = kept
    return kept[1]


def count_found(shelf: Shelf, wanted: Wanted) -> tuple[Count, ...]:
    """Count what a search found, in the same way; one query of at most a few hundred rows."""
    rows = _rows(shelf, Wanted(ids=wanted.ids)).values_list(*Count._fields[:-1])
    return tuple(Count._make((*key, goods)) for key, goods in Counter(rows).items())


def list_ids(shelf: Shelf, wanted: Wanted, *, sort: str, first: int = 0, size: int) -> list[int]:
    """Give the products of one page of a list; what is closed stands last."""
    rows = _rows(shelf, wanted).order_by(*SORTS[sort])
    return list(rows.values_list("product_id", flat=True)[first : min(first + size, DEEPEST)])


def list_found(shelf: Shelf, wanted: Wanted) -> list[int]:
    """Give what a search found and the filters keep, best first; one query of at most a few hundred rows."""
    kept = set(_rows(shelf, wanted).values_list("product_id", flat=True))
    return [pk for pk in wanted.ids or () if pk in kept]


def _rows(shelf: Shelf, wanted: Wanted) -> QuerySet[ShelfRow]:
    rows = ShelfRow.objects.filter(market_id=shelf.market_id)
    if wanted.ids is not None:
        rows = rows.filter(product_id__in=wanted.ids)
    if wanted.province_id is not None:
        rows = rows.filter(province_id=wanted.province_id)
    elif wanted.region_ids is not None:
        rows = rows.filter(region_id__in=sorted(wanted.region_ids))
    if wanted.category:
        rows = rows.filter(category=wanted.category)
    if wanted.seller_id is not None:
        rows = rows.filter(seller_id=wanted.seller_id)
    if wanted.temperatures is not None:
        rows = rows.filter(temperature__in=sorted(wanted.temperatures))
    if wanted.only_open:
        rows = rows.filter(is_open=True)
    if wanted.only_season:
        rows = rows.filter(in_season=True)
    if wanted.only_gi:
        rows = rows.filter(has_gi=True)
    return rows


def list_prices(shelf: Shelf, product_ids: Collection[int]) -> dict[int, CardPrice]:
    """
    Give the card prices of a page's products; one query.

    A price whose time has run out, or that something waiting touches, is computed in place by the exact engine, so
    that what a page shows is right whether or not the shelf has been refreshed. Products not on it yet likewise.
    """
    wanted = list(product_ids)
    rows = {
        row.product_id: row
        for row in ShelfRow.objects.filter(market_id=shelf.market_id, product_id__in=wanted)
    }
    stale = [pk for pk in wanted if pk not in rows or not _holds(shelf, rows[pk])]
    cards = {pk: _card(shelf, row) for pk, row in rows.items()}
    if stale:
        for _book, figures in price_cards([shelf.market_code], at=shelf.at, product_ids=stale):
            for pk in stale:
                cards.pop(pk, None)
            cards.update((pk, card_of(one, shelf.currency)) for pk, one in figures.items())
    return cards


def _holds(shelf: Shelf, row: ShelfRow) -> bool:
    return not shelf.is_stale and row.valid_until > shelf.at and not shelf.waiting.touches(row)


def _card(shelf: Shelf, row: ShelfRow) -> CardPrice:
    if row.price_minor is None:
        closed = refusal_of(row.closed_code, row.closed_params)
        return CardPrice(row.product_id, row.offer_id, closed=closed)
    return CardPrice(
        row.product_id,
        row.offer_id,
        Money(row.price_minor, shelf.currency),
        row.arrives_first,
        row.arrives_last,
        row.departure_ref,
    )


def card_of(one: CardFigures, currency: str) -> CardPrice:
    """Give the card of figures in a market's currency."""
    return CardPrice(
        one.product_id,
        one.offer_id,
        None if one.total_minor is None else Money(one.total_minor, currency),
        one.arrives_first,
        one.arrives_last,
        one.departure_ref,
        one.closed,
    )


def list_picks(shelf: Shelf, *, kinds: Sequence[str], size: int) -> list[int]:
    """
    Give some products to show first: nearest to their harvest, what can be had first, no two of a kind while others are left.

    One query per kind when the shelf changed, else none.
    """
    key = (shelf.market_id, size, tuple(kinds))
    kept = _picks.get(key)
    if kept is None or kept[0] != shelf.serial or not shelf.serial:
        there = {one.category for one in list_counts(shelf)}
        best: list[tuple[int, int, int, int]] = []
        for place, kind in enumerate(kinds):
            if kind in there:
                rows = _rows(shelf, Wanted(category=kind)).order_by(*SORTS["season"])
                found = list(rows.values_list("pick", "product_id")[:size])
                best += [(turn, pick, place, pk) for turn, (pick, pk) in enumerate(found)]
        # Each kind's first, and the others only where kinds are fewer than places.
        best.sort(key=lambda one: (one[0] > 0, *one[1:]))
        kept = (shelf.serial, tuple(pk for _turn, _pick, _place, pk in best[:size]))
        _picks[key] = kept
    return list(kept[1])


@dataclass(frozen=True)
class Reach:
    """Whether a product reaches a market, at what price, or why not."""

    market_code: str
    price: CardPrice


def list_reach(viewer: Viewer, *, product_id: int, at: datetime) -> list[Reach]:
    """Give the price of a product's usual pack in every market, in the order of the menu; exact as on cards."""
    known = {
        pk: (serial, day) for pk, serial, day in ShelfMarket.objects.values_list("market_id", "serial", "day")
    }
    marks = read_marks()
    rows = {row.market_id: row for row in ShelfRow.objects.filter(product_id=product_id)}
    found: dict[str, CardPrice] = {}
    stale: list[MarketChoice] = []
    for market in markets.list_markets():
        serial, day = known.get(market.id, (0, None))
        shelf = _shelf(market, serial, day, marks, at)
        row = rows.get(market.id)
        if row is not None and _holds(shelf, row):
            found[market.code] = _card(shelf, row)
        else:
            stale.append(market)
    priced = price_cards([market.code for market in stale], at=at, product_ids=[product_id])
    for market, (_book, figures) in zip(stale, priced, strict=True):
        for one in figures.values():
            found[market.code] = card_of(one, market.currency)
    return [
        Reach(market.code, found[market.code]) for market in markets.list_markets() if market.code in found
    ]
