"""What a seller nets: one pack at a price not yet saved, on every lane to every market, by the rulebook itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sogdia.apps.catalogue.models import MarketPrice, Offer, Pack, Product
from sogdia.apps.departures.models import Lane
from sogdia.apps.lots.models import Lot
from sogdia.apps.markets.models import Market
from sogdia.apps.quotes import pricing
from sogdia.apps.quotes.book import MarketBook, Way, book_of
from sogdia.domain.money import Money
from sogdia.domain.pricing.closed import MarketClosed, NoDeparture
from sogdia.domain.pricing.parts import SELLER_PARTS, Part
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.domain.tariff.admissibility import ANYWHERE
from sogdia.domain.tariff.hs import digits
from sogdia.domain.viewer import MONEY_ROLES, SELLING_ROLES, Role, Viewer, check_party
from sogdia.plumbing.texts import pick


@dataclass(frozen=True, slots=True)
class LaneNet:
    """
    One lane to one market: the delivered price and the seller's parts of it, per so many packs, or why it is closed.

    ``parts`` are minor units of the seller's currency; ``is_fixed`` when the delivered price was given, not the net.
    """

    market_code: str
    market_names: dict[str, str]
    lane_code: str
    mode: str
    gateway_names: dict[str, str]
    delivered: Money | None = None
    parts: tuple[tuple[Part, int], ...] = ()
    net_per_kg_minor: int = 0
    is_fixed: bool = False
    closed: Refusal | None = None

    @property
    def market(self) -> str:
        """Give the market's name in the reader's language."""
        return pick(self.market_names)

    @property
    def gateway(self) -> str:
        """Give the gateway city in the reader's language."""
        return pick(self.gateway_names)

    @property
    def net_minor(self) -> int:
        """Give the net."""
        return dict(self.parts).get(Part.NET, 0)

    @property
    def at_hub_minor(self) -> int:
        """Give the net and everything on the seller's side."""
        return sum(minor for _part, minor in self.parts)


@dataclass(frozen=True, slots=True)
class NetTable:
    """Every lane to every market, open ones first in the order of the menu; ``is_without_lot`` tells what it rests on."""

    rows: tuple[LaneNet, ...]
    currency: str
    packs: int
    is_without_lot: bool

    @property
    def open_rows(self) -> tuple[LaneNet, ...]:
        """Give the lanes on which it can be sold."""
        return tuple(row for row in self.rows if row.closed is None)

    @property
    def closed_rows(self) -> tuple[LaneNet, ...]:
        """Give the lanes and markets that are closed, each with its reason."""
        return tuple(row for row in self.rows if row.closed is not None)


def list_nets(
    viewer: Viewer,
    party_id: int,
    pack_id: int,
    *,
    net_minor: int,
    at: datetime,
    fixed: dict[str, int] | None = None,
    tiers: Sequence[dict[str, int]] = (),
    packs: int = 1,
) -> NetTable:
    """
    Price ``packs`` packs at a net per pack, or at delivered prices ``fixed`` by market code, as the engine would.

    What stands between a draft and its sale (published, verified, region live) is not asked here: a seller sees what
    a price would bring before. Delivered prices fixed earlier hold unless ``fixed`` names their market.

    :raises NotFound: for a pack that is not this seller's.
    """
    check_party(viewer, party_id, *SELLING_ROLES, *MONEY_ROLES, Role.AGENT)
    pack = (
        Pack.objects.filter(pk=pack_id, product__seller_id=party_id)
        .select_related("product__seller", "product__region")
        .first()
    )
    if pack is None:
        raise NotFound(f"No pack {pack_id}.")
    offer = Offer(
        pk=0, pack=pack, currency=pack.product.seller.currency, net_minor=net_minor, tiers=list(tiers)
    )
    lots = pricing.load_lots([offer])[pack.product_id]
    targets = {**_kept_prices(pack_id), **(fixed or {})}
    sought = _Sought(offer, lots or [_any_lot(pack, at)], packs)
    rows: list[LaneNet] = []
    for book, lanes in books_for(pack.product, at=at):
        rows += _market(sought, book, lanes, targets.get(book.market.code))
    return NetTable(tuple(rows), offer.currency, packs, not lots)


def _kept_prices(pack_id: int) -> dict[str, int]:
    return dict(
        MarketPrice.objects.filter(offer__pack_id=pack_id).values_list("market__code", "delivered_minor")
    )


