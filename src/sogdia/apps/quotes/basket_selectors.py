"""What a basket costs in a market, line by line: who looks sees only their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from sogdia.apps.catalogue.models import Pack, Product
from sogdia.apps.lots.models import Lot
from sogdia.apps.parties.models import Party
from sogdia.apps.quotes import baskets, pricing
from sogdia.apps.quotes.baskets import Group, LineResult, PricedBasket, Wanted
from sogdia.apps.quotes.book import MarketBook, Way, book_of
from sogdia.apps.quotes.models import BasketLine
from sogdia.apps.quotes.services import own_lines
from sogdia.domain.money import Money
from sogdia.domain.pricing.parts import Part
from sogdia.domain.refusals import Refusal
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.prepared import Prepared

#: How many other departures a line offers.
MOVES = 6


@dataclass(frozen=True)
class WayView:
    """A departure as a basket shows it."""

    ref: str
    mode: str
    cities: dict[str, str]
    cutoff_at: datetime
    leaves_at: datetime
    zone: str
    arrives_first: date
    arrives_last: date


@dataclass(frozen=True)
class GoodsView:
    """What a line is of; names by language."""

    slug: str
    names: dict[str, str]
    pack_names: dict[str, str]
    seller_names: dict[str, str]
    ground: int
    pack_qty: int = 1
    pack_net_g: int = 0
    stock_unit: str = "g"


@dataclass(frozen=True)
class LineView:
    """A line that can be had: what it costs, and what the basket would cost less without it."""

    id: int
    offer_id: int
    goods: GoodsView
    packs: int
    departure_ref: str
    lot_ref: str
    best_before: date | None
    total: Money
    adds: Money
    parts: dict[Part, int]
    moves: tuple[WayView, ...] = ()


@dataclass(frozen=True)
class ClosedView:
    """A line that cannot be had, with its refusal; ``left_packs`` are what is left where that is the reason."""

    id: int
    offer_id: int
    goods: GoodsView
    packs: int
    departure_ref: str
    refusal: Refusal
    left_packs: int = 0
    moves: tuple[WayView, ...] = ()


@dataclass(frozen=True)
class SellerView:
    """One seller's lines on one departure: they travel as one shipment."""

    names: dict[str, str]
    lines: tuple[LineView, ...]


@dataclass(frozen=True)
class GroupView:
    """All lines on one departure, priced together."""

    way: WayView
    sellers: tuple[SellerView, ...]
    total: Money
    parts: dict[Part, int]


@dataclass(frozen=True)
class BasketView:
    """A basket priced for one market."""

    market_code: str
    currency: str
    groups: tuple[GroupView, ...]
    closed: tuple[ClosedView, ...]
    total: Money
    parts: dict[Part, int]

    @property
    def is_empty(self) -> bool:
        """Whether nothing lies in it."""
        return not self.groups and not self.closed

    @property
    def pack_count(self) -> int:
        """Give how many packs lie in it, those of closed lines among them."""
        had = sum(line.packs for group in self.groups for seller in group.sellers for line in seller.lines)
        return had + sum(line.packs for line in self.closed)

    @property
    def line_count(self) -> int:
        """Give how many lines can be had."""
        return sum(len(seller.lines) for group in self.groups for seller in group.sellers)


def _lines(viewer: Viewer) -> QuerySet[BasketLine]:
    return BasketLine.objects.filter(own_lines(viewer)).select_related("departure").order_by("id")


_OF_GUEST = Prepared(lambda key: _lines(Viewer(guest_key=key)), str)
_OF_PERSON = Prepared(lambda key, user: _lines(Viewer(user, guest_key=key)), str, int)


def _rows(viewer: Viewer) -> list[BasketLine]:
    if viewer.user_id is not None:
        return _OF_PERSON.all(viewer.guest_key, viewer.user_id)
    return _OF_GUEST.all(viewer.guest_key) if viewer.guest_key else []


def get_basket(viewer: Viewer, *, market_code: str, at: datetime, with_moves: bool = True) -> BasketView:
    """Price the viewer's basket for a market; an empty one costs nothing."""
    rows = _rows(viewer)
    wanted = baskets.wanted_of(rows)
    book = book_of(market_code, at=at, product_ids={line.offer.pack.product_id for line in wanted})
    refs = {str(row.pk): row.departure.ref for row in rows}
    return _view(book, wanted, refs, with_moves=with_moves)


def preview_market(viewer: Viewer, *, market_code: str, at: datetime) -> BasketView:
    """Price the viewer's basket as it would be in another market, on departures that go there; nothing changes."""
    rows = _rows(viewer)
    wanted = baskets.wanted_of(rows)
    book = book_of(market_code, at=at, product_ids={line.offer.pack.product_id for line in wanted})
    moved = baskets.reroute(book, wanted)
    refs = {str(row.pk): row.departure.ref for row in rows}
    for line in moved:
        way = book.way(line.departure_id)
        if way is not None:
            refs[line.key] = way.departure.ref
    return _view(book, moved, refs, with_moves=False)


