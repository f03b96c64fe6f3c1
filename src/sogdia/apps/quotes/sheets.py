"""Reads the catalogue in columns for the price engine: no row becomes an object, and nothing is read once per market twice."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import compress, islice
from typing import Any, Final

from django.db.models import Aggregate, Count, F, IntegerField, QuerySet, TextField, Window
from django.db.models.functions import Cast, RowNumber

from sogdia.apps.catalogue.models import Classification, MarketPrice, Offer
from sogdia.apps.lots.models import Lot
from sogdia.apps.parties.models import Party
from sogdia.apps.quotes.book import MarketBook, book_of
from sogdia.apps.quotes.book_rows import measures_of, region_chains
from sogdia.apps.quotes.pricing import load_offers, price_offers, tiers_from
from sogdia.domain.ports import PriceEngine
from sogdia.domain.pricing import seller
from sogdia.domain.pricing.closed import MarketClosed, RegionNotLive, SellerNotVerified
from sogdia.domain.pricing.inputs import SellerTerms
from sogdia.domain.pricing.sheets import (
    NEVER,
    NONE,
    CodesSheet,
    GoodsSheet,
    LotSource,
    LotsSheet,
    MarketSheet,
    PricedSheet,
    SheetWay,
)
from sogdia.domain.refusals import Refusal

_AT_ONCE = 8_192
#: What is read of an offer, and where it stands.
_READ: Final = {
    "product": "pack__product_id",
    "offer": "pk",
    "net_minor": "net_minor",
    "net_mass_g": "pack__net_mass_g",
    "gross_mass_g": "pack__gross_mass_g",
    "volume_cm3": "pack__volume_cm3",
    "unit_qty": "pack__unit_qty",
    "content_ml": "pack__content_ml",
    "area_cm2": "pack__area_cm2",
    "alcohol_bp": "pack__alcohol_bp",
    "pairs": "pack__pairs",
    "currency": "currency",
    "seller": "pack__product__seller_id",
    "region": "pack__product__region_id",
    "stock_unit": "pack__product__stock_unit",
    "temperature": "pack__product__temperature",
    "hs6": "pack__product__hs6",
}
_PLAIN: Final = ("product", "offer", "net_minor", "net_mass_g", "gross_mass_g", "volume_cm3", "unit_qty")
#: What not every pack states.
_MEASURED: Final = ("content_ml", "area_cm2", "pairs")
_PLACED: Final = ("terms", "temperature", "world_code")


class _Places:
    """Gives each new thing the next place, each known one its own."""

    def __init__(self) -> None:
        self.of: dict[Any, int] = {}

    def column(self, values: Iterable[Any]) -> array[int]:
        """Give the places of many things."""
        of = self.of
        return array("q", [of.setdefault(value, len(of)) for value in values])


class _Ids(Aggregate):
    """All ids of a group in one text, on either engine."""

    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="GROUP_CONCAT(%(expressions)s)", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="STRING_AGG((%(expressions)s)::text, ',')", **context
        )


def _chunks(rows: QuerySet[Any, Any]) -> Iterator[list[tuple[Any, ...]]]:
    """Give the columns of a few thousand rows at a time."""
    reader = rows.iterator(chunk_size=_AT_ONCE)
    while some := list(islice(reader, _AT_ONCE)):
        yield list(zip(*some, strict=True))


def usual_offers(product_ids: Iterable[int] | None = None) -> QuerySet[Offer]:
    """Give the offer that cards show of each published product: of the middle pack, in the order of the seller."""
    offers = Offer.objects.filter(pack__product__state="published", is_active=True, pack__is_active=True)
    if product_ids is not None:
        offers = offers.filter(pack__product__in=list(product_ids))
    product = F("pack__product_id")
    return offers.annotate(
        place=Window(RowNumber(), partition_by=product, order_by=["pack__position", "pack_id"]),
        of=Window(Count("pk"), partition_by=product, output_field=IntegerField()),
    ).filter(place=F("of") / 2 + 1)


def _terms() -> dict[int, tuple[bool, tuple[int, ...]]]:
    """Give each seller's part of the deal, and whether they are verified."""
    rows = Party.objects.values_list(
        "pk", "state", "commission_bp", "first_mile_minor_per_kg", "hub_minor_per_kg", "payout_fee_bp"
    )
    return {pk: (state == "verified", tuple(rest)) for pk, state, *rest in rows}


