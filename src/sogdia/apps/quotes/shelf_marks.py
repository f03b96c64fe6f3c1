"""Marks on the price shelf: which products of which markets they touch, for readers and for the refresher."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from sogdia.apps.catalogue.models import Product
from sogdia.apps.departures.models import LaneService
from sogdia.apps.markets.models import Market
from sogdia.apps.quotes.models import ShelfMark, ShelfRow

#: Marks that a page looks at; with more of them waiting, it prices every card it shows.
READ_AT_MOST = 200
#: Marks that the refresher takes at a time, and prices that it renews one by one; beyond, the whole market is computed.
TAKEN_AT_ONCE = 5_000
FEW = 2_000


@dataclass(frozen=True)
class Waiting:
    """The marks that wait, for one market; ``is_all`` when too many do."""

    is_all: bool = False
    products: frozenset[int] = frozenset()
    sellers: frozenset[int] = frozenset()
    prefixes: tuple[str, ...] = ()
    runs: tuple[tuple[datetime, int, int], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits that could touch the market."""
        return not (self.is_all or self.products or self.sellers or self.prefixes or self.runs)

    def touches(self, row: ShelfRow) -> bool:
        """Whether the row's price may no longer be right."""
        return (
            self.is_all
            or row.product_id in self.products
            or row.seller_id in self.sellers
            or any(row.code.startswith(prefix) for prefix in self.prefixes)
            or any(
                (row.looks_to is None or row.looks_to >= cutoff)
                and (row.gross_mass_g > mass or row.volume_cm3 > volume)
                for cutoff, mass, volume in self.runs
            )
        )


def read_marks() -> list[ShelfMark]:
    """Give the marks that wait, one more than a page looks at; one query."""
    return list(ShelfMark.objects.order_by("id")[: READ_AT_MOST + 1])


def waiting_for(marks: Sequence[ShelfMark], market_id: int, territory: str, *, at: datetime) -> Waiting:
    """Give what of these marks may touch one market."""
    if not marks:
        return Waiting()
    if len(marks) > READ_AT_MOST:
        return Waiting(is_all=True)
    return Waiting(
        is_all=any(one.scope == "all" or one.market_id == market_id for one in marks),
        products=frozenset(one.product_id for one in marks if one.product_id is not None),
        sellers=frozenset(one.seller_id for one in marks if one.seller_id is not None),
        prefixes=tuple({one.prefix for one in marks if one.scope == "code" and one.territory == territory}),
        runs=tuple(_run(one) for one in marks if _concerns(one, at)),
    )


def _concerns(mark: ShelfMark, at: datetime) -> bool:
    """Whether a mark is of a departure that still takes orders, or did before the change."""
    return mark.scope == "departure" and mark.until_at is not None and mark.until_at > at


def _run(mark: ShelfMark) -> tuple[datetime, int, int]:
    assert mark.cutoff_at is not None and mark.over_mass_g is not None and mark.over_volume_cm3 is not None
    return mark.cutoff_at, mark.over_mass_g, mark.over_volume_cm3


@dataclass
class Touched:
    """What marks touch: products in every market, products of one market, whole markets."""

    products: set[int] = field(default_factory=set)
    of_market: dict[str, set[int]] = field(default_factory=dict)
    markets: set[str] = field(default_factory=set)


def touched_by(marks: Sequence[ShelfMark], *, at: datetime) -> Touched:
    """Give what these marks touch."""
    markets = {row.pk: row for row in Market.objects.all()}
    found = Touched(products={one.product_id for one in marks if one.product_id is not None})
    if any(one.scope == "all" for one in marks) or len(found.products) > FEW:
        found.markets = {row.code for row in markets.values()}
        return found
    sellers = {one.seller_id for one in marks if one.seller_id is not None}
    if sellers:
        found.products |= set(Product.objects.filter(seller__in=sellers).values_list("pk", flat=True))
    found.markets = {
        markets[one.market_id].code for one in marks if one.market_id is not None and one.market_id in markets
    }
    for market in markets.values():
        if market.code not in found.markets:
            _add_rows(found, market, _conditions(marks, market, at))
    return found


def _conditions(marks: Sequence[ShelfMark], market: Market, at: datetime) -> list[Q]:
    prefixes = {one.prefix for one in marks if one.scope == "code" and one.territory == market.territory}
    conditions = [Q(code__startswith=prefix) for prefix in sorted(prefixes)]
    runs = {(one.lane_id, *_run(one)) for one in marks if _concerns(one, at)}
    if runs:
        lanes = set(LaneService.objects.filter(market=market).values_list("lane_id", flat=True))
        conditions += [
            (Q(looks_to__isnull=True) | Q(looks_to__gte=cutoff))
            & (Q(gross_mass_g__gt=mass) | Q(volume_cm3__gt=volume))
            for lane_id, cutoff, mass, volume in sorted(runs)
            if lane_id in lanes
        ]
    return conditions


def _add_rows(found: Touched, market: Market, conditions: Sequence[Q]) -> None:
    if len(conditions) > 100:
        found.markets.add(market.code)
        return
    if not conditions:
        return
    wanted = Q()
    for condition in conditions:
        wanted |= condition
    rows = ShelfRow.objects.filter(wanted, market_id=market.pk).values_list("product_id", flat=True)
    add(found, market.code, rows[: FEW + 1])


def add(found: Touched, market_code: str, product_ids: Iterable[int]) -> None:
    """Add products of one market; of many, the whole market."""
    of_market = found.of_market.setdefault(market_code, set())
    of_market.update(product_ids)
    if len(of_market) > FEW:
        found.markets.add(market_code)
        del found.of_market[market_code]
