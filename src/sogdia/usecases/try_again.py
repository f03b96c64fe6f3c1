"""Let what failed be tried again: an event of the outbox, or a mail."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import OPERATOR_ROLES, Viewer
from sogdia.plumbing.notices import services as notices
from sogdia.plumbing.outbox import services as outbox


def try_event_again(*, viewer: Viewer, event_id: int, at: datetime, key: str) -> None:
    """
    Hand the event on at the next turn; the same key changes nothing.

    :raises sogdia.domain.refusals.NotAllowed: for anybody but the operator. :raises sogdia.domain.refusals.NotFound:
    """
    viewer.require(*OPERATOR_ROLES)
    body = {"event": event_id}
    with transaction.atomic(durable=True):
        if outbox.answer_of(scope="try-event-again", key=key, body=body) is not None:
            return
        if not outbox.try_again(event_id):
            raise NotFound(f"No waiting event {event_id}.")
        outbox.audit("try-event-again", subject=f"event:{event_id}", at=at, by=viewer)
        outbox.remember(scope="try-event-again", key=key, body=body, answer={}, at=at)


def try_mail_again(*, viewer: Viewer, notice_id: int, at: datetime, key: str) -> None:
    """
    Send the mail at the next turn, with all its tries anew; the same key changes nothing.

    :raises sogdia.domain.refusals.NotAllowed: for anybody but the operator. :raises sogdia.domain.refusals.NotFound:
    """
    viewer.require(*OPERATOR_ROLES)
    body = {"notice": notice_id}
    with transaction.atomic(durable=True):
        if outbox.answer_of(scope="try-mail-again", key=key, body=body) is not None:
            return
        if not notices.try_again(notice_id):
            raise NotFound(f"No waiting mail {notice_id}.")
        outbox.audit("try-mail-again", subject=f"notice:{notice_id}", at=at, by=viewer)
        outbox.remember(scope="try-mail-again", key=key, body=body, answer={}, at=at)
