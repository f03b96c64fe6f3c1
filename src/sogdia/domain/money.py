"""Money in whole minor units, rounding by name, and the one function that shares a sum."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

#: ISO 4217 currencies whose minor unit is not a hundredth (source: ISO 4217 list one, 2024-06-25).
_EXPONENTS: Final[dict[str, int]] = {
    **dict.fromkeys(
        (
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


#: Currencies that people pay in (source: ISO 4217 list one, 2024-06-25; funds, metals and test codes left out).
CURRENCIES: Final = frozenset(
    [
        "AED",
        "AFN",
        "ALL",
        "AMD",
        "ANG",
        "AOA",
        "ARS",
        "AUD",
        "AWG",
        "AZN",
        "BAM",
        "BBD",
        "BDT",
        "BGN",
        "BHD",
        "BIF",
        "BMD",
        "BND",
        "BOB",
        "BRL",
        "BSD",
        "BTN",
        "BWP",
        "BYN",
        "BZD",
        "CAD",
        "CDF",
        "CHF",
        "CLP",
        "CNY",
        "COP",
        "CRC",
        "CUP",
        "CVE",
        "CZK",
        "DJF",
        "DKK",
        "DOP",
        "DZD",
        "EGP",
        "ERN",
        "ETB",
        "EUR",
        "FJD",
        "FKP",
        "GBP",
        "GEL",
        "GHS",
        "GIP",
        "GMD",
        "GNF",
        "GTQ",
        "GYD",
        "HKD",
        "HNL",
        "HTG",
        "HUF",
        "IDR",
        "ILS",
        "INR",
        "IQD",
        "IRR",
        "ISK",
        "JMD",
        "JOD",
        "JPY",
        "KES",
        "KGS",
        "KHR",
        "KMF",
        "KPW",
        "KRW",
        "KWD",
        "KYD",
        "KZT",
        "LAK",
        "LBP",
        "LKR",
        "LRD",
        "LSL",
        "LYD",
        "MAD",
        "MDL",
        "MGA",
        "MKD",
        "MMK",
        "MNT",
        "MOP",
        "MRU",
        "MUR",
        "MVR",
        "MWK",
        "MXN",
        "MYR",
        "MZN",
        "NAD",
        "NGN",
        "NIO",
        "NOK",
        "NPR",
        "NZD",
        "OMR",
        "PAB",
        "PEN",
        "PGK",
        "PHP",
        "PKR",
        "PLN",
        "PYG",
        "QAR",
        "RON",
        "RSD",
        "RUB",
        "RWF",
        "SAR",
        "SBD",
        "SCR",
        "SDG",
        "SEK",
        "SGD",
        "SHP",
        "SLE",
        "SOS",
        "SRD",
        "SSP",
        "STN",
        "SVC",
        "SYP",
        "SZL",
        "THB",
        "TJS",
        "TMT",
        "TND",
        "TOP",
        "TRY",
        "TTD",
        "TWD",
        "TZS",
        "UAH",
        "UGX",
        "USD",
        "UYU",
        "UZS",
        "VED",
        "VES",
        "VND",
        "VUV",
        "WST",
        "XAF",
        "XCD",
        "XOF",
        "XPF",
        "YER",
        "ZAR",
        "ZMW",
        "ZWG",
    ]
)


class Rounding(enum.Enum):
    """How an exact amount becomes whole minor units."""

    HALF_UP = "half-up"
    HALF_EVEN = "half-even"
    UP = "up"
    DOWN = "down"


def exponent(currency: str) -> int:
    """Give the number of decimals of ``currency`` (ISO 4217 alpha-3): 0, 2 or 3."""
    return _EXPONENTS.get(currency, 2)


def rounded(value: Fraction, how: Rounding = Rounding.HALF_UP) -> int:
    """
    Round an exact number of minor units to a whole one (rule MO-1).

    UP is away from zero and DOWN is towards it; HALF_UP sends a half away from zero.
    """
    if how is Rounding.HALF_UP:
        return half_up(value.numerator, value.denominator)
    if value < 0:
        return -rounded(-value, how)
    denominator = value.denominator
    whole, rest = divmod(value.numerator, denominator)
    if how is Rounding.UP:
        return whole + (rest > 0)
    if how is Rounding.HALF_EVEN:
        return whole + (2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1))
    return whole


def half_up(numerator: int, denominator: int) -> int:
    """Round a quotient half up, away from zero, without making a fraction of it first."""
    if numerator < 0:
        return -half_up(-numerator, denominator)
    return (2 * numerator + denominator) // (2 * denominator)


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """
    Share ``total`` minor units by ``weights`` so that the parts add up to the whole (rule MO-2).

    Largest remainder; among equal remainders the earlier part wins. Weights are whole, none negative; if all are
    zero, the parts are as equal as can be. A negative total gives the negated parts of its opposite.
    """
    assert weights, "there is somebody to share with"
    assert min(weights) >= 0, "no weight is negative"
    if total < 0:
        return [-part for part in allocate(-total, weights)]
    sum_of_weights = sum(weights)
    if len(weights) == 1:
        return [total]
    if sum_of_weights == 0:
        weights, sum_of_weights = [1] * len(weights), len(weights)
    floors = [divmod(total * weight, sum_of_weights) for weight in weights]
    parts = [whole for whole, _ in floors]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-floors[i][1], i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """Whole minor units of one currency. Adding another currency is a bug, not a refusal."""

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        assert other.currency == self.currency, f"{other.currency} is not {self.currency}"
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        return self + (-other)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def times(self, factor: Fraction | int, how: Rounding = Rounding.HALF_UP) -> Money:
        """Multiply by an exact factor and round once."""
        return Money(rounded(self.minor * Fraction(factor), how), self.currency)

    def split(self, weights: Sequence[int]) -> list[Money]:
        """Share by weights; the parts add up to the whole (MO-2)."""
        return [Money(part, self.currency) for part in allocate(self.minor, weights)]

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in ``currency``."""
        return cls(0, currency)


def total(parts: Sequence[Money], currency: str) -> Money:
    """Add up amounts of one currency; none at all is zero of ``currency``."""
    assert all(part.currency == currency for part in parts), f"all of it is {currency}"
    return Money(sum([part.minor for part in parts]), currency)