def read_goods(product_ids: Iterable[int] | None = None) -> GoodsSheet:
    """Read one pack of the usual offer of every published product, or of some, with the lots behind it."""
    wanted = None if product_ids is None else list(product_ids)
    chains, live = region_chains()
    terms, temperatures, codes = _Places(), _Places(), _Places()
    columns: dict[str, Any] = {
        name: array("q") for name in (*_PLAIN, "pieces", *_MEASURED, "alcohol_100nl", "closed", *_PLACED)
    }
    for some in _offers(wanted):
        read = _as_numbers(some, live)
        read["terms"] = terms.column(zip(some["currency"], some["deal"], strict=True))
        read["temperature"] = temperatures.column(some["temperature"])
        read["world_code"] = codes.column(some["hs6"])
        for name, values in read.items():
            columns[name].extend(values)
    _apply_tiers(columns, wanted)
    return GoodsSheet(
        **columns,
        needed=columns["unit_qty"],
        lots=_read_lots(columns["product"], wanted, chains),
        all_terms=tuple(SellerTerms(currency, *figures) for currency, figures in terms.of),
        temperatures=tuple(temperatures.of),
        world_codes=tuple(codes.of),
        refusals=(RegionNotLive(), SellerNotVerified()),
    )


def _offers(wanted: Sequence[int] | None) -> Iterator[dict[str, Sequence[Any]]]:
    """Give the usual offers in the order of their products, a few thousand at a time, column by column."""
    sellers = _terms()
    rows = usual_offers(wanted).order_by("pack__product_id").values_list(*_READ.values())
    for some in _chunks(rows):
        columns: dict[str, Sequence[Any]] = dict(zip(_READ, some, strict=True))
        columns["is_verified"], columns["deal"] = zip(
            *(sellers[who] for who in columns["seller"]), strict=True
        )
        yield columns


def _as_numbers(some: dict[str, Sequence[Any]], live: frozenset[int]) -> dict[str, Sequence[int]]:
    """Give what is a number, or nearly one."""
    found: dict[str, Sequence[int]] = {name: some[name] for name in _PLAIN}
    for name in _MEASURED:
        found[name] = [NONE if each is None else each for each in some[name]]
    found["alcohol_100nl"] = [
        NONE if content is None or strength is None else content * strength
        for content, strength in zip(some["content_ml"], some["alcohol_bp"], strict=True)
    ]
    found["pieces"] = [
        each if kind == "pc" else 1 for each, kind in zip(some["unit_qty"], some["stock_unit"], strict=True)
    ]
    found["closed"] = [
        0 if region not in live else NONE if is_verified else 1
        for region, is_verified in zip(some["region"], some["is_verified"], strict=True)
    ]
    return found


def _apply_tiers(columns: dict[str, array[int]], wanted: Sequence[int] | None) -> None:
    """Give one pack the net of a tier that starts at one, should there ever be such a tier."""
    row_of = {offer: row for row, offer in enumerate(columns["offer"])}
    rows = usual_offers(wanted).exclude(tiers=[]).values_list("pk", "net_minor", "tiers")
    for pk, net, tiers in rows.iterator(chunk_size=_AT_ONCE):
        if any(tier["from_packs"] <= 1 for tier in tiers):
            columns["net_minor"][row_of[pk]] = seller.net_of_packs(net, 1, tiers_from(net, tiers))


def _read_lots(
    products: Sequence[int], wanted: Sequence[int] | None, chains: dict[int, tuple[str, ...]]
) -> LotsSheet:
    row_of = {product: row for row, product in enumerate(products)}
    lots = Lot.objects.filter(state="open", product__state="published")
    if wanted is not None:
        lots = lots.filter(product__in=wanted)
    rows = (
        lots.annotate(
            free=F("qty_total") - F("qty_reserved") - F("qty_sold"),
            papers=Cast("proofs", TextField()),
        )
        .filter(free__gt=0)
        .order_by("product_id", F("best_before").asc(nulls_last=True), "pk")
        .values_list(
            "product_id", "pk", "free", "best_before", "origin_country", "origin_region_id", "papers"
        )
    )
    row, pk, free, day, source = (array("q") for _ in range(5))
    sources, days = _Places(), {None: NEVER}
    for chunk in _chunks(rows):
        # Lots of products that offer no pack now have no row.
        is_kept = [each in row_of for each in chunk[0]]
        product, lot, left, best_before, *origin = (list(compress(column, is_kept)) for column in chunk)
        row.extend([row_of[each] for each in product])
        pk.extend(lot)
        free.extend(left)
        days.update({each: each.toordinal() for each in set(best_before) if each is not None})
        day.extend([days[each] for each in best_before])
        source.extend(sources.column(zip(*origin, strict=True)))
    return LotsSheet(row, pk, free, day, source, tuple(_source(one, chains) for one in sources.of))


def _source(of: tuple[str, int, str], chains: dict[int, tuple[str, ...]]) -> LotSource:
    country, region_id, papers = of
    return LotSource(country, chains.get(region_id, ()), frozenset(json.loads(papers)))


