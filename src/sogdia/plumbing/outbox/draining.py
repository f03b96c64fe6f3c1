"""Take waiting events one by one, each in a transaction of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from sogdia.plumbing.outbox.models import OutboxEvent

_log = logging.getLogger(__name__)
_RETRY = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)

#: For how long an event is one worker's alone; a worker that dies with it leaves it to others after this.
LEASE = timedelta(minutes=5)

HandOn = Callable[[str, dict[str, Any], datetime], None]


def drain(hand_on: HandOn, *, now: datetime, limit: int) -> int:
    """Hand on waiting events in order; one that fails waits longer each time and stays until it succeeds."""
    ids = list(_waiting(now).order_by("id").values_list("id", flat=True)[:limit])
    return sum(_one(event_id, hand_on, now) for event_id in ids)


def is_waiting(*, now: datetime) -> bool:
    """Tell whether any event waits to be handed on."""
    return _waiting(now).exists()


def _waiting(now: datetime) -> QuerySet[OutboxEvent]:
    # A wait longer than the longest there is was written by a clock that was ahead: it is over.
    is_due = (
        Q(next_try_at__isnull=True) | Q(next_try_at__lte=now) | Q(next_try_at__gt=now + _RETRY[-1] + LEASE)
    )
    return OutboxEvent.objects.filter(is_due, handled_at__isnull=True)


def _one(event_id: int, hand_on: HandOn, now: datetime) -> bool:
    try:
        with transaction.atomic():
            event = _waiting(now).select_for_update().filter(id=event_id).first()
            if event is None:
                return False
            event.next_try_at = now + LEASE
            event.save(update_fields=["next_try_at"])
        hand_on(event.topic, event.payload, event.occurred_at)
        OutboxEvent.objects.filter(id=event_id).update(handled_at=now, next_try_at=None)
    except Exception as error:  # noqa: BLE001  a listener's bug must not stop the others; it is logged and tried again
        _log.exception("outbox event %s failed", event_id)
        _postpone(event_id, error, now)
        return False
    return True


def _postpone(event_id: int, error: Exception, now: datetime) -> None:
    with transaction.atomic():
        event = OutboxEvent.objects.select_for_update().get(id=event_id)
        wait = _RETRY[min(event.attempts, len(_RETRY) - 1)]
        event.attempts += 1
        event.next_try_at = now + wait
        event.last_error = repr(error)[:400]
        event.save(update_fields=["attempts", "next_try_at", "last_error"])
