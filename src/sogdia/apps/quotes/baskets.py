"""A basket priced as a whole: by departure, then seller; and what each line adds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field

from sogdia.apps.catalogue.models import Offer
from sogdia.apps.departures.services import DepartureClosed, DepartureFull
from sogdia.apps.lots.models import Lot
from sogdia.apps.quotes import pricing
from sogdia.apps.quotes.book import MarketBook, Way
from sogdia.apps.quotes.models import BasketLine
from sogdia.domain.money import Money, total
from sogdia.domain.pricing.closed import NoDeparture
from sogdia.domain.pricing.inputs import GoodsLine
from sogdia.domain.pricing.landed import PricedDeparture, PricedLine
from sogdia.domain.refusals import Refusal


@dataclass(frozen=True)
class Wanted:
    """One line to price: so many packs of an offer on a departure. ``key`` names it in the answer."""

    key: str
    offer: Offer
    departure_id: int
    packs: int


@dataclass(frozen=True)
class LineResult:
    """A wanted line with its lot and price, or the refusal that keeps it out."""

    wanted: Wanted
    way: Way | None = None
    lot: Lot | None = None
    goods: GoodsLine | None = None
    priced: PricedLine | None = None
    adds: Money | None = None
    refused: Refusal | None = None


@dataclass(frozen=True)
class Group:
    """All lines on one departure, priced together."""

    way: Way
    priced: PricedDeparture
    lines: tuple[LineResult, ...]


@dataclass(frozen=True)
class PricedBasket:
    """Groups by departure, soonest cut-off first; lines that are closed; the whole."""

    currency: str
    groups: tuple[Group, ...]
    refused: tuple[LineResult, ...]

    @property
    def total(self) -> Money:
        """Give what the buyer would pay."""
        return total([group.priced.total for group in self.groups], self.currency)

    @property
    def lines(self) -> list[LineResult]:
        """Give every priced line."""
        return [line for group in self.groups for line in group.lines]


def wanted_of(lines: Sequence[BasketLine]) -> list[Wanted]:
    """Give the basket's rows as wanted lines; offers come with what pricing asks of them."""
    offers = {offer.pk: offer for offer in pricing.load_offers({line.offer_id for line in lines})}
    return [Wanted(str(line.pk), offers[line.offer_id], line.departure_id, line.packs) for line in lines]


@dataclass
class _Stock:
    """
    What is left of lots and departures while lines of one basket are served, first come first served.

    Lots are copies: whoever read them may go on with what there is for others.
    """

    lots: dict[int, list[Lot]]
    mass_g: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    volume_cm3: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))

    def take(self, book: MarketBook, wanted: Wanted, way: Way) -> Lot:
        pack = wanted.offer.pack
        mass = self.mass_g[way.departure.pk] + pack.gross_mass_g * wanted.packs
        volume = self.volume_cm3[way.departure.pk] + pack.volume_cm3 * wanted.packs
        if not way.has_room(mass_g=mass, volume_cm3=volume):
            raise DepartureFull(way.departure.ref, departure=way.departure.ref)
        lot = pricing.choose_lot(book, wanted.offer, way, self.lots[pack.product_id], packs=wanted.packs)
        lot.qty_reserved += pack.unit_qty * wanted.packs
        self.mass_g[way.departure.pk] = mass
        self.volume_cm3[way.departure.pk] = volume
        return lot


def price_basket(
    book: MarketBook,
    wanted: Sequence[Wanted],
    *,
    with_adds: bool = True,
    lots: Mapping[int, Sequence[Lot]] | None = None,
) -> PricedBasket:
    """
    Price everything in a market; a line that cannot be had is set apart with its reason, the rest is priced.

    ``lots`` are those of the offers' products, where the caller has read them.
    """
    offers = [line.offer for line in wanted]
    here = pricing.load_lots(offers) if lots is None else lots
    stock = _Stock({product: [copy(lot) for lot in found] for product, found in here.items()})
    fixed = pricing.load_fixed(offers, book.market.pk)
    served: dict[int, list[LineResult]] = {}
    refused: list[LineResult] = []
    for line in wanted:
        try:
            result = _serve(book, line, stock, fixed.get(line.offer.pk))
        except Refusal as refusal:
            refused.append(LineResult(line, refused=refusal))
            continue
        assert result.way is not None
        served.setdefault(result.way.departure.pk, []).append(result)
    groups = [_group(book, lines, with_adds=with_adds) for lines in served.values()]
    groups.sort(key=lambda group: (group.way.departure.cutoff_at, group.way.departure.pk))
    return PricedBasket(book.market.currency, tuple(groups), tuple(refused))


