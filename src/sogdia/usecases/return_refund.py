"""A transferred refund came back from the bank: its buyer is asked for other details."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.payments.models import Refund
from sogdia.domain.lifecycle import StepNotPossible
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox.services import audit
from sogdia.usecases.allocate_receipt import ReasonNeeded
from sogdia.usecases.confirm_refund import come_back


def return_refund(*, viewer: Viewer, refund_uid: str, reason: str, at: datetime) -> str:
    """
    Take in that the bank sent a transferred refund back, before or after it was confirmed; gives its new state.

    The promise in the ledger stands again, and other details want two looks of their own (rule PA-6).

    :raises sogdia.domain.refusals.NotAllowed: :raises sogdia.domain.refusals.NotFound: :raises ReasonNeeded:
    :raises sogdia.domain.lifecycle.StepNotPossible: it was not sent.
    """
    viewer.require(Role.TREASURER)
    if not reason.strip():
        raise ReasonNeeded("What did the bank say?")
    with transaction.atomic(durable=True):
        refund = Refund.objects.select_for_update(of=("self",)).filter(uid=refund_uid, by_bank=True).first()
        if refund is None:
            raise NotFound(f"No refund {refund_uid}.")
        if refund.state not in ("sent", "confirmed"):
            raise StepNotPossible(
                f"Refund {refund.pk} is {refund.state}.",
                machine="refund",
                state=refund.state,
                event="return",
            )
        subject = f"refund:{refund.pk}"
        state = come_back(refund, at=at)
        audit("refund-returned", subject=subject, at=at, by=viewer, reason=reason.strip()[:300])
        return state
