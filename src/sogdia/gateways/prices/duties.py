"""Which duty goods owe in one market: resolved once per code, origin, papers and what was measured; never per row."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from sogdia.domain.pricing.sheets import NONE, LotSource, MarketSheet
from sogdia.domain.refusals import Refusal
from sogdia.domain.tariff import resolve
from sogdia.domain.tariff.expressions import DutyNotComputable, Measured, amount_of, is_by_value, units_of
from sogdia.domain.tariff.measures import Measure
from sogdia.gateways.prices import shapes
from sogdia.gateways.prices.refusals import Refusals
from sogdia.gateways.prices.shapes import UNITS, VALUE, Shape, Tree
from sogdia.gateways.prices.whole import Ints

#: What was measured, as bits: mass, pieces, content, area, pure alcohol, pairs.
BITS: Final = {"g": 1, "pc": 2, "ml": 4, "cm2": 8, "100nl": 16, "pair": 32}
MEASURED: Final = 64
#: The plan of duties that only the exact engine can hold.
LEFT = -2


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the duty of some goods stands: its shape and its rates' position there; or why it is not known."""

    shape: int = NONE
    place: int = NONE
    refusal: int = NONE


#: Position of a code, position of a kind of source, measured bits: what decides a duty.
Asked = tuple[int, int, int]


class Duties:
    """The duties of one market, by what decides them; what was resolved once is known to every block of goods."""

    def __init__(self, market: MarketSheet, kinds: Sequence[LotSource], refusals: Refusals) -> None:
        self.shapes: list[Shape] = []
        #: For each code, as bits, what its duties count.
        self.counted = np.array([_counted(some) for some in market.codes.measures], dtype=np.int64)
        self._market, self._kinds, self._refusals = market, kinds, refusals
        self._plans: dict[Asked, Plan] = {}
        self._places: dict[Tree, Plan] = {}
        self._trees: list[list[Tree]] = []
        self._shared: dict[tuple[object, ...], int] = {}

    def plans(self, asked: Sequence[Asked]) -> list[Plan]:
        """Give a plan for each."""
        new = [one for one in asked if one not in self._plans]
        trees: dict[Asked, Tree] = {}
        for one in new:
            try:
                trees[one] = self._tree(*one)
            except Refusal as refusal:
                self._plans[one] = Plan(refusal=self._refusals.add(refusal))
            except shapes.NotInColumns:
                self._plans[one] = Plan(shape=LEFT)
        by_shape: dict[tuple[object, ...], list[Tree]] = {}
        for tree in dict.fromkeys(trees.values()):
            if tree not in self._places:
                by_shape.setdefault(tree.shape, []).append(tree)
        for shape, group in by_shape.items():
            self._keep(shape, group)
        self._plans.update({one: self._places[tree] for one, tree in trees.items()})
        return [self._plans[one] for one in asked]

    def _keep(self, shape: tuple[object, ...], trees: list[Tree]) -> None:
        """Keep trees of one shape together, unless their rates together are too fine for a column."""
        number = self._shared.get(shape, len(self.shapes))
        known = self._trees[number] if shape in self._shared else []
        together = Shape.of([*known, *trees])
        if together is not None:
            self._shared[shape] = number
            self._put(number, [*known, *trees], together)
            return
        for tree in trees:
            alone = Shape.of([tree])
            if alone is None:
                self._places[tree] = Plan(shape=LEFT)
            else:
                self._put(len(self.shapes), [tree], alone)

    def _put(self, number: int, trees: list[Tree], shape: Shape) -> None:
        self.shapes[number : number + 1], self._trees[number : number + 1] = [shape], [trees]
        self._places.update({tree: Plan(number, place) for place, tree in enumerate(trees)})

    def _tree(self, code: int, kind: int, measured: int) -> Tree:
        """Ask the rulebook with one of everything that was measured: its refusals depend on nothing else."""
        source = self._kinds[kind]
        market, currency, rates = self._market, self._market.rules.currency, self._market.rates
        known = {kind: int(bool(measured & bit)) for kind, bit in BITS.items()}
        one = Measured(
            known["g"],
            known["pc"],
            known["ml"],
            known["cm2"],
            alcohol_100nl=known["100nl"],
            pairs=known["pair"],
        )
        measures, text = market.codes.measures[code], market.codes.codes[code]

        def tree_of(measure: Measure) -> Tree:
            if is_by_value(measure.expression):
                raise shapes.NotInColumns
            amount_of(measure.expression, value=Fraction(1), currency=currency, measured=one, rates=rates)
            return shapes.tree_of(measure.expression, currency=currency, rates=rates)

        third, *rest = resolve.applicable(
            measures, code=text, origin=source.origin, on=market.today, proofs=source.proofs
        )
        competing = [tree_of(third)]
        for measure in rest:
            if measure.kind.is_relief:
                with contextlib.suppress(DutyNotComputable):
                    competing.append(tree_of(measure))
        adding = [tree_of(measure) for measure in rest if not measure.kind.is_relief]
        return shapes.total_of([shapes.lowest_of(competing), *adding])


def _counted(measures: Iterable[Measure]) -> int:
    """Give, as bits, what some measures count."""
    units = {unit for measure in measures for unit in units_of(measure.expression)}
    return sum(BITS[kind] for kind in {UNITS[unit][0] for unit in units if unit in UNITS})


def compute(
    made: Sequence[Shape], shape: Ints, place: Ints, *, rows: Ints, value: Ints, goods: Mapping[str, Ints]
) -> Ints:
    """Give the duty of each row, shape by shape; ``goods`` are the columns that specific duties count."""
    found = np.zeros(shape.size, dtype=np.int64)
    for number, one in enumerate(made):
        these = np.flatnonzero(shape == number)
        if these.size:
            counted = {
                kind: value[these] if kind == VALUE else goods[kind][rows[these]] for kind in one.kinds
            }
            found[these] = one.amounts(place[these], counted)
    return found
