"""What a tariff line asks for: read it from text, compute it exactly (rules TA-2 and TA-11)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from sogdia.domain.money import exponent
from sogdia.domain.pricing.inputs import Rates
from sogdia.domain.refusals import Refusal
from sogdia.domain.tariff.measures import (
    AdValorem,
    Ask,
    Expression,
    MaxOf,
    MinOf,
    Season,
    Seasonal,
    Specific,
    SumOf,
)

#: A year with every day that a season may begin or end on.
_LEAP_DAY_YEAR: Final = date(2024, 1, 1)
_PER_CENT = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?%?")
_SPECIFIC = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([A-Z]{3}) ?/ ?([0-9]+(?:\.[0-9]+)?)? ?([a-z]+[23]?)")
_DAYS = re.compile(r"([0-9]{2})-([0-9]{2})\.\.([0-9]{2})-([0-9]{2}) ?:")
_REASON = re.compile(r"[^,()]+")
_SEVERAL: Final[dict[str, Callable[[tuple[Expression, ...]], Expression]]] = {
    "sum": SumOf,
    "max": MaxOf,
    "min": MinOf,
}


class ExpressionMalformed(Refusal):
    """The text of a duty cannot be read; ``position`` counts from nought."""

    code = "expression-malformed"


class DutyNotComputable(Refusal):
    """The duty needs something that is not known: a broker must say. The market closes for this product."""

    code = "duty-not-computable"


class _Reader:
    """Reads one expression from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def refuse(self, why: str) -> ExpressionMalformed:
        return ExpressionMalformed(
            f"{self.text!r}: {why} at position {self.at}.", text=self.text, position=self.at
        )

    def skip(self) -> None:
        while self.at < len(self.text) and self.text[self.at] == " ":
            self.at += 1

    def take(self, token: str) -> bool:
        self.skip()
        if not self.text.startswith(token, self.at):
            return False
        self.at += len(token)
        return True

    def match(self, pattern: re.Pattern[str], why: str) -> re.Match[str]:
        self.skip()
        found = pattern.match(self.text, self.at)
        if found is None:
            raise self.refuse(why)
        self.at = found.end()
        return found

    def expression(self) -> Expression:
        if self.take("free"):
            return AdValorem(Fraction(0))
        if self.take("adv:"):
            return AdValorem(Fraction(self.match(_PER_CENT, "a percentage is missing")[1]) / 100)
        if self.take("spec:"):
            amount, currency, per, unit = self.match(_SPECIFIC, "an amount per unit is missing").groups()
            if per is not None and Fraction(per) == 0:
                raise self.refuse("an amount per nought units")
            return Specific(Fraction(amount), currency, Fraction(per or 1), unit)
        if self.take("ask:"):
            return Ask(self.match(_REASON, "a reason is missing")[0].strip())
        if self.take("season("):
            return self.seasons()
        for name, make in _SEVERAL.items():
            if self.take(f"{name}("):
                return make(self.parts())
        raise self.refuse("no duty expression starts here")

    def seasons(self) -> Seasonal:
        found = [self.season()]
        while self.take(","):
            found.append(self.season())
        if not self.take(")"):
            raise self.refuse("a closing bracket is missing")
        for day in range(366):
            at = _LEAP_DAY_YEAR + timedelta(days=day)
            if sum(season.holds(at) for season in found) > 1:
                raise self.refuse(f"two seasons hold on {at:%m-%d}")
        return Seasonal(tuple(found))

    def season(self) -> Season:
        written = self.match(_DAYS, "the days of a season are missing").groups()
        first, last = (int(written[0]), int(written[1])), (int(written[2]), int(written[3]))
        for month, day in (first, last):
            if not (1 <= month <= 12 and 1 <= day <= monthrange(2024, month)[1]):
                raise self.refuse("no such day")
        return Season(first, last, self.expression())

    def parts(self) -> tuple[Expression, ...]:
        parts = [self.expression()]
        while self.take(","):
            parts.append(self.expression())
        if not self.take(")"):
            raise self.refuse("a closing bracket is missing")
        return tuple(parts)


