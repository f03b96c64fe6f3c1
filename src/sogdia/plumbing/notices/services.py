"""Keep what a person is told, and send it by e-mail until it has left or has failed too often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q

from sogdia.plumbing.accounts.models import User
from sogdia.plumbing.notices.models import Notice

#: How long to wait after each try; when they are used up, the operator sees the notice and may send it again.
WAITS: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
    timedelta(hours=24),
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is told: an account, or a guest by the row of personal data that holds the address."""

    user_id: int | None = None
    address_id: int | None = None
    language: str = "en"
    mutes: frozenset[str] = frozenset()


def tell_person(
    reader: Reader, kind: str, *, subject: str, params: Mapping[str, Any], at: datetime, group: str = ""
) -> bool:
    """
    Keep a notice for ``reader``, once for each ``subject``; gives whether it is new.

    ``group`` is what readers may mute in mails; without one it is always sent. ``params`` holds ids and figures.
    """
    assert connection.in_atomic_block, "a notice is kept in the transaction of its listener"
    assert (reader.user_id is None) != (reader.address_id is None), "an account or an address, not both"
    who = f"u{reader.user_id}" if reader.user_id else f"a{reader.address_id}"
    _row, is_new = Notice.objects.get_or_create(
        once_key=f"{kind}:{subject}:{who}"[:160],
        defaults={
            "user_id": reader.user_id,
            "address_id": reader.address_id,
            "language": reader.language,
            "kind": kind,
            "params": dict(params),
            "made_at": at,
            "by_mail": not (group and group in reader.mutes),
        },
    )
    return is_new


def readers(user_ids: list[int]) -> list[Reader]:
    """Give the active accounts as readers in their languages."""
    return [
        Reader(
            user_id=row["id"],
            language=row["language"] or "en",
            mutes=frozenset(
                group for group, wanted in (row["mail_preferences"] or {}).items() if wanted is False
            ),
        )
        for row in User.objects.filter(pk__in=user_ids, is_active=True)
        .order_by("pk")
        .values("id", "language", "mail_preferences")
    ]


def due_ids(*, at: datetime, limit: int) -> list[int]:
    """Give the notices whose mail should be tried now, oldest first."""
    due = Q(next_try_at__isnull=True) | Q(next_try_at__lte=at) | Q(next_try_at__gt=at + WAITS[-1])
    rows = Notice.objects.filter(due, by_mail=True, sent_at__isnull=True, attempts__lt=len(WAITS))
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def take(notice_id: int, *, at: datetime) -> Notice | None:
    """Take a notice for one try, so that nobody else sends it meanwhile; ``None`` when somebody did."""
    with transaction.atomic():
        row = Notice.objects.select_for_update().filter(pk=notice_id, sent_at__isnull=True).first()
        if row is None or row.attempts >= len(WAITS) or _waits(row, at):
            return None
        row.next_try_at = at + WAITS[row.attempts]
        row.attempts += 1
        row.save(update_fields=["next_try_at", "attempts"])
        return row


def _waits(row: Notice, at: datetime) -> bool:
    """A wait longer than the longest there is was written by a clock that was ahead: it is over."""
    return row.next_try_at is not None and at < row.next_try_at <= at + WAITS[-1]


def mark_sent(notice_id: int, *, at: datetime) -> None:
    """Write that the mail has left."""
    Notice.objects.filter(pk=notice_id).update(sent_at=at, last_error="")


def mark_failed(notice_id: int, *, error: str) -> None:
    """Write why the mail has not left; the next try is set already."""
    Notice.objects.filter(pk=notice_id).update(last_error=error[:400])


def keep_on_page(notice_id: int) -> None:
    """Give up the mail: there is no address any more."""
    Notice.objects.filter(pk=notice_id).update(by_mail=False, last_error="no address")


def try_again(notice_id: int) -> bool:
    """Let a mail that failed be tried at once; gives whether there was one."""
    rows = Notice.objects.filter(pk=notice_id, by_mail=True, sent_at__isnull=True)
    return bool(rows.update(attempts=0, next_try_at=None))


def mark_read(*, user_id: int, at: datetime, notice_id: int | None = None) -> int:
    """Write that a person has read one of their notices, or all; gives how many."""
    rows = Notice.objects.filter(user_id=user_id, read_at__isnull=True)
    if notice_id is not None:
        rows = rows.filter(pk=notice_id)
    return rows.update(read_at=at)
