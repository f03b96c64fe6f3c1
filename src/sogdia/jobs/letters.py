"""Write the letters of notices: words in the reader's language, a guest's way in, the paper that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sogdia.plumbing import wiring
from sogdia.plumbing.notices import letters
from sogdia.plumbing.notices.letters import Letter
from sogdia.usecases.issue_confirmation import issue_confirmation
from sogdia.usecases.render_document import render_document
from sogdia.usecases.send_notices import Attachment, Due, send_due


def write(due: Due) -> tuple[Letter, Sequence[Attachment]]:
    """Write one letter; the confirmation brings its paper."""
    house = wiring.house()
    attachments = _papers(due)
    letter = letters.write(
        due.kind,
        {**due.params, "has_paper": bool(attachments)},
        language=due.language,
        house_name=house.name,
        house_url=house.url,
        token=due.token,
    )
    return letter, attachments


def _papers(due: Due) -> Sequence[Attachment]:
    if due.kind != "order-paid" or due.order_id is None:
        return ()
    house, files = wiring.house(), wiring.files()
    document_id = issue_confirmation(order_id=due.order_id, house=house, at=datetime.now(UTC))
    name = render_document(document_id=document_id, pdf=wiring.pdf(), files=files, house=house)
    ref = due.params.get("order_ref", due.order_id)
    return ((f"{ref}.pdf", files.read(name), "application/pdf"),)


def send() -> int:
    """Send what is due; gives how many mails have left."""
    return send_due(mailer=wiring.mailer(), write=write, at=datetime.now(UTC))
