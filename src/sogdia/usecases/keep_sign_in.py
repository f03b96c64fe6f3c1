"""Keep who signed in with which browser, and tell them of one that was not seen before."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.plumbing.accounts import sign_ins
from sogdia.usecases.tell_safety import tell_safety


def keep_sign_in(*, user_id: int, session_key: str, mark: str, agent: str, at: datetime) -> int:
    """Keep a sign-in; ``mark`` is the browser's own, ``agent`` what it calls itself. Gives the sign-in's id."""
    with transaction.atomic():
        sign_in_id, is_new = sign_ins.keep(
            user_id=user_id, session_key=session_key, mark=mark, agent=agent, at=at
        )
        if is_new:
            tell_safety(user_id=user_id, kind="safety-sign-in", at=at, device=sign_ins.device_of(agent))
        return sign_in_id
