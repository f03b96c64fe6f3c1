"""Count tries from one address in a window, so that looking up cannot become guessing (rule IS-2)."""

from __future__ import annotations

from datetime import datetime

from django.utils.crypto import salted_hmac

from sogdia.domain.guests import TRIES, WINDOW, check_tries
from sogdia.plumbing.accounts.models import Try


def count(what: str, *, address: str, at: datetime) -> None:
    """
    Count one try, right or wrong, with those that every other process counted; the address is kept as a digest.

    Two statements on a small table that only look-ups touch; ``forget`` keeps it small.

    :raises sogdia.domain.guests.TooManyTries: with ``again_at``; the try itself is counted too.
    """
    who = salted_hmac("sogdia.tries", address, algorithm="sha256").hexdigest()
    rows = Try.objects.filter(what=what, who=who)
    recent = rows.filter(at__gt=at - WINDOW).order_by("-at", "-id")
    earlier = list(recent.values_list("at", flat=True)[: TRIES * 5])
    if len(earlier) < TRIES * 5:
        Try.objects.create(what=what, who=who, at=at)
    check_tries(earlier, at=at)


def forget(*, at: datetime) -> int:
    """Delete tries past their window; gives how many."""
    gone, _by_table = Try.objects.filter(at__lte=at - WINDOW).delete()
    return gone
