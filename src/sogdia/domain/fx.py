"""Dated exchange rates, frozen by id on quotes and orders (rules FX-1 to FX-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sogdia.domain.money import Money, Rounding, exponent, rounded
from sogdia.domain.refusals import Refusal


class NoCurrencyRate(Refusal):
    """No rate is known for this pair of currencies, so the market is closed."""

    code = "no-currency-rate"


class CurrencyRateTooOld(Refusal):
    """The newest rate is older than the market's limit, so the market is closed."""

    code = "currency-rate-too-old"


@dataclass(frozen=True, slots=True)
class FxRate:
    """``value`` units of ``quote`` for one unit of ``base``, both in major units; ``id`` is the row's."""

    id: int
    base: str
    quote: str
    value: Fraction
    as_of: date
    source: str

    def exact_minor(self, minor: Fraction | int) -> Fraction:
        """Convert base minor units to quote minor units without rounding."""
        shift = exponent(self.quote) - exponent(self.base)
        exact = self.value * minor
        return exact * Fraction(10) ** shift if shift else exact

    def convert(self, money: Money, how: Rounding = Rounding.HALF_UP) -> Money:
        """FX-1: convert at the frozen rate and round once."""
        assert money.currency == self.base, f"rate is from {self.base}, not {money.currency}"
        return Money(rounded(self.exact_minor(money.minor), how), self.quote)


def same(currency: str) -> FxRate:
    """Give the rate of a currency to itself."""
    return FxRate(id=0, base=currency, quote=currency, value=Fraction(1), as_of=date.max, source="identity")


def check_age(rate: FxRate, *, today: date, max_age_days: int) -> None:
    """
    FX-2: refuse a rate older than the market's limit.

    :raises CurrencyRateTooOld: with ``as_of`` and ``max_age_days``.
    """
    if rate.base != rate.quote and (today - rate.as_of).days > max_age_days:
        raise CurrencyRateTooOld(
            f"{rate.base}/{rate.quote} of {rate.as_of} is older than {max_age_days} days.",
            pair=f"{rate.base}/{rate.quote}",
            as_of=rate.as_of,
            max_age_days=max_age_days,
        )
