"""Send by e-mail what people are to be told; what fails is tried again, longer apart each time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sogdia.apps.orders.models import Order
from sogdia.apps.parties.models import Address
from sogdia.domain.ports import Mailer
from sogdia.plumbing import links
from sogdia.plumbing.accounts.models import User
from sogdia.plumbing.notices import services as notices
from sogdia.plumbing.notices.letters import Letter
from sogdia.plumbing.notices.models import Notice

_log = logging.getLogger(__name__)
Attachment = tuple[str, bytes, str]


@dataclass(frozen=True, slots=True)
class Due:
    """A notice to be written: ``token`` opens the order of a guest; ``order_ref`` names the order, if any."""

    kind: str
    language: str
    params: dict[str, object] = field(default_factory=dict)
    token: str = ""
    order_id: int | None = None


Write = Callable[[Due], tuple[Letter, Sequence[Attachment]]]


def send_due(*, mailer: Mailer, write: Write, at: datetime, limit: int = 100) -> int:
    """Try every mail that is due once; gives how many have left. May run twice, also at once."""
    return sum(_send(notice_id, mailer, write, at) for notice_id in notices.due_ids(at=at, limit=limit))


def _send(notice_id: int, mailer: Mailer, write: Write, at: datetime) -> bool:
    row = notices.take(notice_id, at=at)
    if row is None:
        return False
    to = _address(row)
    if not to:
        notices.keep_on_page(row.pk)
        return False
    try:
        letter, attachments = write(_due(row, at))
        mailer.send(
            to=to, subject=letter.subject, text=letter.text, html=letter.html, attachments=attachments
        )
    except Exception as error:  # noqa: BLE001  one letter that cannot be written must not hold back the others
        _log.warning("letter %s has not left: %r", notice_id, error)
        notices.mark_failed(row.pk, error=repr(error))
        return False
    notices.mark_sent(row.pk, at=at)
    return True


def _address(row: Notice) -> str:
    if row.user_id is not None:
        return str(
            User.objects.filter(pk=row.user_id, is_active=True).values_list("email", flat=True).first() or ""
        )
    if row.address_id is None:
        return ""
    return str(Address.objects.filter(pk=row.address_id).values_list("email", flat=True).first() or "")


def _due(row: Notice, at: datetime) -> Due:
    order_id = row.params.get("order_id")
    token = ""
    if row.user_id is None and order_id:
        version = Order.objects.values_list("link_version", flat=True).get(pk=order_id)
        token = links.make(order_id=order_id, version=version, at=at)
    return Due(kind=row.kind, language=row.language, params=row.params, token=token, order_id=order_id)
