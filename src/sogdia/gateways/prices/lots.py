"""Which lot serves each row on a departure, or why none does; a lot is judged once per market, not once per departure."""

from __future__ import annotations

from typing import Final

import numpy as np

from sogdia.domain.pricing.closed import NoDeparture, NoLot
from sogdia.domain.pricing.sheets import NEVER, NONE
from sogdia.gateways.prices.duties import LEFT, MEASURED
from sogdia.gateways.prices.goods import Goods, nothing
from sogdia.gateways.prices.market import Market
from sogdia.gateways.prices.whole import Ints

#: A row and a day in one number.
_DAYS: Final = 22
assert NEVER < 1 << _DAYS
#: Up to so many numbers, which ones occur is found by a table rather than by sorting.
_TABLE: Final = 1 << 20


class Lots:
    """The lots of a block of goods in one market."""

    def __init__(self, market: Market, goods: Goods, code: Ints, line_refusal: Ints) -> None:
        self.market, self.goods = market, goods
        self._kind = market.kind_of_source[goods.lot_source]
        self.barred = nothing(goods.lot_row.size)
        if not market.is_home:
            self._judge(code)
        is_good = goods.lot_is_enough & (self.barred == NONE)
        self._good = np.flatnonzero(is_good)
        rows = goods.lot_row[self._good]
        best_before = goods.lot_best_before[self._good]
        self._key = (rows << _DAYS) + best_before
        # Lots stand in the order of their rows, first-expiring first: of several assignments the last one stays.
        self.last_day = nothing(goods.size)
        self.last_day[rows] = best_before
        self._first = nothing(goods.size)
        self._first[rows[::-1]] = self._good[::-1]
        self.refusal = nothing(goods.lot_row.size)
        self.shape = nothing(goods.lot_row.size)
        self.place = nothing(goods.lot_row.size)
        if not market.is_home:
            self._plan(code, self._good[line_refusal[rows] == NONE])
        self.refusal[self._good] = np.where(
            line_refusal[rows] == NONE, self.refusal[self._good], line_refusal[rows]
        )
        self.may_sell = np.zeros(goods.size, dtype=bool)
        self.may_sell[rows[self.refusal[self._good] == NONE]] = True
        self.left = np.zeros(goods.size, dtype=bool)
        self.left[rows[self.shape[self._good] == LEFT]] = True

    def _judge(self, code: Ints) -> None:
        """Ask for a verdict once per code and kind of source."""
        market, goods = self.market, self.goods
        codes = market.sheet.codes.codes
        names = (*codes, *goods.sheet.world_codes)
        judged = np.where(code >= 0, code, len(codes) + goods.world_code)
        kinds = len(market.kinds)
        present, which = _distinct(judged[goods.lot_row] * kinds + self._kind, len(names) * kinds)
        reasons = [market.verdict(names[both // kinds], both % kinds) for both in present]
        self.barred = np.array(reasons, dtype=np.int64)[which]

    def _plan(self, code: Ints, lots: Ints) -> None:
        """Resolve the duty once per code, kind of source and what was measured."""
        market, goods = self.market, self.goods
        rows = goods.lot_row[lots]
        kinds = len(market.kinds)
        its_code = code[rows]
        measured = goods.measured[rows] & market.duties.counted[its_code]
        both = (its_code * kinds + self._kind[lots]) * MEASURED + measured
        present, which = _distinct(both, len(market.sheet.codes.codes) * kinds * MEASURED)
        plans = market.duties.plans(
            [(one // MEASURED // kinds, one // MEASURED % kinds, one % MEASURED) for one in present]
        )
        for column, name in ((self.refusal, "refusal"), (self.shape, "shape"), (self.place, "place")):
            column[lots] = np.array([getattr(plan, name) for plan in plans], dtype=np.int64)[which]

    def choose(self, rows: Ints, day: int) -> Ints:
        """Give the first-expiring good lot that lives until ``day``; every row has one."""
        found = self._first[rows]
        late = np.flatnonzero(self.goods.lot_best_before[found] < day)
        if late.size:
            found[late] = self._good[np.searchsorted(self._key, (rows[late] << _DAYS) + day)]
        return found

    def why_no_way(self, rows: Ints) -> Ints:
        """Give the reason that says most where no departure takes the goods: a law before a timetable."""
        market, goods = self.market, self.goods
        names = goods.sheet.temperatures
        timetable = [
            market.refusals.add(
                NoDeparture(
                    f"To {market.sheet.rules.code}.", market=market.sheet.rules.code, temperature=name
                )
            )
            for name in names
        ]
        first = nothing(goods.size)
        barred = np.flatnonzero(self.barred != NONE)[::-1]
        first[goods.lot_row[barred]] = self.barred[barred]
        found = first[rows]
        return np.where(found == NONE, np.array(timetable, dtype=np.int64)[goods.temperature[rows]], found)

    def why_no_lot(self, rows: Ints, days: Ints) -> Ints:
        """Give why no lot served a row on the departure that had to be reached by its day: a law before too little."""
        goods, market = self.goods, self.market
        needed = np.full(goods.size, NEVER + 1, dtype=np.int64)
        needed[rows] = days
        lives = np.flatnonzero(goods.lot_best_before >= needed[goods.lot_row])
        barred = lives[self.barred[lives] != NONE]
        last = nothing(goods.size)
        last[goods.lot_row[barred]] = self.barred[barred]
        allowed = lives[self.barred[lives] == NONE]
        most = np.zeros(goods.size, dtype=np.int64)
        np.maximum.at(most, goods.lot_row[allowed], goods.lot_free[allowed])
        found = last[rows]
        packs = most[rows] // goods.unit_qty[rows]
        for left in np.unique(packs[found == NONE]).tolist():
            reason = market.refusals.add(
                NoLot(f"{left} packs left.", packs=goods.sheet.packs, left_packs=left)
            )
            found[(found == NONE) & (packs == left)] = reason
        return found


def _distinct(values: Ints, below: int) -> tuple[list[int], Ints]:
    """Give the numbers that occur, and for each row which of them it has."""
    if below > _TABLE:
        found, which = np.unique(values, return_inverse=True)
        return found.tolist(), which
    occurs = np.zeros(below, dtype=bool)
    occurs[values] = True
    present = np.flatnonzero(occurs)
    place = np.empty(below, dtype=np.int64)
    place[present] = np.arange(present.size)
    return present.tolist(), place[values]