def _serve(book: MarketBook, wanted: Wanted, stock: _Stock, fixed_minor: int | None) -> LineResult:
    pricing.check_open(book, wanted.offer)
    way = book.way(wanted.departure_id)
    if way is None:
        raise DepartureClosed(
            f"Departure {wanted.departure_id} to {book.market.code}.", market=book.market.code
        )
    if wanted.offer.pack.product.temperature not in way.lane.temperatures:
        raise NoDeparture(wanted.offer.pack.product.slug, market=book.market.code)
    lot = stock.take(book, wanted, way)
    net = None
    if fixed_minor is not None:
        one = pricing.goods_line(book, wanted.offer, lot, packs=1, key=wanted.key)
        net = pricing.fixed_line(book, way, one, delivered_minor=fixed_minor).net_minor
    goods = pricing.goods_line(
        book, wanted.offer, lot, packs=wanted.packs, key=wanted.key, net_minor_per_pack=net
    )
    pricing.price_on(book, way, [goods])
    return LineResult(wanted, way=way, lot=lot, goods=goods)


def reroute(book: MarketBook, wanted: Sequence[Wanted]) -> list[Wanted]:
    """Put each line whose departure does not serve the market on the first one that does and takes it."""
    lots = pricing.load_lots([line.offer for line in wanted])
    return [
        line if book.way(line.departure_id) is not None else _on_first_way(book, line, lots)
        for line in wanted
    ]


def _on_first_way(book: MarketBook, line: Wanted, lots: dict[int, list[Lot]]) -> Wanted:
    ways = pricing.suitable_ways(book, line.offer, packs=line.packs)
    # Where none takes it, the first one still tells the true reason: a law before a timetable.
    chosen = next((way for way in ways if takes(book, line, way, lots)), ways[0] if ways else None)
    return Wanted(line.key, line.offer, chosen.departure.pk, line.packs) if chosen else line


def takes(
    book: MarketBook,
    line: Wanted,
    way: Way,
    lots: Mapping[int, Sequence[Lot]],
    known: set[tuple[int, int]] | None = None,
) -> bool:
    """
    Whether a departure can take the line as it is, alone.

    ``known`` are the lanes and lots that are found to have a price, which does not depend on the day.
    """
    here = lots.get(line.offer.pack.product_id, [])
    try:
        lot = pricing.choose_lot(book, line.offer, way, here, packs=line.packs)
        if known is None or (way.service.pk, lot.pk) not in known:
            goods = pricing.goods_line(book, line.offer, lot, packs=line.packs, key=line.key)
            pricing.price_on(book, way, [goods])
    except Refusal:
        return False
    if known is not None:
        known.add((way.service.pk, lot.pk))
    return True


def _group(book: MarketBook, lines: Sequence[LineResult], *, with_adds: bool) -> Group:
    way = lines[0].way
    assert way is not None
    goods = [line.goods for line in lines if line.goods is not None]
    priced = pricing.price_on(book, way, goods)
    results = []
    for line in lines:
        rest = [one for one in goods if one is not line.goods]
        without = pricing.price_on(book, way, rest).total if rest else Money.zero(priced.currency)
        results.append(
            LineResult(
                line.wanted,
                way=way,
                lot=line.lot,
                goods=line.goods,
                priced=priced.line(line.wanted.key),
                adds=priced.total - without if with_adds else None,
            )
        )
    return Group(way, priced, tuple(results))
