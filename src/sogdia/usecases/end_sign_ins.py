"""End a person's sign-ins in other browsers, or one of them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.domain.refusals import NotAllowed
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.accounts import sign_ins


def end_sign_ins(*, viewer: Viewer, at: datetime, only: int | None = None, but: int | None = None) -> int:
    """
    End the viewer's own sign-ins: ``only`` one, or all ``but`` the present one; gives how many.

    :raises NotAllowed: for a guest.
    """
    if viewer.user_id is None:
        raise NotAllowed("A guest has no sign-ins.")
    with transaction.atomic():
        return sign_ins.end(viewer.user_id, at=at, only=only, but=but)
