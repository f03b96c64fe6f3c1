"""
Exact arithmetic on columns of whole numbers.

A product of two 64-bit numbers need not fit in 64 bits. Where it does not, the quotient is guessed in floating point and
then put right by its remainder: wrapping multiplication gives the remainder exactly as long as it fits, which the bounds
below see to. So no result depends on how a floating point operation rounds; what does not fit even so is computed with
Python's own numbers.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

#: A guess is off by one at most while the quotient stays below this; amounts beyond it are not priced in columns.
LARGEST = 1 << 50
#: Denominators stay below this, so that a remainder of a quotient that is off by one still fits.
WIDEST = 1 << 60
_FITS = 1 << 62


class TooLarge(Exception):
    """A figure that a column cannot hold: the exact engine must price these goods."""


def wrapped(number: int) -> np.int64:
    """Give a whole number as 64 bits hold it."""
    return np.uint64(number & 0xFFFF_FFFF_FFFF_FFFF).astype(np.int64)


def peak(column: Ints) -> int:
    """Give the largest value; nought of an empty column."""
    return int(column.max()) if column.size else 0


def _by_hand(column: Ints, over: Any, under: int) -> tuple[Ints, Ints]:
    """Divide with Python's own numbers; ``over`` is one number or an object column."""
    product = column.astype(object) * over
    whole = product // under
    if column.size and (max(whole) >= LARGEST or under >= _FITS):
        raise TooLarge
    return whole.astype(np.int64), (product - whole * under).astype(np.int64)


def shares(column: Ints, over: int, under: int) -> tuple[Ints, Ints]:
    """Give whole part and remainder of ``column * over / under``; nothing is negative."""
    top = peak(column) * over
    if max(top, over, under) < _FITS:
        product = column * over
        whole = product // under
        return whole, product - whole * under
    if top // under >= LARGEST or under >= WIDEST or peak(column) >= LARGEST:
        return _by_hand(column, over, under)
    whole = (column * (over / under)).astype(np.int64)
    rest = column * wrapped(over) - whole * under
    return _put_right(whole, rest, under)


def shares_of_each(column: Ints, over: Ints, under: int) -> tuple[Ints, Ints]:
    """Give whole part and remainder of ``column * over / under``, ``over`` being a column too."""
    top = peak(column) * peak(over)
    if max(top, under) < _FITS:
        product = column * over
        whole = product // under
        return whole, product - whole * under
    if top // under >= LARGEST or under >= WIDEST or peak(column) >= LARGEST:
        return _by_hand(column, over.astype(object), under)
    whole = (column * (over / under)).astype(np.int64)
    rest = column * over - whole * under
    return _put_right(whole, rest, under)


def _put_right(whole: Ints, rest: Ints, under: int) -> tuple[Ints, Ints]:
    low = rest < 0
    whole -= low
    rest += low * np.int64(under)
    high = rest >= under
    whole += high
    rest -= high * np.int64(under)
    return whole, rest


def half_up(column: Ints, over: int, under: int) -> Ints:
    """Round ``column * over / under`` half up, as the rulebook's ``rounded`` does; nothing is negative."""
    common = math.gcd(over, under)
    over, under = over // common, under // common
    top = peak(column) * over
    if under == 1:
        if max(top, over) >= LARGEST:
            raise TooLarge
        return column * over
    if 2 * max(top, over) + under < _FITS:
        found = column * (2 * over)
        found += under
        found //= 2 * under
        return found
    whole, rest = shares(column, over, under)
    whole += rest >= under - rest
    return whole


def half_up_of_each(column: Ints, over: Ints, under: int) -> Ints:
    """Round ``column * over / under`` half up, ``over`` being a column too."""
    if 2 * peak(column) * peak(over) + under < _FITS:
        found = column * over
        found *= 2
        found += under
        found //= 2 * under
        return found
    whole, rest = shares_of_each(column, over, under)
    whole += rest >= under - rest
    return whole


def up(column: Ints, over: int, under: int) -> Ints:
    """Round ``column * over / under`` up."""
    common = math.gcd(over, under)
    whole, rest = shares(column, over // common, under // common)
    whole += rest > 0
    return whole
