"""What a tariff line asks for: read it from text, compute it exactly (rules TA-2 and TA-11 to TA-13)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeVar

from sogdia.domain.money import exponent
from sogdia.domain.pricing.inputs import Rates
from sogdia.domain.refusals import Refusal
from sogdia.domain.tariff.measures import (
    AdValorem,
    Ask,
    ByValue,
    Expression,
    MaxOf,
    MinOf,
    Season,
    Seasonal,
    Specific,
    Step,
    SumOf,
)

Each = TypeVar("Each")

#: A year with every day that a season may begin or end on.
_LEAP_DAY_YEAR: Final = date(2024, 1, 1)
_PER_CENT = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?%?")
_SPECIFIC = re.compile(
    r"([0-9]+(?:\.[0-9]+)?) ?([A-Z]{3}) ?/ ?([0-9]+(?:\.[0-9]+)?)? ?(% ?vol ?/ ?hl|[a-z]+[23]?)"
)
#: One per cent by volume in a hectolitre is a litre of pure alcohol (TA-13).
_SAME_UNIT: Final = {"%vol/hl": "lpa"}
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
            return self.specific()
        if self.take("ask:"):
            return Ask(self.match(_REASON, "a reason is missing")[0].strip())
        if self.take("season("):
            return self.seasons()
        if self.take("value("):
            return self.by_value()
        for name, make in _SEVERAL.items():
            if self.take(f"{name}("):
                return make(self.several(self.expression))
        raise self.refuse("no duty expression starts here")

    def specific(self) -> Specific:
        amount, currency, per, unit = self.match(_SPECIFIC, "an amount per unit is missing").groups()
        if per is not None and Fraction(per) == 0:
            raise self.refuse("an amount per nought units")
        bare = unit.replace(" ", "")
        return Specific(Fraction(amount), currency, Fraction(per or 1), _SAME_UNIT.get(bare, bare))

    def several(self, one: Callable[[], Each]) -> tuple[Each, ...]:
        found = [one()]
        while self.take(","):
            found.append(one())
        if not self.take(")"):
            raise self.refuse("a closing bracket is missing")
        return tuple(found)

    def by_value(self) -> ByValue:
        steps = self.several(self.step)
        for higher, lower in pairwise(steps):
            if (higher.least.currency, higher.least.per, higher.least.unit) != (
                lower.least.currency, lower.least.per, lower.least.unit,
            ):  # fmt: skip
                raise self.refuse("steps of one table count one unit in one currency")
            if higher.least.amount <= lower.least.amount:
                raise self.refuse("steps of value go from the highest down")
        return ByValue(steps)

    def step(self) -> Step:
        least = self.specific()
        if not self.take(":"):
            raise self.refuse("the duty of a step is missing")
        return Step(least, self.expression())

    def seasons(self) -> Seasonal:
        found = self.several(self.season)
        for day in range(366):
            at = _LEAP_DAY_YEAR + timedelta(days=day)
            if sum(season.holds(at) for season in found) > 1:
                raise self.refuse(f"two seasons hold on {at:%m-%d}")
        return Seasonal(found)

    def season(self) -> Season:
        written = self.match(_DAYS, "the days of a season are missing").groups()
        first, last = (int(written[0]), int(written[1])), (int(written[2]), int(written[3]))
        for month, day in (first, last):
            if not (1 <= month <= 12 and 1 <= day <= monthrange(2024, month)[1]):
                raise self.refuse("no such day")
        return Season(first, last, self.expression())


def parse(text: str) -> Expression:
    """
    Read ``free``, ``adv:2.4``, ``spec:5 EUR/100kg``, ``sum(a,b)``, ``max(a,b)``, ``min(a,b)``, ``ask:reason``,
    ``season(02-15..03-31:a,04-01..02-14:b)`` or ``value(50 EUR/100kg:a,0 EUR/100kg:b)``.

    ``adv`` is in per cent, ``spec`` in major units of its currency.

    :raises ExpressionMalformed: with the position of what cannot be read.
    """
    reader = _Reader(text)
    found = reader.expression()
    reader.skip()
    if reader.at != len(text):
        raise reader.refuse("something is left over")
    return found


@lru_cache(maxsize=4096)
def text_of(expression: Expression) -> str:
    """Write an expression down so that :func:`parse` reads the same again."""
    match expression:
        case AdValorem(rate=rate):
            return f"adv:{_decimal(rate * 100)}" if rate else "free"
        case Specific():
            return f"spec:{_amount_text(expression)}"
        case SumOf(parts=parts):
            return f"sum({','.join(map(text_of, parts))})"
        case MaxOf(parts=parts):
            return f"max({','.join(map(text_of, parts))})"
        case MinOf(parts=parts):
            return f"min({','.join(map(text_of, parts))})"
        case ByValue(steps=steps):
            return f"value({','.join(f'{_amount_text(step.least)}:{text_of(step.expression)}' for step in steps)})"
        case Seasonal(seasons=seasons):
            return f"season({','.join(map(_season_text, seasons))})"
        case Ask(reason=reason):
            return f"ask:{reason}"


def _season_text(season: Season) -> str:
    (month, day), (last_month, last_day) = season.first, season.last
    return f"{month:02d}-{day:02d}..{last_month:02d}-{last_day:02d}:{text_of(season.expression)}"


def _amount_text(one: Specific) -> str:
    per = "" if one.per == 1 else _decimal(one.per)
    return f"{_decimal(one.amount)} {one.currency}/{per}{one.unit}"


def _decimal(value: Fraction) -> str:
    """Write a fraction that was read from decimals as decimals again."""
    scaled, places = value, 0
    while scaled.denominator != 1:
        scaled, places = scaled * 10, places + 1
    figure = f"{scaled.numerator:0{places + 1}d}"
    return f"{figure[:-places]}.{figure[-places:]}" if places else figure


#: What a specific duty may count; a unit outside is a mistake of the file, a unit nobody measured asks a broker.
UNITS: Final = frozenset({"g", "kg", "t", "l", "hl", "lpa", "item", "pair", "m2", "m3"})


def units_of(expression: Expression) -> frozenset[str]:
    """Give every unit that an expression counts."""
    match expression:
        case Specific(unit=unit):
            return frozenset({unit})
        case SumOf(parts=parts) | MaxOf(parts=parts) | MinOf(parts=parts):
            return frozenset().union(*(units_of(part) for part in parts))
        case Seasonal(seasons=seasons):
            return frozenset().union(*(units_of(season.expression) for season in seasons))
        case ByValue(steps=steps):
            return frozenset().union(*(units_of(step.expression) | units_of(step.least) for step in steps))
        case _:
            return frozenset()


def is_by_value(expression: Expression) -> bool:
    """Whether a step of value decides anywhere in it, so that it is no sum of amounts per unit."""
    match expression:
        case ByValue():
            return True
        case SumOf(parts=parts) | MaxOf(parts=parts) | MinOf(parts=parts):
            return any(is_by_value(part) for part in parts)
        case _:
            return False


#: A litre in ten-thousandths of a millilitre: millilitres times strength in hundredths of a per cent stay whole.
PURE_LITRE_100NL: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Measured:
    """
    What specific duties count, of one set of goods; ``None`` where nobody measured it.

    ``alcohol_100nl`` is pure alcohol in units of 100 nanolitres (millilitres of content times hundredths of a per cent).
    """

    net_mass_g: int
    pieces: int
    content_ml: int | None = None
    area_cm2: int | None = None
    alcohol_100nl: int | None = None
    pairs: int | None = None

    def quantity(self, unit: str) -> Fraction:
        """
        Give how many of ``unit`` (kg, g, t, l, hl, lpa, item, pair, m2) there are, exactly.

        TA-13: ``lpa`` are litres of pure alcohol, content times strength.

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
            "lpa": (self.alcohol_100nl, PURE_LITRE_100NL),
            "pair": (self.pairs, 1),
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
        case ByValue(steps=steps):
            for step in steps:
                if value >= every([step.least])[0]:
                    return every([step.expression])[0]
            raise DutyNotComputable(
                "No step of the table covers the value.", reason="no step covers the value"
            )
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
