"""Which duty goods owe in one market: resolved once per code, origin, papers and what was measured; never per row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from sogdia.domain.pricing.sheets import NONE, LotSource, MarketSheet
from sogdia.domain.refusals import Refusal
from sogdia.domain.tariff import resolve
from sogdia.domain.tariff.expressions import DutyNotComputable, Measured, amount_of
from sogdia.gateways.prices import shapes
from sogdia.gateways.prices.refusals import Refusals
from sogdia.gateways.prices.shapes import Shape, Tree
from sogdia.gateways.prices.whole import Ints

#: What was measured, as bits: mass, pieces, content, area.
MASS, PIECES, CONTENT, AREA = 1, 2, 4, 8
MEASURED = 16
#: The plan of duties that only the exact engine can hold.
LEFT = -2


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the duty of some goods stands: its shape and its rates' position there; or why it is not known."""

    shape: int = NONE
    place: int = NONE
    refusal: int = NONE


class Duties:
    """The duties of one market, by what decides them."""

    def __init__(self, market: MarketSheet, refusals: Refusals) -> None:
        self._market = market
        self._refusals = refusals
        self._found: dict[tuple[int, LotSource, int], tuple[Tree | None, int]] = {}

    def plans(self, asked: Sequence[tuple[int, LotSource, int]]) -> tuple[list[Plan], tuple[Shape, ...]]:
        """Give a plan for each (position of the code, source, measured bits), and the shapes they point to."""
        found = [self._resolve(*one) for one in asked]
        by_shape: dict[tuple[object, ...], dict[Tree, int]] = {}
        for tree, _ in found:
            if tree is not None:
                trees = by_shape.setdefault(tree.shape, {})
                trees.setdefault(tree, len(trees))
        made: list[Shape] = []
        places: dict[Tree, tuple[int, int]] = {}
        for trees in by_shape.values():
            for group in self._groups(list(trees)):
                shape = Shape.of(group)
                places.update(
                    {tree: (len(made) if shape else LEFT, place) for place, tree in enumerate(group)}
                )
                made.extend([shape] if shape else [])
        return [
            Plan(refusal=refusal) if tree is None else Plan(*places[tree]) for tree, refusal in found
        ], tuple(made)

    @staticmethod
    def _groups(trees: list[Tree]) -> list[list[Tree]]:
        """Keep trees of one shape together unless their rates together are too fine."""
        return [trees] if Shape.of(trees) is not None else [[tree] for tree in trees]

    def _resolve(self, code: int, source: LotSource, measured: int) -> tuple[Tree | None, int]:
        asked = code, source, measured
        if asked not in self._found:
            try:
                self._found[asked] = self._tree(code, source, measured), NONE
            except Refusal as refusal:
                self._found[asked] = None, self._refusals.add(refusal)
        return self._found[asked]

    def _tree(self, code: int, source: LotSource, measured: int) -> Tree:
        """Ask the rulebook with one of everything that was measured: its refusals depend on nothing else."""
        market, currency, rates = self._market, self._market.rules.currency, self._market.rates
        one = Measured(
            net_mass_g=int(bool(measured & MASS)),
            pieces=int(bool(measured & PIECES)),
            content_ml=1 if measured & CONTENT else None,
            area_cm2=1 if measured & AREA else None,
        )
        measures, text = market.codes.measures[code], market.codes.codes[code]
        resolve.duty_for(
            measures,
            code=text,
            origin=source.origin,
            on=market.today,
            proofs=source.proofs,
            value=Fraction(1),
            currency=currency,
            measured=one,
            rates=rates,
        )
        third, *rest = resolve.applicable(
            measures, code=text, origin=source.origin, on=market.today, proofs=source.proofs
        )
        competing = [shapes.tree_of(third.expression, currency=currency, rates=rates)]
        adding: list[Tree] = []
        for measure in rest:
            if measure.kind.is_relief:
                try:
                    amount_of(
                        measure.expression, value=Fraction(1), currency=currency, measured=one, rates=rates
                    )
                except DutyNotComputable:
                    continue
            tree = shapes.tree_of(measure.expression, currency=currency, rates=rates)
            (competing if measure.kind.is_relief else adding).append(tree)
        return shapes.total_of([shapes.lowest_of(competing), *adding])


def compute(made: Sequence[Shape], shape: Ints, place: Ints, counted: Mapping[str, Ints]) -> Ints:
    """Give the duty of each row, shape by shape."""
    if len(made) == 1:
        return made[0].amounts(place, counted)
    found = np.zeros(shape.size, dtype=np.int64)
    for number, one in enumerate(made):
        rows = np.flatnonzero(shape == number)
        if rows.size:
            found[rows] = one.amounts(place[rows], {name: column[rows] for name, column in counted.items()})
    return found
