"""Figures as publishers write them."""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction

from sogdia.domain.publication import PublicationNotReadable

_FIGURE = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{1,15})?")
_CURRENCY = re.compile(r"[A-Z]{3}")


def figure(text: str, *, line: int) -> Fraction:
    """
    Read a positive decimal figure, with a point or a comma.

    :raises PublicationNotReadable: with ``line`` and ``why``.
    """
    bare = text.strip()
    if not _FIGURE.fullmatch(bare) or not (value := Fraction(bare.replace(",", "."))):
        raise PublicationNotReadable(f"{bare[:40]!r} on line {line}.", line=line, why="not a positive figure")
    return value


def day(text: str, pattern: str, *, line: int) -> date:
    """
    Read a date in a ``strptime`` pattern.

    :raises PublicationNotReadable: with ``line`` and ``why``.
    """
    try:
        return datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise PublicationNotReadable(f"{text[:40]!r} on line {line}.", line=line, why="not a date") from None


def currency(text: str, *, line: int) -> str:
    """
    Read a currency code (ISO 4217).

    :raises PublicationNotReadable: with ``line`` and ``why``.
    """
    bare = text.strip()
    if not _CURRENCY.fullmatch(bare):
        raise PublicationNotReadable(f"{bare[:40]!r} on line {line}.", line=line, why="not a currency code")
    return bare


def words(content: bytes) -> str:
    """
    Read text in UTF-8, with or without its mark.

    :raises PublicationNotReadable: it is something else.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PublicationNotReadable("Not UTF-8.", line=1, why="not text in UTF-8") from None
