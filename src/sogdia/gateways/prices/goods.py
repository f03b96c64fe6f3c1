"""A block of rows of the goods' sheet, with what costs the same in every market computed once."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sogdia.domain.pricing import freight
from sogdia.domain.pricing.inputs import HUNDRED_PERCENT, LaneTariff
from sogdia.domain.pricing.sheets import NONE, Column, GoodsSheet
from sogdia.gateways.prices import whole
from sogdia.gateways.prices.duties import BITS
from sogdia.gateways.prices.whole import Ints

#: Rows with a figure beyond this are left to the exact engine: a million tonnes, ten thousand million yuan.
_HUGE: Final = 1 << 40
_COLUMNS: Final = (
    "net_minor",
    "terms",
    "net_mass_g",
    "gross_mass_g",
    "volume_cm3",
    "pieces",
    "content_ml",
    "area_cm2",
    "alcohol_100nl",
    "pairs",
    "unit_qty",
    "needed",
    "temperature",
    "world_code",
    "closed",
)


def ints(column: Column) -> Ints:
    """Give a column as numbers; nothing is copied that is held in an array."""
    return np.asarray(column, dtype=np.int64)


class Goods:
    """
    Rows ``first`` to ``last`` of the goods' sheet and their lots.

    Small blocks stay in the processor's cache; what a block knows of itself is worked out once for all markets.
    """

    def __init__(self, sheet: GoodsSheet, first: int, last: int) -> None:
        self.sheet, self.first, self.last, self.size = sheet, first, last, last - first
        columns = {name: ints(getattr(sheet, name))[first:last] for name in _COLUMNS}
        too_large = np.zeros(self.size, dtype=bool)
        for name in _COLUMNS:
            too_large |= columns[name] > _HUGE
        for name in ("net_minor", "net_mass_g", "gross_mass_g", "volume_cm3", "pieces", "unit_qty", "needed"):
            too_large |= columns[name] < 0
        self.too_large = too_large
        if too_large.any():
            columns = {name: np.where(too_large, 0, column) for name, column in columns.items()}
        self.terms = columns["terms"]
        self.gross_mass_g = columns["gross_mass_g"]
        self.volume_cm3 = columns["volume_cm3"]
        self.temperature = columns["temperature"]
        self.world_code = columns["world_code"]
        self.closed = columns["closed"]
        self.needed = columns["needed"]
        self.unit_qty = columns["unit_qty"]
        self.counted = {
            "g": columns["net_mass_g"],
            "pc": columns["pieces"],
            "ml": columns["content_ml"],
            "cm2": columns["area_cm2"],
            "100nl": columns["alcohol_100nl"],
            "pair": columns["pairs"],
        }
        self.measured = np.zeros(self.size, dtype=np.int64)
        for name, bit in BITS.items():
            self.measured += (self.counted[name] > 0) * np.int64(bit)
        self.most_mass_g, self.most_volume_cm3 = whole.peak(self.gross_mass_g), whole.peak(self.volume_cm3)
        self.asking = self._asking(columns["net_minor"])
        self._carriage: dict[LaneTariff, Ints] = {}
        self._take_lots()

    def _take_lots(self) -> None:
        lots = self.sheet.lots
        rows = ints(lots.row)
        low, high = np.searchsorted(rows, (self.first, self.last))
        self.lot_row = rows[low:high] - self.first
        self.lot_id = ints(lots.id)[low:high]
        self.lot_free = ints(lots.free)[low:high]
        self.lot_best_before = ints(lots.best_before)[low:high]
        self.lot_source = ints(lots.source)[low:high]
        self.lot_is_enough = self.lot_free >= self.needed[self.lot_row]

    def _asking(self, net: Ints) -> Ints:
        """LC-11: the net and everything on the seller's side, each part rounded once, in the seller's currency."""
        every = self.sheet.all_terms

        def part(name: str, counted: Ints, under: int) -> Ints:
            figures = np.array([getattr(terms, name) for terms in every], dtype=np.int64)
            if figures.size and figures.min() < 0:
                raise whole.TooLarge
            return whole.half_up_of_each(counted, figures[self.terms], under)

        return (
            net
            + part("commission_bp", net, HUNDRED_PERCENT)
            + part("first_mile_minor_per_kg", self.gross_mass_g, 1000)
            + part("hub_minor_per_kg", self.gross_mass_g, 1000)
            + part("payout_fee_bp", net, HUNDRED_PERCENT)
        )

    def carriage(self, lane: LaneTariff) -> Ints:
        """Give shared and caused freight together, in the lane's currency (FR-1 to FR-4)."""
        if lane not in self._carriage:
            self._carriage[lane] = self._carry(lane)
        return self._carriage[lane]

    def _carry(self, lane: LaneTariff) -> Ints:
        mass, volume = self.gross_mass_g, self.volume_cm3
        weight = np.maximum(mass, whole.up(volume, lane.wm_kg_per_m3, 1000))
        by_mass, by_volume = lane.per_kg_minor * 1000, lane.per_m3_minor
        if whole.peak(mass) * by_mass + whole.peak(volume) * by_volume >= whole.LARGEST:
            raise whole.TooLarge
        own = whole.half_up(mass * by_mass + volume * by_volume, 1, freight.CUBIC_METRE_CM3)
        own = np.maximum(own, lane.minimum_minor) + lane.surcharge_minor
        alone = whole.half_up(weight, lane.standalone_per_kg_minor, 1000)
        alone = np.maximum(alone, lane.standalone_minimum_minor)
        careful = freight.capacity_chargeable_g(lane) * lane.careful_fill_bp
        assert careful > 0, "a vehicle has room and a careful fill"
        ceiling = whole.up(weight, lane.vehicle_fixed_minor * HUNDRED_PERCENT, careful)
        shared: Ints = np.minimum(ceiling, np.maximum(alone - own, 0))
        return own + shared


def nothing(size: int) -> Ints:
    """Give a column without positions."""
    return np.full(size, NONE, dtype=np.int64)


Flags = NDArray[np.bool_]
