"""What did not reach its listeners, and who did what: for the deployment's own people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page

from sogdia.domain.viewer import OPERATOR_ROLES, Viewer
from sogdia.plumbing.accounts.models import User
from sogdia.plumbing.listing import FIRST_PAGE, Asked, ordered, page_of
from sogdia.plumbing.outbox.models import AuditRow, OutboxEvent

COLUMNS = {
    "at": ("at",),
    "deed": ("deed", "at"),
    "subject": ("subject", "at"),
}


@dataclass(frozen=True, slots=True)
class FailingEvent:
    """An event that a listener could not take: ids only."""

    id: int
    topic: str
    payload: dict[str, Any]
    occurred_at: datetime
    attempts: int
    next_try_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class PrivilegedDeed:
    """Who did what to which thing, and why."""

    at: datetime
    who: str
    deed: str
    subject: str
    reason: str


def list_failing(viewer: Viewer, *, limit: int = 50) -> list[FailingEvent]:
    """
    Give the events that failed and wait for another try, those tried most often first.

    :raises sogdia.domain.refusals.NotAllowed: for anybody but the operator.
    """
    viewer.require(*OPERATOR_ROLES)
    rows = OutboxEvent.objects.filter(handled_at__isnull=True, attempts__gt=0)
    return [
        FailingEvent(
            row.pk, row.topic, row.payload, row.occurred_at, row.attempts, row.next_try_at, row.last_error
        )
        for row in rows.order_by("-attempts", "id")[:limit]
    ]


def list_deeds(viewer: Viewer, *, words: str = "", asked: Asked = FIRST_PAGE) -> Page[Any]:
    """
    Give privileged deeds, newest first; ``words`` is a deed or a part of its subject.

    :raises sogdia.domain.refusals.NotAllowed: for anybody but the operator.
    """
    viewer.require(*OPERATOR_ROLES)
    rows = AuditRow.objects.all()
    if words:
        rows = rows.filter(subject__icontains=words) | rows.filter(deed__icontains=words)
    found: Page[Any] = page_of(ordered(rows, asked, COLUMNS, otherwise=("-at", "-id")), asked)
    names = {
        user.pk: user.get_full_name()
        for user in User.objects.filter(pk__in={row.user_id for row in found.object_list if row.user_id})
    }
    found.object_list = [
        PrivilegedDeed(row.at, names.get(row.user_id or 0, ""), row.deed, row.subject, row.reason)
        for row in found.object_list
    ]
    return found
