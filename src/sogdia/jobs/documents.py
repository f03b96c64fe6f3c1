"""Confirm orders once they are paid, and set papers once they are issued."""

from __future__ import annotations

from datetime import datetime

from sogdia.jobs.outbox import listens
from sogdia.plumbing import wiring
from sogdia.usecases.issue_confirmation import issue_confirmation
from sogdia.usecases.render_document import render_document


@listens("order.paid")
def confirm(*, at: datetime, order_id: int, **_ids: object) -> None:
    """Issue the confirmation."""
    issue_confirmation(order_id=order_id, house=wiring.house(), at=at)


@listens("document.issued")
def render(*, at: datetime, document_id: int, **_ids: object) -> None:
    """Set the paper from its frozen facts."""
    render_document(document_id=document_id, pdf=wiring.pdf(), files=wiring.files(), house=wiring.house())
