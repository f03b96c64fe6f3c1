"""Tariff measures: what a line of a tariff says, and which lines apply (rules TA-1 to TA-6)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from fractions import Fraction


class MeasureKind(enum.StrEnum):
    """Third-country duty and preference compete; additional duties stack."""

    THIRD_COUNTRY = "third-country"
    PREFERENCE = "preference"
    ADDITIONAL = "additional"


@dataclass(frozen=True, slots=True)
class AdValorem:
    """A share of the customs value; ``rate`` 0.024 is 2.4 %. Free is a rate of nought."""

    rate: Fraction


@dataclass(frozen=True, slots=True)
class Specific:
    """``amount`` major units of ``currency`` for each ``per`` ``unit`` (kg, l, item, m2, pair)."""

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
class Ask:
    """Not computable from the published line: a broker must say. It never reads as zero."""

    reason: str


Expression = AdValorem | Specific | SumOf | MaxOf | MinOf | Ask


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
