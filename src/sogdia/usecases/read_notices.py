"""Mark what a person has read of their notices."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.domain.refusals import NotAllowed
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.notices import services as notices


def read_notices(*, viewer: Viewer, at: datetime, notice_id: int | None = None) -> int:
    """
    Mark one notice of the viewer, or all of them; gives how many were unread.

    :raises sogdia.domain.refusals.NotAllowed: for a guest.
    """
    if viewer.user_id is None:
        raise NotAllowed("A guest has no notices.")
    with transaction.atomic():
        return notices.mark_read(user_id=viewer.user_id, at=at, notice_id=notice_id)