def _view(
    book: MarketBook, wanted: Sequence[Wanted], refs: dict[str, str], *, with_moves: bool
) -> BasketView:
    stock = pricing.load_lots([line.offer for line in wanted])
    priced = baskets.price_basket(book, wanted, lots=stock)
    lots = stock if with_moves else {}
    groups = tuple(_group(book, group, lots, refs) for group in priced.groups)
    closed = tuple(_closed(book, line, lots, refs) for line in priced.refused)
    return BasketView(book.market.code, priced.currency, groups, closed, priced.total, _parts(priced))


def _parts(priced: PricedBasket) -> dict[Part, int]:
    found: dict[Part, int] = defaultdict(int)
    for group in priced.groups:
        for part, money in group.priced.by_part.items():
            found[part] += money.minor
    return dict(found)


def _group(book: MarketBook, group: Group, lots: dict[int, list[Lot]], refs: dict[str, str]) -> GroupView:
    by_seller: dict[int, list[LineResult]] = {}
    for line in group.lines:
        by_seller.setdefault(line.wanted.offer.pack.product.seller_id, []).append(line)
    sellers = tuple(
        SellerView(
            lines[0].wanted.offer.pack.product.seller.names,
            tuple(_line(book, line, lots, refs) for line in lines),
        )
        for lines in by_seller.values()
    )
    parts = {part: money.minor for part, money in group.priced.by_part.items()}
    return GroupView(way_view(group.way), sellers, group.priced.total, parts)


def _line(book: MarketBook, line: LineResult, lots: dict[int, list[Lot]], refs: dict[str, str]) -> LineView:
    assert line.priced and line.lot and line.adds is not None
    return LineView(
        id=int(line.wanted.key),
        offer_id=line.wanted.offer.pk,
        goods=_goods(line.wanted),
        packs=line.wanted.packs,
        departure_ref=refs[line.wanted.key],
        lot_ref=line.lot.ref,
        best_before=line.lot.best_before,
        total=line.priced.total,
        adds=line.adds,
        parts={figure.part: figure.amount.minor for figure in line.priced.figures},
        moves=_moves(book, line.wanted, lots),
    )


def _closed(
    book: MarketBook, line: LineResult, lots: dict[int, list[Lot]], refs: dict[str, str]
) -> ClosedView:
    assert line.refused is not None
    left = line.refused.params.get("left_packs", 0)
    return ClosedView(
        id=int(line.wanted.key),
        offer_id=line.wanted.offer.pk,
        goods=_goods(line.wanted),
        packs=line.wanted.packs,
        departure_ref=refs[line.wanted.key],
        refusal=line.refused,
        left_packs=left if isinstance(left, int) else 0,
        moves=_moves(book, line.wanted, lots),
    )


def goods_view(pack: Pack, product: Product, seller: Party) -> GoodsView:
    """Give what a line is of."""
    return GoodsView(
        slug=product.slug,
        names=product.names,
        pack_names=pack.names,
        seller_names=seller.names,
        ground=product.ground,
        pack_qty=pack.unit_qty,
        pack_net_g=pack.net_mass_g,
        stock_unit=product.stock_unit,
    )


def _goods(wanted: Wanted) -> GoodsView:
    pack = wanted.offer.pack
    return goods_view(pack, pack.product, pack.product.seller)


def _moves(book: MarketBook, wanted: Wanted, lots: dict[int, list[Lot]]) -> tuple[WayView, ...]:
    """Give the next departures that would take the line as it is, the one it is on left out."""
    if not lots:
        return ()
    try:
        pricing.check_open(book, wanted.offer)
    except Refusal:
        return ()
    found: list[WayView] = []
    known: set[tuple[int, int]] = set()
    for way in pricing.suitable_ways(book, wanted.offer, packs=wanted.packs):
        if way.departure.pk != wanted.departure_id and baskets.takes(book, wanted, way, lots, known):
            found.append(way_view(way))
        if len(found) == MOVES:
            break
    return tuple(found)


def way_view(way: Way) -> WayView:
    """Give a departure as pages show it."""
    departure, lane = way.departure, way.lane
    return WayView(
        ref=departure.ref,
        mode=lane.mode,
        cities=lane.gateway_names,
        cutoff_at=departure.cutoff_at,
        leaves_at=departure.leaves_at,
        zone=lane.hub.timezone,
        arrives_first=way.window.earliest,
        arrives_last=way.window.latest,
    )
