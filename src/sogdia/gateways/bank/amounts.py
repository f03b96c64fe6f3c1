"""Reads amounts and dates of bank files exactly, or says on which line they are wrong."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from sogdia.domain.money import Money, exponent
from sogdia.domain.ports import StatementNotReadable


def read_amount(text: str, currency: str, *, line: int) -> Money:
    """
    Read a decimal number with a point (``79.90``) as minor units of ``currency``.

    :raises sogdia.domain.ports.StatementNotReadable: another shape, or more decimals than the currency has.
    """
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise StatementNotReadable(f"Currency {currency!r}.", line=line, why=f"currency {currency!r}")
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,5})?", text):
        raise StatementNotReadable(f"Amount {text!r}.", line=line, why=f"amount {text!r}")
    minor = Fraction(text) * 10 ** exponent(currency)
    if minor.denominator != 1:
        raise StatementNotReadable(f"Amount {text!r} of {currency}.", line=line, why=f"amount {text!r}")
    return Money(int(minor), currency)


def read_date(text: str, *, line: int) -> date:
    """
    Read an ISO date, or the date of an ISO instant.

    :raises sogdia.domain.ports.StatementNotReadable: another shape.
    """
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise StatementNotReadable(f"Date {text!r}.", line=line, why=f"date {text!r}") from None


def write_amount(money: Money) -> str:
    """Write minor units as a decimal number with a point."""
    digits = exponent(money.currency)
    whole, part = divmod(money.minor, 10**digits)
    return f"{whole}.{part:0{digits}d}" if digits else str(whole)
