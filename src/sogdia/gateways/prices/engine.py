"""The delivered price of many packs at once, each bought alone on its cheapest next departure; exact to the minor unit."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sogdia.domain.pricing.sheets import NONE, GoodsSheet, MarketSheet, PricedSheet
from sogdia.gateways.prices import landed, whole
from sogdia.gateways.prices.goods import Flags, Goods, nothing
from sogdia.gateways.prices.lots import Lots
from sogdia.gateways.prices.market import Market
from sogdia.gateways.prices.whole import Ints

#: Rows priced at once: enough that numpy's own overhead does not count, few enough that memory stays small.
BLOCK: Final = 65_536
#: Instead of a refusal: no lot, to be explained once it is certain that no departure takes the goods.
_NO_LOT: Final = -2
_LAST: Final = 1 << 30
#: Dearer than anything.
_UNPRICED: Final = 1 << 62


def price(goods: GoodsSheet, markets: Iterable[MarketSheet]) -> Iterator[PricedSheet]:
    """Give one priced sheet per market, in their order."""
    blocks: list[Goods] | None = None
    for sheet in markets:
        try:
            if blocks is None:
                blocks = [
                    Goods(goods, first, min(first + BLOCK, len(goods)))
                    for first in range(0, len(goods), BLOCK)
                ]
            yield _price(goods, blocks, sheet)
        except whole.TooLarge:
            yield _left(goods)


def _left(goods: GoodsSheet) -> PricedSheet:
    """Leave every row to the exact engine."""
    none = array("q", [NONE]) * len(goods)
    return PricedSheet(none, none, none, none, (), tuple(range(len(goods))))


def _price(goods: GoodsSheet, blocks: list[Goods], sheet: MarketSheet) -> PricedSheet:
    market = Market(sheet, goods)
    priced = [_Block(market, block) for block in blocks]
    for one in priced:
        one.run()

    def column(name: str) -> array[int]:
        found = array("q")
        for one in priced:
            found.frombytes(getattr(one, name).tobytes())
        return found

    return PricedSheet(
        total_minor=column("total"),
        way=column("way"),
        lot=column("lot_id"),
        closed=column("closed"),
        refusals=tuple(market.refusals.all),
        left=tuple(row for one in priced for row in (np.flatnonzero(one.left) + one.goods.first).tolist()),
    )


@dataclass(slots=True)
class _Block:
    """A block of goods on its way to one market."""

    market: Market
    goods: Goods
    total: Ints = field(init=False)
    way: Ints = field(init=False)
    lot_id: Ints = field(init=False)
    closed: Ints = field(init=False)
    left: Flags = field(init=False)
    _refused_on: Ints = field(init=False)
    _refused: Ints = field(init=False)
    _rank: Ints = field(init=False)

    def run(self) -> None:
        """Price every row that is open here."""
        market, goods = self.market, self.goods
        size = goods.size
        self.way, self.lot_id = nothing(size), nothing(size)
        self.total = np.full(size, _UNPRICED, dtype=np.int64)
        self.left = goods.too_large.copy()
        self.left[[row - goods.first for row in market.sheet.fixed if goods.first <= row < goods.last]] = True
        self.closed = market.closed_of_goods[goods.closed]
        self._close(np.full(size, market.closed, dtype=np.int64))
        self._close(market.currency_refusal[goods.terms])
        rows = np.flatnonzero((self.closed == NONE) & ~self.left)
        if rows.size:
            self._price(rows)
        self.closed[self.left] = NONE
        self.total[self.way == NONE] = NONE

    def _close(self, refusal: Ints) -> None:
        self.closed = np.where(self.closed == NONE, refusal, self.closed)

    def _price(self, rows: Ints) -> None:
        market, goods = self.market, self.goods
        here = slice(goods.first, goods.last)
        lots = Lots(market, goods, market.code[here], market.line_refusal[here])
        self.left |= lots.left
        rows = rows[~lots.left[rows]]
        self._refused_on = np.full(goods.size, _LAST, dtype=np.int64)
        self._refused = nothing(goods.size)
        self._rank = nothing(goods.size)
        border = landed.Border(market, goods, lots)
        lanes: dict[int, list[int]] = {}
        for place, way in enumerate(market.sheet.ways):
            lanes.setdefault(way.lane_id, []).append(place)
        for places in lanes.values():
            self._try_lane(rows, places, lots, border)
        self._explain(rows[self.way[rows] == NONE], lots)

    def _try_lane(self, rows: Ints, places: list[int], lots: Lots, border: landed.Border) -> None:
        """Price each row on the lane's first departure that takes it."""
        goods, terms = self.goods, self.market.terms
        waits = rows[self._is_taken(places[0])[goods.temperature[rows]]]
        for place in places:
            if not waits.size:
                return
            asked, waits = self._with_room(place, waits)
            day = self._day(place)
            has_lot = lots.last_day[asked] >= day
            served, none = asked[has_lot], asked[~has_lot]
            self._refuse(none, place, np.full(none.size, _NO_LOT, dtype=np.int64))
            lot = lots.choose(served, day)
            refusal = lots.refusal[lot]
            if terms[place].is_refused:
                refusal = self._refusals(place, served, refusal)
            is_shut = refusal != NONE
            if is_shut.any():
                shut = served[is_shut]
                self._refuse(shut, place, refusal[is_shut])
                served, lot = served[~is_shut], lot[~is_shut]
                none = np.concatenate((none, shut))
            self._keep(place, served, lot, border)
            if none.size and not terms[place].is_refused:
                waits = np.concatenate((waits, none[lots.may_sell[none]]))

    def _with_room(self, place: int, rows: Ints) -> tuple[Ints, Ints]:
        """Part the rows that still fit on a departure from those that do not."""
        goods, way = self.goods, self.market.sheet.ways[place]
        if goods.most_mass_g <= way.room_mass_g and goods.most_volume_cm3 <= way.room_volume_cm3:
            return rows, rows[:0]
        fits = (goods.gross_mass_g[rows] <= way.room_mass_g) & (goods.volume_cm3[rows] <= way.room_volume_cm3)
        return rows[fits], rows[~fits]

    def _is_taken(self, place: int) -> Flags:
        taken = self.market.sheet.ways[place].temperatures
        return np.array([name in taken for name in self.goods.sheet.temperatures], dtype=bool)

    def _day(self, place: int) -> int:
        """AR-2: give the ordinal of the day until which a lot must live to go on a departure."""
        sheet = self.market.sheet
        return sheet.ways[place].window.latest.toordinal() + sheet.minimum_life_days

    def _refusals(self, place: int, rows: Ints, refusal: Ints) -> Ints:
        """Give what refuses each row of a lane that refuses all, in the order in which the rulebook asks."""
        terms = self.market.terms[place]
        found = self.market.line_refusal[self.goods.first : self.goods.last][rows]
        for more in (terms.refused_before, refusal, terms.refused_after):
            found = np.where(found == NONE, more, found)
        return found

    def _refuse(self, rows: Ints, place: int, refusal: Ints) -> None:
        """Remember the refusal of the soonest departure."""
        first = self._refused_on[rows] > place
        rows = rows[first]
        self._refused_on[rows] = place
        self._refused[rows] = refusal[first]

    def _keep(self, place: int, rows: Ints, lot: Ints, border: landed.Border) -> None:
        """Keep the cheapest; of equals the one that leaves first."""
        if not rows.size:
            return
        total = border.price(place, rows, lot)
        best, rank = self.total[rows], self.market.rank[place]
        is_better = (total < best) | ((total == best) & (rank < self._rank[rows]))
        rows, lot = rows[is_better], lot[is_better]
        self.total[rows] = total[is_better]
        self.way[rows] = place
        self._rank[rows] = rank
        self.lot_id[rows] = self.goods.lot_id[lot]

    def _explain(self, rows: Ints, lots: Lots) -> None:
        """Say why the rows that no departure takes are closed."""
        on, refused = self._refused_on[rows], self._refused[rows]
        never = on == _LAST
        closed = refused.copy()
        closed[never] = lots.why_no_way(rows[never])
        no_lot = refused == _NO_LOT
        days = np.array([self._day(place) for place in range(len(self.market.sheet.ways))], dtype=np.int64)
        if no_lot.any():
            closed[no_lot] = lots.why_no_lot(rows[no_lot], days[on[no_lot]])
        self.closed[rows] = closed