def read_codes(goods: GoodsSheet, territory: str, *, is_whole: bool) -> CodesSheet:
    """Read what the brokers of a customs territory decided on these goods, and the measures on their codes."""
    row_of = {product: row for row, product in enumerate(goods.product)}
    rows = Classification.objects.filter(territory=territory).exclude(state="replaced")
    if not is_whole:
        rows = rows.filter(product__in=list(row_of))
    code, vat_class = (array("q", [NONE]) * len(goods) for _ in range(2))
    approved = array("q", [0]) * len(goods)
    codes, classes = _Places(), _Places()
    groups = rows.values_list("code", "vat_class", "state").annotate(products=_Ids("product_id"))
    for text, kind, state, products in groups:
        (its_code,), (its_class,) = codes.column([text]), classes.column([kind])
        is_approved = int(state == "approved")
        for product in products.split(","):
            row = row_of.get(int(product))
            if row is not None:
                code[row], vat_class[row], approved[row] = its_code, its_class, is_approved
    measures = measures_of(territory, set(codes.of))
    return CodesSheet(
        code,
        vat_class,
        approved,
        tuple(codes.of),
        tuple(classes.of),
        tuple(measures.get(each, ()) for each in codes.of),
    )


def market_sheet(book: MarketBook, codes: CodesSheet, fixed: frozenset[int] = frozenset()) -> MarketSheet:
    """Give a market's book as the engine reads it."""
    market = book.market
    closed = MarketClosed(market.code, reason=market.closed_reason, market=market.code)
    return MarketSheet(
        rules=book.rules,
        today=book.today,
        rates=book.rates,
        fx_max_age_days=market.fx_max_age_days,
        minimum_life_days=market.minimum_life_days,
        vat_bp=book.vat_bp,
        ways=tuple(
            SheetWay(
                departure_id=way.departure.pk,
                departure_ref=way.departure.ref,
                lane_id=way.lane.pk,
                leaves_at=way.departure.leaves_at,
                temperatures=frozenset(way.lane.temperatures),
                room_mass_g=way.departure.capacity_mass_g - way.departure.booked_mass_g,
                room_volume_cm3=way.departure.capacity_volume_cm3 - way.departure.booked_volume_cm3,
                tariff=way.tariff,
                lane_market=way.lane_market,
                window=way.window,
            )
            for way in book.ways
        ),
        admissibility=book.admissibility,
        codes=codes,
        closed=None if market.is_open else closed,
        fixed=fixed,
    )


@dataclass(frozen=True, slots=True)
class MarketPrices:
    """Every row's price in one market, complete: what the engine left, the exact engine has priced."""

    market_code: str
    currency: str
    goods: GoodsSheet
    ways: tuple[SheetWay, ...]
    priced: PricedSheet


def price_catalogue(
    engine: PriceEngine,
    market_codes: Iterable[str],
    *,
    at: datetime,
    product_ids: Iterable[int] | None = None,
) -> Iterator[MarketPrices]:
    """
    Price the usual pack of every published product, or of some, in one market after another.

    Goods are read once, a customs territory's codes once; the number of queries grows with the markets only.

    :raises sogdia.domain.refusals.NotFound: when there is no such market.
    """
    goods = read_goods(product_ids)
    row_of = {offer: row for row, offer in enumerate(goods.offer)}
    codes: dict[str, CodesSheet] = {}
    asked: list[tuple[MarketBook, MarketSheet]] = []

    def sheets() -> Iterator[MarketSheet]:
        for market_code in market_codes:
            book = book_of(market_code, at=at, product_ids=())
            territory = book.rules.territory
            if territory not in codes:
                codes[territory] = read_codes(goods, territory, is_whole=product_ids is None)
            fixed = MarketPrice.objects.filter(market_id=book.market.pk).values_list("offer_id", flat=True)
            sheet = market_sheet(
                book, codes[territory], frozenset(row_of[pk] for pk in fixed if pk in row_of)
            )
            asked.append((book, sheet))
            yield sheet

    for priced in engine.price(goods, sheets()):
        book, sheet = asked.pop(0)
        rules = book.rules
        yield MarketPrices(rules.code, rules.currency, goods, sheet.ways, _complete(goods, sheet, priced, at))


def _complete(goods: GoodsSheet, sheet: MarketSheet, priced: PricedSheet, at: datetime) -> PricedSheet:
    """Have the exact engine price what the columns could not."""
    if not priced.left:
        return priced
    total, way, lot, closed = (
        array("q", column) for column in (priced.total_minor, priced.way, priced.lot, priced.closed)
    )
    refusals: list[Refusal] = list(priced.refusals)
    places = {one.departure_id: place for place, one in enumerate(sheet.ways)}
    for some in (priced.left[start : start + _AT_ONCE] for start in range(0, len(priced.left), _AT_ONCE)):
        offers = load_offers(goods.offer[row] for row in some)
        book = book_of(sheet.rules.code, at=at, product_ids=[goods.product[row] for row in some])
        exact = price_offers(book, offers)
        for row in some:
            price = exact[goods.offer[row]]
            best = price.best
            if best is not None:
                total[row], way[row] = best.total.minor, places[best.way.departure.pk]
                lot[row] = best.lot.pk
            elif price.closed is not None:
                closed[row] = len(refusals)
                refusals.append(price.closed)
    return PricedSheet(total, way, lot, closed, tuple(refusals))