def _any_lot(pack: Pack, at: datetime) -> Lot:
    """Give a fresh lot that could be there, for a product that has none yet."""
    return Lot(
        product=pack.product,
        origin_country="CN",
        origin_region=pack.product.region,
        harvested_on=at.date(),
        best_before=None,
        qty_total=10**15,
    )


BookOfLanes = tuple[MarketBook, tuple[Lane, ...]]


def books_for(product: Product, *, at: datetime) -> list[BookOfLanes]:
    """Give every market's book for one product with the lanes that serve it."""
    return [
        _slim(book_of(code, at=at, product_ids=[product.pk]), product)
        for code in Market.objects.order_by("position", "code").values_list("code", flat=True)
    ]


def _slim(book: MarketBook, product: Product) -> BookOfLanes:
    """Keep of a book what can decide on one product, so that it is quickly read again."""
    row = book.classifications.get(product.pk)
    code = row.code if row else product.hs6
    lanes = tuple(
        {way.lane.pk: way.lane for way in book.ways if product.temperature in way.lane.temperatures}.values()
    )
    # One lane's later departures are asked only when its next one has no room, so a few of each are enough.
    near = tuple(way for lane in lanes for way in [each for each in book.ways if each.lane.pk == lane.pk][:3])
    rules = tuple(rule for rule in book.admissibility if any(_begins(code, each) for each in rule.prefixes))
    return replace(book, ways=near, admissibility=rules), lanes


def _begins(code: str, prefix: str) -> bool:
    return code.startswith(digits(prefix).replace(ANYWHERE, ""))


@dataclass(frozen=True, slots=True)
class _Sought:
    offer: Offer
    lots: Sequence[Lot]
    packs: int


def _market(sought: _Sought, book: MarketBook, lanes: Sequence[Lane], target: int | None) -> list[LaneNet]:
    try:
        if not book.market.is_open:
            raise MarketClosed(book.market.code, reason=book.market.closed_reason, market=book.market.code)
        book.check_currency(sought.offer.currency)
    except Refusal as refusal:
        return [_closed(book, None, refusal)]
    rows = [_lane(sought, book, lane, target) for lane in lanes]
    if not rows:
        rows = [
            _closed(book, None, pricing.price_offer(book, sought.offer, sought.lots).closed or _no_way(book))
        ]
    reasons = {(row.closed.code, str(row.closed.params)) for row in rows if row.closed is not None}
    if len(reasons) == 1 and all(row.closed is not None for row in rows):
        return [_closed(book, None, rows[0].closed or _no_way(book))]
    return rows


def _no_way(book: MarketBook) -> Refusal:
    return NoDeparture(book.market.code, market=book.market.code)


def _lane(sought: _Sought, book: MarketBook, lane: Lane, target: int | None) -> LaneNet:
    refused: Refusal | None = None
    ways = pricing.suitable_ways(book, sought.offer, packs=sought.packs)
    for way in (way for way in ways if way.lane.pk == lane.pk):
        try:
            return _priced(sought, book, way, target)
        except Refusal as refusal:
            refused = refused or refusal
    return _closed(book, lane, refused or _no_way(book))


def _priced(sought: _Sought, book: MarketBook, way: Way, target: int | None) -> LaneNet:
    offer, packs = sought.offer, sought.packs
    lot = pricing.choose_lot(book, offer, way, sought.lots, packs=packs)
    line = pricing.goods_line(book, offer, lot, packs=packs, key="net")
    if target is not None:
        one = pricing.goods_line(book, offer, lot, packs=1, key="net")
        net = pricing.fixed_line(book, way, one, delivered_minor=target).net_minor
        line = pricing.goods_line(book, offer, lot, packs=packs, key="net", net_minor_per_pack=net)
    priced = pricing.price_on(book, way, [line]).lines[0]
    return LaneNet(
        market_code=book.market.code,
        market_names=book.market.names,
        lane_code=way.lane.code,
        mode=way.lane.mode,
        gateway_names=way.lane.gateway_names,
        delivered=priced.total,
        parts=tuple((part, priced.seller_parts[part]) for part in SELLER_PARTS),
        net_per_kg_minor=priced.seller_parts[Part.NET] * 1000 // line.net_mass_g,
        is_fixed=target is not None,
    )


def _closed(book: MarketBook, lane: Lane | None, refusal: Refusal) -> LaneNet:
    return LaneNet(
        market_code=book.market.code,
        market_names=book.market.names,
        lane_code=lane.code if lane else "",
        mode=lane.mode if lane else "",
        gateway_names=lane.gateway_names if lane else {},
        closed=refusal,
    )
