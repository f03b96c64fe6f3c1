"""Tell a person what happened to their account: a sign-in, a password, a second step, an address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from sogdia.plumbing.notices import services as notices


def tell_safety(*, user_id: int, kind: str, at: datetime, **params: Any) -> None:
    """Keep a notice of ``kind`` that no preference mutes; the worker mails it."""
    with transaction.atomic():
        for reader in notices.readers([user_id]):
            notices.tell_person(
                reader,
                kind,
                subject=at.isoformat(),
                params={"when_at": at.isoformat(), **params},
                at=at,
            )
