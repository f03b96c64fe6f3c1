"""Tariff measures: what a line of a tariff says, and which lines apply (rules TA-1 to TA-13)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from fractions import Fraction


class MeasureKind(enum.StrEnum):
    """Third-country duty, preference, suspension and quota compete; all others stack."""

    THIRD_COUNTRY = "third-country"
    PREFERENCE = "preference"
    SUSPENSION = "suspension"
    QUOTA = "quota"
    ADDITIONAL = "additional"
    ANTI_DUMPING = "anti-dumping"
    COUNTERVAILING = "countervailing"
    SAFEGUARD = "safeguard"
    EXCISE = "excise"

    @property
    def is_relief(self) -> bool:
        """Whether it is a claim to pay less than the third-country duty, which one may leave unused."""
        return self in {MeasureKind.PREFERENCE, MeasureKind.SUSPENSION, MeasureKind.QUOTA}

    @property
    def is_defence(self) -> bool:
        """Whether it answers unfair trade, with a rate for each exporter and one for all others."""
        return self in {MeasureKind.ANTI_DUMPING, MeasureKind.COUNTERVAILING, MeasureKind.SAFEGUARD}


@dataclass(frozen=True, slots=True)
class AdValorem:
    """A share of the customs value; ``rate`` 0.024 is 2.4 %. Free is a rate of nought."""

    rate: Fraction


@dataclass(frozen=True, slots=True)
class Specific:
    """``amount`` major units of ``currency`` for each ``per`` ``unit`` (kg, l, lpa, item, m2, pair)."""

    amount: Fraction
    currency: str
    per: Fraction
    unit: str


@dataclass(frozen=True, slots=True)
class SumOf:
    """All of these together."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class MaxOf:
    """The highest of these: "but not less than"."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class MinOf:
    """The lowest of these: "but not more than"."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Season:
    """The days of a year, both included, on which an expression holds; ``first`` after ``last`` spans the new year."""

    first: tuple[int, int]
    last: tuple[int, int]
    expression: Expression

    def holds(self, on: date) -> bool:
        """Whether ``on`` (its month and day) lies in it."""
        day = (on.month, on.day)
        if self.first <= self.last:
            return self.first <= day <= self.last
        return day >= self.first or day <= self.last


@dataclass(frozen=True, slots=True)
class Seasonal:
    """Another duty in each season of the year."""

    seasons: tuple[Season, ...]

    def on(self, day: date) -> Expression:
        """TA-11: give the expression of the season that a day lies in; a day in none asks a broker."""
        found = [season.expression for season in self.seasons if season.holds(day)]
        return found[0] if found else Ask("no season covers the day")


@dataclass(frozen=True, slots=True)
class Step:
    """The duty of goods that are worth at least ``least`` (an amount per unit)."""

    least: Specific
    expression: Expression


@dataclass(frozen=True, slots=True)
class ByValue:
    """TA-12: another duty for each value per unit; steps from the highest down (an entry price and what is under it)."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """Not computable from the published line: a broker must say. It never reads as zero."""

    reason: str


Expression = AdValorem | Specific | SumOf | MaxOf | MinOf | Seasonal | ByValue | Ask


def on_day(expression: Expression, day: date) -> Expression:
    """TA-11: give an expression as it stands on a day, however deep its seasons lie."""
    match expression:
        case Seasonal():
            return on_day(expression.on(day), day)
        case SumOf(parts=parts) | MaxOf(parts=parts) | MinOf(parts=parts):
            return type(expression)(tuple(on_day(part, day) for part in parts))
        case ByValue(steps=steps):
            return ByValue(tuple(Step(step.least, on_day(step.expression, day)) for step in steps))
        case _:
            return expression


@dataclass(frozen=True, slots=True)
class Measure:
    """One dated measure of one customs territory on one code prefix; ``origin`` is ``*`` or ISO 3166-1 alpha-2."""

    id: int
    territory: str
    code: str
    kind: MeasureKind
    origin: str
    expression: Expression
    rate_text: str
    valid_from: date
    valid_to: date | None
    proof: str
    source: str
    checked_on: date
