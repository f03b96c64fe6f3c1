"""Harvest months: whether goods are in season, and how long ago their harvest ended."""

from __future__ import annotations

from collections.abc import Iterable

ALL_YEAR = 12


def in_season(months: Iterable[int], month: int) -> bool:
    """Whether a harvest is in ``month`` or was in the month before; what is made all year is always in."""
    return not set(months).isdisjoint({month, (month - 2) % 12 + 1})


def months_since(months: Iterable[int], month: int) -> int:
    """Give how many months before ``month`` the last harvest ended; goods of the whole year, and of none, are last."""
    found = set(months)
    if not found or len(found) == ALL_YEAR:
        return ALL_YEAR
    return min((month - one) % 12 for one in found)
