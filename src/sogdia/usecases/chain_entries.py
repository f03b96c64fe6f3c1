"""Link sealed journal entries into a hash chain after their commit, and close each day with one root."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from sogdia.apps.ledger import services as ledger
from sogdia.apps.ledger.models import ChainLink, DailyRoot, Entry
from sogdia.domain.ledger import chain
from sogdia.domain.ledger.chain import GENESIS, Link, Recorded

#: A day is closed when no deed of it can still be on its way.
CLOSED_AFTER = timedelta(days=2)


def recorded(row: Entry) -> Recorded:
    """Give a row as the chain sees it."""
    return Recorded(row.pk, row.at.astimezone(UTC).isoformat(), ledger.read_entry(row))


def chain_entries(*, at: datetime, limit: int = 500) -> int:
    """Link entries that have no link yet, in the order of their ids; deeds never wait for it. Gives how many."""
    with transaction.atomic(durable=True):
        # One at a time: whoever holds the last link writes the next.
        last = ChainLink.objects.select_for_update().order_by("-pk").first()
        linked = ChainLink.objects.values("entry_id")
        rows = list(Entry.objects.filter(is_sealed=True).exclude(pk__in=linked).order_by("pk")[:limit])
        if last is not None and ChainLink.objects.filter(pk__gt=last.pk).exists():
            return 0
        links = chain.extend(last.digest if last else GENESIS, [recorded(row) for row in rows])
        for link in links:
            ChainLink.objects.create(entry_id=link.entry_id, digest=link.digest)
        close_days(before=(at - CLOSED_AFTER).date())
        return len(links)


def close_days(*, before: date) -> None:
    """Write the root of every day before this one that has links and no root yet."""
    known = set(DailyRoot.objects.values_list("day", flat=True))
    days = {row.date() for row in ChainLink.objects.values_list("entry__at", flat=True)}
    for day in sorted(days - known):
        if day < before:
            links = links_of(day)
            DailyRoot.objects.create(day=day, root=chain.daily_root(links), count=len(links))


def links_of(day: date) -> list[Link]:
    """Give the links of a day's entries (UTC), in the order in which they were linked."""
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
    rows = ChainLink.objects.filter(entry__at__gte=begin, entry__at__lt=begin + timedelta(days=1))
    return [Link(row.entry_id, GENESIS, row.digest) for row in rows.order_by("pk")]
