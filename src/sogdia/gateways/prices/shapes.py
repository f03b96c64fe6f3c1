"""Duties of the same shape are computed together: a tree of sums, highest and lowest over a few exact columns."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from sogdia.domain.money import exponent
from sogdia.domain.pricing.inputs import Rates
from sogdia.domain.tariff.expressions import PURE_LITRE_100NL
from sogdia.domain.tariff.measures import (
    AdValorem,
    Expression,
    MaxOf,
    MinOf,
    Specific,
    SumOf,
)
from sogdia.gateways.prices import whole
from sogdia.gateways.prices.whole import Ints

#: What a specific duty counts, in the unit in which goods are measured, and how many of those make its unit.
UNITS: Final[dict[str, tuple[str, int]]] = {
    "g": ("g", 1),
    "kg": ("g", 1_000),
    "t": ("g", 1_000_000),
    "l": ("ml", 1_000),
    "hl": ("ml", 100_000),
    "item": ("pc", 1),
    "m2": ("cm2", 10_000),
    "lpa": ("100nl", PURE_LITRE_100NL),
    "pair": ("pair", 1),
}
VALUE: Final = "value"


class NotInColumns(Exception):
    """An expression that only the exact engine computes."""


@dataclass(frozen=True, slots=True)
class Tree:
    """
    A duty in minor units of the market's currency.

    A leaf counts ``kind`` (the customs value, g, ml, pc or cm2) times ``rate``; a branch is the sum, the highest or the
    lowest of its parts.
    """

    kind: str
    rate: Fraction = Fraction(0)
    parts: tuple[Tree, ...] = ()

    @property
    def shape(self) -> tuple[object, ...]:
        """Give the tree without its rates."""
        return (self.kind, *(part.shape for part in self.parts))

    @property
    def kinds(self) -> tuple[str, ...]:
        """Give what the leaves count, from left to right."""
        return tuple(kind for part in self.parts for kind in part.kinds) if self.parts else (self.kind,)

    @property
    def rates(self) -> tuple[Fraction, ...]:
        """Give the rates of the leaves, from left to right."""
        return tuple(rate for part in self.parts for rate in part.rates) if self.parts else (self.rate,)


def tree_of(expression: Expression, *, currency: str, rates: Rates) -> Tree:
    """Give a computable expression as a tree; only what is linear is put together, so nothing is rounded."""
    match expression:
        case AdValorem(rate=rate):
            return Tree(VALUE, rate)
        case Specific(amount=each, currency=own, per=per, unit=unit) if unit in UNITS:
            counted, size = UNITS[unit]
            minor = each * 10 ** exponent(own) / (per * size)
            return Tree(counted, rates.get(own, currency).exact_minor(minor))
        case SumOf(parts=parts):
            return total_of(tree_of(part, currency=currency, rates=rates) for part in parts)
        case MaxOf(parts=parts):
            return _extreme("max", [tree_of(part, currency=currency, rates=rates) for part in parts])
        case MinOf(parts=parts):
            return lowest_of([tree_of(part, currency=currency, rates=rates) for part in parts])
        case _:
            raise NotInColumns


def total_of(parts: Iterable[Tree]) -> Tree:
    """Add up; what counts the same thing becomes one leaf."""
    leaves: dict[str, Fraction] = {}
    branches: list[Tree] = []
    for part in parts:
        for one in part.parts if part.kind == "sum" else (part,):
            if one.parts:
                branches.append(one)
            else:
                leaves[one.kind] = leaves.get(one.kind, Fraction(0)) + one.rate
    kept = [Tree(kind, rate) for kind, rate in leaves.items() if rate]
    return _branch("sum", kept + branches) if kept or branches else Tree(VALUE)


def lowest_of(parts: Sequence[Tree]) -> Tree:
    """Give the lowest."""
    return _extreme("min", parts)


def _extreme(kind: str, parts: Sequence[Tree]) -> Tree:
    """Of leaves that count the same thing only the highest or the lowest rate matters: nothing counted is negative."""
    choose: Callable[[Fraction, Fraction], Fraction] = max if kind == "max" else min
    leaves: dict[str, Fraction] = {}
    branches: list[Tree] = []
    for one in parts:
        if one.parts:
            branches.append(one)
        else:
            leaves[one.kind] = choose(leaves.get(one.kind, one.rate), one.rate)
    return _branch(kind, [*(Tree(name, rate) for name, rate in leaves.items()), *branches])


def _branch(kind: str, parts: Sequence[Tree]) -> Tree:
    if len(parts) == 1:
        return parts[0]
    return Tree(kind, parts=tuple(sorted(parts, key=lambda part: str(part.shape))))


@dataclass(frozen=True, slots=True)
class Shape:
    """Trees of one shape: a column of numerators for each leaf, over one denominator."""

    tree: Tree
    numerators: tuple[Ints, ...]
    under: int

    @classmethod
    def of(cls, trees: Sequence[Tree]) -> Shape | None:
        """Put trees of one shape together; nothing when their rates are too fine for a column."""
        rates = [tree.rates for tree in trees]
        under = math.lcm(*(rate.denominator for each in rates for rate in each))
        numerators = [
            [rate.numerator * (under // rate.denominator) for rate in leaf]
            for leaf in zip(*rates, strict=True)
        ]
        if under >= whole.WIDEST or max(map(max, numerators)) >= whole.WIDEST:
            return None
        return cls(trees[0], tuple(np.array(leaf, dtype=np.int64) for leaf in numerators), under)

    @property
    def kinds(self) -> frozenset[str]:
        """Give what the leaves count."""
        return frozenset(self.tree.kinds)

    def amounts(self, which: Ints, counted: Mapping[str, Ints]) -> Ints:
        """Give the duty of each row, rounded half up; ``which`` says whose rates count for it."""
        if not self.tree.parts:
            rate = self.numerators[0]
            if not rate.any():
                return np.zeros(which.size, dtype=np.int64)
            if rate.size == 1:
                return whole.half_up(counted[self.tree.kind], int(rate[0]), self.under)
            return whole.half_up_of_each(counted[self.tree.kind], rate[which], self.under)
        leaves = iter(self.numerators)
        found, rest = self._exact(self.tree, which, counted, leaves)
        return found + (rest >= self.under - rest)

    def _exact(
        self, tree: Tree, which: Ints, counted: Mapping[str, Ints], leaves: Iterator[Ints]
    ) -> tuple[Ints, Ints]:
        """Give whole parts and remainders over the common denominator."""
        if not tree.parts:
            return whole.shares_of_each(counted[tree.kind], next(leaves)[which], self.under)
        found, rest = self._exact(tree.parts[0], which, counted, leaves)
        for part in tree.parts[1:]:
            other, more = self._exact(part, which, counted, leaves)
            if tree.kind == "sum":
                found = found + other
                rest = rest + more
                carried = rest >= self.under
                found += carried
                rest -= carried * np.int64(self.under)
                continue
            is_higher = (other > found) | ((other == found) & (more > rest))
            takes = is_higher if tree.kind == "max" else ~is_higher
            found, rest = np.where(takes, other, found), np.where(takes, more, rest)
        return found, rest
