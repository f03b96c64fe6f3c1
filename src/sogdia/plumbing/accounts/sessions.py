"""Sessions in the database, as Django keeps them, read by one prepared question."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.utils.crypto import get_random_string

from sogdia.plumbing.prepared import Prepared

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_SESSION = Prepared(
    lambda key, at: Session.objects.filter(session_key=key, expire_date__gt=at), str, datetime
)


class SessionStore(db.SessionStore):
    """Django's store; every request of somebody with a session reads it."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        found = _SESSION.first(self.session_key, datetime.now(UTC)) if self.session_key else None
        if found is None:
            self._session_key = None
        return found

    def _get_new_session_key(self) -> str:
        # Thirty-two letters by chance are nobody's yet; if they were, writing the row would refuse and try again.
        return get_random_string(32, _LETTERS)
