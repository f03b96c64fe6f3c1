"""What a person was told, and which mails do not leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator

from sogdia.domain.viewer import OPERATOR_ROLES, Viewer
from sogdia.plumbing.notices.models import Notice
from sogdia.plumbing.notices.services import WAITS


@dataclass(frozen=True, slots=True)
class MailView:
    """A mail that has not left: no address, only what went wrong."""

    id: int
    kind: str
    made_at: datetime
    attempts: int
    next_try_at: datetime | None
    error: str
    is_given_up: bool


def list_of(user_id: int, *, page: int = 1, size: int = 25) -> Page[Notice]:
    """Give a person's notices, newest first, by pages."""
    rows = Notice.objects.filter(user_id=user_id).order_by("-made_at", "-id")
    return Paginator(rows, size).get_page(page)


def count_unread(user_id: int) -> int:
    """Give how many notices a person has not read."""
    return Notice.objects.filter(user_id=user_id, read_at__isnull=True).count()


def list_failing(viewer: Viewer, *, limit: int = 50) -> list[MailView]:
    """
    Give the mails that failed at least once and have not left, those given up first; never to whom.

    :raises sogdia.domain.refusals.NotAllowed: for anybody but the operator.
    """
    viewer.require(*OPERATOR_ROLES)
    rows = Notice.objects.filter(by_mail=True, sent_at__isnull=True, attempts__gt=0).exclude(last_error="")
    return [
        MailView(
            id=row.pk,
            kind=row.kind,
            made_at=row.made_at,
            attempts=row.attempts,
            next_try_at=row.next_try_at,
            error=row.last_error,
            is_given_up=row.attempts >= len(WAITS),
        )
        for row in rows.order_by("-attempts", "id")[:limit]
    ]
