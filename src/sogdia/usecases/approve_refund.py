"""Let a transferred refund go: one person when it returns to the paying account, two when details came by link."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.payments.models import Refund
from sogdia.domain.lifecycle import StepNotPossible
from sogdia.domain.payments import Destination, is_last_look
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox.services import audit
from sogdia.usecases.allocate_receipt import ReasonNeeded


def approve_refund(*, viewer: Viewer, refund_uid: str, reason: str, at: datetime) -> str:
    """
    Look at a refund, say what was looked at, and let it into the next bank file; gives its state: details-given after the first of two looks.

    :raises sogdia.domain.refusals.NotAllowed: :raises sogdia.domain.refusals.NotFound: :raises ReasonNeeded:
    :raises sogdia.domain.payouts.SecondPersonNeeded: the same person looks twice.
    :raises sogdia.domain.lifecycle.StepNotPossible: it waits for details, or has left.
    """
    viewer.require(Role.TREASURER)
    assert viewer.user_id is not None, "a job approves nothing"
    if not reason.strip():
        raise ReasonNeeded("What was looked at?")
    with transaction.atomic(durable=True):
        refund = Refund.objects.select_for_update(of=("self",)).filter(uid=refund_uid, by_bank=True).first()
        if refund is None:
            raise NotFound(f"No refund {refund_uid}.")
        if refund.state not in ("due", "details-given"):
            raise StepNotPossible(
                f"Refund {refund.pk} is {refund.state}.",
                machine="refund",
                state=refund.state,
                event="approve",
            )
        given = refund.state == "details-given"
        destination = Destination.GIVEN_DETAILS if given else Destination.INSTRUMENT
        if is_last_look(destination, looked_at_by=refund.checked_by, looks=viewer.user_id):
            refund.approved_by, refund.state = viewer.user_id, "approved"
            deed = "refund-approved"
        else:
            refund.checked_by = viewer.user_id
            deed = "refund-checked"
        refund.save(update_fields=["checked_by", "approved_by", "state"])
        audit(deed, subject=f"refund:{refund.pk}", at=at, by=viewer, reason=reason, new=refund.state)
        return refund.state
