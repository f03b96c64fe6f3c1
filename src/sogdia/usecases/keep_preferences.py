"""Keep what a person prefers: name, language, market, theme, and which mails they get."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from sogdia.domain.refusals import NotAllowed
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.accounts.models import User


def keep_preferences(
    *, viewer: Viewer, name: str, language: str, market_code: str, theme: str, mails: Mapping[str, bool]
) -> None:
    """
    Keep them; ``mails`` says by group whether a mail is wanted, and groups not named stay as they are.

    :raises sogdia.domain.refusals.NotAllowed: for a guest.
    """
    if viewer.user_id is None:
        raise NotAllowed("A guest has no preferences.")
    with transaction.atomic(durable=True):
        user = User.objects.select_for_update().get(pk=viewer.user_id)
        user.name, user.language = name.strip(), language
        user.market_code, user.theme = market_code, theme
        user.mail_preferences = {**(user.mail_preferences or {}), **mails}
        user.save(update_fields=["name", "language", "market_code", "theme", "mail_preferences"])
