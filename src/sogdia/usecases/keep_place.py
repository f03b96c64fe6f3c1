"""Keep where a signed-in person reads from: market, language and theme."""

from __future__ import annotations

from django.db import transaction

from sogdia.domain.refusals import NotAllowed
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.accounts.models import User


def keep_place(
    *, viewer: Viewer, market_code: str | None = None, language: str | None = None, theme: str | None = None
) -> None:
    """
    Keep what is given for the viewer's account; ``None`` leaves it, an empty theme follows the device.

    :raises sogdia.domain.refusals.NotAllowed: for a guest, whose browser keeps it instead.
    """
    if viewer.user_id is None:
        raise NotAllowed("A guest has no account to keep this in.")
    given = {"market_code": market_code, "language": language, "theme": theme}
    changes = {name: value for name, value in given.items() if value is not None}
    if changes:
        with transaction.atomic():
            User.objects.filter(pk=viewer.user_id).update(**changes)