def parse(text: str) -> Expression:
    """
    Read ``free``, ``adv:2.4``, ``spec:5 EUR/100kg``, ``sum(a,b)``, ``max(a,b)``, ``min(a,b)``, ``ask:reason`` or
    ``season(02-15..03-31:a,04-01..02-14:b)``.

    ``adv`` is in per cent, ``spec`` in major units of its currency.

    :raises ExpressionMalformed: with the position of what cannot be read.
    """
    reader = _Reader(text)
    found = reader.expression()
    reader.skip()
    if reader.at != len(text):
        raise reader.refuse("something is left over")
    return found


#: What a specific duty may count; a unit outside is a mistake of the file, a unit nobody measured asks a broker.
UNITS: Final = frozenset({"g", "kg", "t", "l", "hl", "item", "pair", "m2", "m3"})


def units_of(expression: Expression) -> frozenset[str]:
    """Give every unit that an expression counts."""
    match expression:
        case Specific(unit=unit):
            return frozenset({unit})
        case SumOf(parts=parts) | MaxOf(parts=parts) | MinOf(parts=parts):
            return frozenset().union(*(units_of(part) for part in parts))
        case Seasonal(seasons=seasons):
            return frozenset().union(*(units_of(season.expression) for season in seasons))
        case _:
            return frozenset()


@dataclass(frozen=True, slots=True)
class Measured:
    """What specific duties count, of one set of goods; ``None`` where nobody measured it."""

    net_mass_g: int
    pieces: int
    content_ml: int | None = None
    area_cm2: int | None = None

    def quantity(self, unit: str) -> Fraction:
        """
        Give how many of ``unit`` (kg, g, t, l, hl, item, m2) there are, exactly.

        :raises DutyNotComputable: for a unit that is unknown or was not measured. Nought counts as not measured.
        """
        known: dict[str, tuple[int | None, int]] = {
            "g": (self.net_mass_g, 1),
            "kg": (self.net_mass_g, 1_000),
            "t": (self.net_mass_g, 1_000_000),
            "l": (self.content_ml, 1_000),
            "hl": (self.content_ml, 100_000),
            "item": (self.pieces, 1),
            "m2": (self.area_cm2, 10_000),
        }
        measured, size = known.get(unit, (None, 1))
        if not measured:
            raise DutyNotComputable(f"Nobody measured the goods in {unit}.", reason="unit", unit=unit)
        return Fraction(measured, size)


def amount_of(
    expression: Expression, *, value: Fraction, currency: str, measured: Measured, rates: Rates
) -> Fraction:
    """
    TA-2: compute the duty exactly, in minor units of ``currency``, without rounding.

    ``value`` is the customs value in minor units of ``currency``.

    :raises DutyNotComputable: for ``ask`` and for a unit that nobody measured.
    :raises sogdia.domain.fx.NoCurrencyRate: when a specific duty is in a currency without a rate.
    """

    def every(parts: Sequence[Expression]) -> list[Fraction]:
        return [
            amount_of(part, value=value, currency=currency, measured=measured, rates=rates) for part in parts
        ]

    match expression:
        case AdValorem(rate=rate):
            return value * rate
        case Specific(amount=each, currency=own, per=per, unit=unit):
            minor = each * 10 ** exponent(own) * measured.quantity(unit) / per
            return rates.get(own, currency).exact_minor(minor)
        case SumOf(parts=parts):
            return sum(every(parts), Fraction(0))
        case MaxOf(parts=parts):
            return max(every(parts))
        case MinOf(parts=parts):
            return min(every(parts))
        case Seasonal():
            raise AssertionError("the season is chosen when a measure is")
        case Ask(reason=reason):
            raise DutyNotComputable(f"The duty is not computable: {reason}.", reason=reason)


def amount(
    expression: Expression,
    *,
    value: Fraction,
    currency: str,
    net_mass_g: int,
    pieces: int,
    rates: Rates,
    content_ml: int | None = None,
    area_cm2: int | None = None,
) -> Fraction:
    """
    Compute the duty exactly from bare quantities; see :func:`amount_of`.

    :raises DutyNotComputable: for ``ask`` and for a unit that nobody measured.
    """
    measured = Measured(net_mass_g, pieces, content_ml, area_cm2)
    return amount_of(expression, value=value, currency=currency, measured=measured, rates=rates)
