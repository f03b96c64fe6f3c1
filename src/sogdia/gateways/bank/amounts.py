"""Reads amounts and dates of bank files exactly, or says on which line they are wrong."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from sogdia.domain.money import CURRENCIES, Money, exponent
from sogdia.domain.ports import StatementNotReadable


def not_readable(line: int, reason: str, found: str = "") -> StatementNotReadable:
    """Give the refusal that says what is wrong on which line; ``found`` is what stands there."""
    shown = found[:60]
    why = f"{reason} {shown!r}" if found else reason
    return StatementNotReadable(f"Line {line}: {why}", line=line, why=why, reason=reason, found=shown)


def read_amount(text: str, currency: str, *, line: int) -> Money:
    """
    Read a decimal number with a point (``79.90``) as minor units of ``currency``.

    :raises sogdia.domain.ports.StatementNotReadable: another shape, or more decimals than the currency has.
    """
    if currency not in CURRENCIES:
        raise not_readable(line, "currency", currency)
    if not re.fullmatch(r"-?[0-9]{1,13}(\.[0-9]{1,5})?", text):
        raise not_readable(line, "amount", text)
    minor = Fraction(text) * 10 ** exponent(currency)
    if minor.denominator != 1:
        raise not_readable(line, "amount", text)
    return Money(int(minor), currency)


def read_date(text: str, *, line: int) -> date:
    """
    Read an ISO date, or the date of an ISO instant.

    :raises sogdia.domain.ports.StatementNotReadable: another shape.
    """
    try:
        found = date.fromisoformat(text[:10])
        if not 1990 <= found.year <= 2100:
            raise ValueError(text)
        return found
    except ValueError:
        raise not_readable(line, "date", text) from None


def write_amount(money: Money) -> str:
    """Write minor units as a decimal number with a point."""
    digits = exponent(money.currency)
    whole, part = divmod(money.minor, 10**digits)
    return f"{whole}.{part:0{digits}d}" if digits else str(whole)
