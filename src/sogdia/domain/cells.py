"""Figures of a few are figures of somebody: when a cell of a table is withheld (rule IS-4)."""

from __future__ import annotations

from typing import Final

LEAST_PRODUCERS: Final = 5


def is_withheld(producers: int, *, is_for_others: bool) -> bool:
    """
    IS-4: a cell of fewer than five producers is shown to no third party; a region's own officer sees it.

    An empty cell says nothing of anybody and is shown.
    """
    return is_for_others and 0 < producers < LEAST_PRODUCERS
