"""Write events, use keys, keep the audit: always inside the transaction of the deed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from sogdia.domain.occasions import why
from sogdia.domain.refusals import KeyReused
from sogdia.domain.viewer import Viewer
from sogdia.plumbing import written
from sogdia.plumbing.outbox.models import AuditRow, DeedKey, OutboxEvent
from sogdia.plumbing.prepared import Prepared

KEY_LIFE = timedelta(days=30)
_KEYS = Prepared(lambda scope, key: DeedKey.objects.filter(scope=scope, key=key), str, str)


def tell(topic: str, *, at: datetime, **ids: Any) -> None:
    """Write one event; a job hands it on after the commit."""
    assert connection.in_atomic_block, "an event belongs to the transaction of its deed"
    written.insert(OutboxEvent(topic=topic, payload=ids, occurred_at=at))


def digest(body: Mapping[str, Any]) -> str:
    """Give the digest of a deed's body, whatever the order of its fields."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()


def answer_of(*, scope: str, key: str, body: Mapping[str, Any]) -> dict[str, Any] | None:
    """
    Give the answer that this key already got, or ``None`` if it is new.

    :raises KeyReused: when the key came before with another body.
    """
    assert connection.in_atomic_block
    used = _KEYS.first(scope, key)
    if used is None:
        return None
    if used.body_digest != digest(body):
        raise KeyReused(f"Key {key} of {scope} was used with another body.")
    return dict(used.answer)


def remember(*, scope: str, key: str, body: Mapping[str, Any], answer: dict[str, Any], at: datetime) -> None:
    """Keep the answer under its key for thirty days."""
    written.insert(DeedKey(scope=scope, key=key, body_digest=digest(body), answer=answer, used_at=at))


def audit(
    deed: str,
    *,
    subject: str,
    at: datetime,
    by: Viewer | None = None,
    user_id: int | None = None,
    reason: str = "",
    **data: Any,
) -> None:
    """
    Add a row to the audit of privileged deeds, in the transaction of the deed (rule AU-1).

    ``by`` did it, in the roles they have at this moment; where no viewer acts, ``user_id`` names who asked, if anybody.
    ``data`` holds ids and figures, with ``old`` and ``new`` where something was changed. A deed of a day's work needs no
    ``reason``: what brought it about is kept instead (rule AU-2); any other deed without one is not done.

    :raises ValueError: a judgement without a reason.
    """
    AuditRow.objects.create(
        at=at,
        user_id=by.user_id if by is not None else user_id,
        role=by.roles if by is not None else "",
        deed=deed,
        subject=subject,
        reason=why(deed, reason)[:500],
        data=data,
    )


def try_again(event_id: int) -> bool:
    """Let an event that failed be handed on at the next turn; gives whether there was one."""
    rows = OutboxEvent.objects.filter(pk=event_id, handled_at__isnull=True)
    return bool(rows.update(next_try_at=None))
