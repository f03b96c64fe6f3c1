"""What did not reach its listeners, and who did what: for the deployment's own people."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.core.paginator import Page
from django.db.models import Q, QuerySet

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
    """Who did what in which role to which thing, and why; ``changed`` holds ids and figures as they were written."""

    at: datetime
    who: str
    role: str
    deed: str
    subject: str
    reason: str
    changed: str


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


@dataclass(frozen=True, slots=True)
class DeedFilter:
    """Which deeds are wanted: part of the subject or the reason, one kind of deed, a person, from a day to a day."""

    words: str = ""
    deed: str = ""
    who: str = ""
    since: date | None = None
    until: date | None = None


NO_FILTER: Final = DeedFilter()


def kinds_of_deeds(viewer: Viewer) -> list[str]:
    """
    Give the kinds of deeds that were done so far.

    :raises sogdia.domain.refusals.NotAllowed: for anybody but the operator.
    """
    viewer.require(*OPERATOR_ROLES)
    return list(AuditRow.objects.order_by("deed").values_list("deed", flat=True).distinct())


def list_deeds(viewer: Viewer, *, wanted: DeedFilter = NO_FILTER, asked: Asked = FIRST_PAGE) -> Page[Any]:
    """
    Give privileged deeds, newest first.

    :raises sogdia.domain.refusals.NotAllowed: for anybody but the operator.
    """
    viewer.require(*OPERATOR_ROLES)
    rows = _chosen(wanted)
    found: Page[Any] = page_of(ordered(rows, asked, COLUMNS, otherwise=("-at", "-id")), asked)
    names = {
        user.pk: user.get_full_name()
        for user in User.objects.filter(pk__in={row.user_id for row in found.object_list if row.user_id})
    }
    found.object_list = [
        PrivilegedDeed(
            row.at,
            names.get(row.user_id or 0, ""),
            row.role,
            row.deed,
            row.subject,
            row.reason,
            json.dumps(row.data, ensure_ascii=False, sort_keys=True) if row.data else "",
        )
        for row in found.object_list
    ]
    return found


def _chosen(wanted: DeedFilter) -> QuerySet[AuditRow]:
    rows = AuditRow.objects.all()
    if wanted.words:
        told = Q(subject__icontains=wanted.words) | Q(reason__icontains=wanted.words)
        rows = rows.filter(told | Q(deed__icontains=wanted.words))
    if wanted.deed:
        rows = rows.filter(deed=wanted.deed)
    if wanted.who:
        known = Q(name__icontains=wanted.who) | Q(email__icontains=wanted.who)
        rows = rows.filter(user_id__in=User.objects.filter(known).values("pk"))
    if wanted.since:
        rows = rows.filter(at__date__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(at__date__lte=wanted.until)
    return rows
