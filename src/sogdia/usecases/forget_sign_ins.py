"""Delete what sign-in no longer needs: sessions that ran out, sign-ins ended long ago, tries past their window."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from sogdia.plumbing import tries
from sogdia.plumbing.accounts import sign_ins

#: How long a browser that signed out is remembered, so that coming back is no news.
KEPT = timedelta(days=180)


def forget_sign_ins(*, at: datetime) -> int:
    """Delete; gives how many rows went."""
    with transaction.atomic():
        return sign_ins.forget(at=at, before=at - KEPT) + tries.forget(at=at)
