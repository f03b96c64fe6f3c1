"""What publishers of exchange rates say, and the pairs that are made of it (rules FX-5 to FX-7)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from sogdia.domain.refusals import Refusal

#: A rate is kept to this many places; what is crossed is rounded here, once.
PLACES: Final = 12


class PublicationNotReadable(Refusal):
    """A publisher's file that cannot be read; ``line`` and ``why`` say where and what is wrong."""

    code = "publication-not-readable"


@dataclass(frozen=True, slots=True)
class PublishedRate:
    """One ``currency`` is worth ``value`` of the publisher's base currency, both in major units, on ``as_of``."""

    currency: str
    value: Fraction
    as_of: date


@dataclass(frozen=True, slots=True)
class Publication:
    """
    A publisher's file: its base currency, and every rate of it.

    ``crosses``: whether pairs of two other currencies may be made of it (a reference for the whole market), or only
    pairs with its own (a national bank, whose word is the law for its own currency and nobody else's).
    """

    publisher: str
    base: str
    crosses: bool
    rates: tuple[PublishedRate, ...]

    @property
    def days(self) -> tuple[date, ...]:
        """Give the days it speaks of, in their order."""
        return tuple(sorted({rate.as_of for rate in self.rates}))


@dataclass(frozen=True, slots=True)
class StatedRate:
    """``value`` units of ``quote`` for one of ``base``, both in major units, with where it comes from."""

    base: str
    quote: str
    value: Decimal
    as_of: date
    source: str


def state(publication: Publication, *, wanted: Collection[str]) -> Iterator[StatedRate]:
    """
    Give every ordered pair of ``wanted`` currencies that a publication supports, for each of its days.

    FX-5: a pair is the quotient of both values in the publisher's base, rounded half up to twelve places once.
    FX-6: a national bank's file gives pairs with its own currency only.
    """
    base = publication.base
    for day in publication.days:
        worth = {rate.currency: rate.value for rate in publication.rates if rate.as_of == day}
        worth[base] = Fraction(1)
        known = sorted(worth.keys() & set(wanted))
        for one in known:
            for other in known:
                if one == other or not (publication.crosses or base in (one, other)):
                    continue
                crossed = "" if base in (one, other) else f", crossed through {base}"
                value = _rounded(worth[one] / worth[other])
                if value > 0:
                    source = f"{publication.publisher}, {day.isoformat()}{crossed}"
                    yield StatedRate(one, other, value, day, source)


def _rounded(value: Fraction) -> Decimal:
    scaled = (value.numerator * 10**PLACES * 2 + value.denominator) // (2 * value.denominator)
    return Decimal(scaled).scaleb(-PLACES).quantize(Decimal(1).scaleb(-PLACES), rounding=ROUND_HALF_UP)
