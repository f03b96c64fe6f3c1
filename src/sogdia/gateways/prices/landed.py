"""From the hub to the door in columns: the same parts, in the same order, each rounded where the rulebook rounds it."""

from __future__ import annotations

import numpy as np

from sogdia.domain.pricing.inputs import (
    HUNDRED_PERCENT,
    CustomsBasis,
    EntryMode,
    LowValueCounts,
)
from sogdia.domain.pricing.landed import INSURED_BP
from sogdia.gateways.prices import duties, whole
from sogdia.gateways.prices.goods import Goods
from sogdia.gateways.prices.lots import Lots
from sogdia.gateways.prices.market import Market, Terms
from sogdia.gateways.prices.whole import Ints


class Border:
    """Prices a block of goods on the ways to one market."""

    def __init__(self, market: Market, goods: Goods, lots: Lots) -> None:
        self.market, self.goods, self.lots = market, goods, lots
        here = slice(goods.first, goods.last)
        self._code = market.code[here]
        self._vat_bp = market.vat_bp[here]
        self._sold = self._convert()

    def _convert(self) -> Ints:
        """LC-9: the asking price is converted once."""
        ratios = self.market.currency_ratio
        if len(set(ratios)) == 1:
            return whole.half_up(self.goods.asking, *ratios[0])
        found = np.empty(self.goods.size, dtype=np.int64)
        for place, ratio in enumerate(ratios):
            rows = np.flatnonzero(self.goods.terms == place)
            found[rows] = whole.half_up(self.goods.asking[rows], *ratio)
        return found

    def price(self, place: int, rows: Ints, lot: Ints) -> Ints:
        """Give the delivered price of some rows from their lots on one way."""
        way, terms, rules = self.market.sheet.ways[place], self.market.terms[place], self.market.sheet.rules
        lane = way.tariff
        is_home = way.lane_market.entry_mode is EntryMode.HOME
        goods, mass = self._sold[rows], self.goods.gross_mass_g[rows]
        main = whole.half_up(self.goods.carriage(lane)[rows], *terms.main)
        mile = self._mile(mass, terms)
        insurance = whole.half_up(goods, INSURED_BP * lane.insurance_bp, HUNDRED_PERCENT**2)
        sent = goods + main + insurance + mile
        value = np.zeros(rows.size, dtype=np.int64)
        if rules.basis is CustomsBasis.CIF:
            value = goods + whole.half_up(main, lane.border_share_bp, HUNDRED_PERCENT) + insurance
        elif rules.basis is CustomsBasis.FOB:
            value = goods
        duty = value if is_home else self._duty(terms, rows, lot, goods=goods, value=value)
        base = sent if is_home or rules.vat_includes_inland else value
        if rules.vat_includes_duty and not is_home:
            base = base + duty
        total = sent + duty + whole.half_up_of_each(base, self._vat_bp[rows], HUNDRED_PERCENT)
        if not is_home:
            total += terms.clearing_entry
            total += whole.half_up(mass, *terms.clearing_per_kg)
        return total

    @staticmethod
    def _mile(mass: Ints, terms: Terms) -> Ints:
        """FR-11: per shipment plus per kg, converted and rounded once."""
        if terms.mile_fixed + whole.peak(mass) * terms.mile_per_kg >= whole.LARGEST:
            raise whole.TooLarge
        return whole.half_up(mass * terms.mile_per_kg + terms.mile_fixed, *terms.mile)

    def _duty(self, terms: Terms, rows: Ints, lot: Ints, *, goods: Ints, value: Ints) -> Ints:
        """LC-3 to LC-5: what relief spares is never computed."""
        rule = self.market.sheet.rules.low_value
        counts = goods if rule.counts is LowValueCounts.GOODS else value
        small = (counts <= terms.relief_below) & ~self.market.has_no_relief[self._code[rows]]
        if not small.any():
            return self._ordinary(rows, lot, value)
        found = np.full(rows.size, terms.relief_flat, dtype=np.int64)
        pays = np.flatnonzero(~small)
        found[pays] = self._ordinary(rows[pays], lot[pays], value[pays])
        return found

    def _ordinary(self, rows: Ints, lot: Ints, value: Ints) -> Ints:
        return duties.compute(
            self.market.duties.shapes,
            self.lots.shape[lot],
            self.lots.place[lot],
            rows=rows,
            value=value,
            goods=self.goods.counted,
        )
