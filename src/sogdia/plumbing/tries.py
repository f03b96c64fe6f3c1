"""Count tries from one address in a window, so that looking up cannot become guessing (rule IS-2)."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache

from sogdia.domain.guests import WINDOW, check_tries


def count(what: str, *, address: str, at: datetime) -> None:
    """
    Count one try, right or wrong.

    :raises sogdia.domain.guests.TooManyTries: with ``again_at``; the try itself is counted too.
    """
    key = f"tries:{what}:{address}"
    earlier = [when for when in cache.get(key, []) if at - when < WINDOW]
    cache.set(key, [*earlier, at][-50:], int(WINDOW.total_seconds()))
    check_tries(earlier, at=at)
