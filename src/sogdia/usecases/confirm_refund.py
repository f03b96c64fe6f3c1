"""A refund left, or came back: the promise in the ledger is kept or stands again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.ledger import services as ledger
from sogdia.apps.payments.models import Receipt, Refund
from sogdia.domain.ledger import flows
from sogdia.domain.ledger.flows import Via
from sogdia.domain.lifecycle import StepNotPossible
from sogdia.domain.money import Money
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox.services import audit, tell
from sogdia.usecases.capture_payment import via_of


def confirm_refund(*, viewer: Viewer, refund_uid: str, at: datetime) -> None:
    """
    A treasurer saw on the statement that a transferred refund left. A confirmed one stays as it is.

    :raises sogdia.domain.refusals.NotAllowed: :raises sogdia.domain.refusals.NotFound:
    :raises sogdia.domain.lifecycle.StepNotPossible: it was not sent.
    """
    viewer.require(Role.TREASURER)
    with transaction.atomic(durable=True):
        refund = Refund.objects.filter(uid=refund_uid, by_bank=True).first()
        if refund is None:
            raise NotFound(f"No refund {refund_uid}.")
        confirm(refund, at=at)
        audit("refund-confirmed", subject=f"refund:{refund.pk}", at=at, by=viewer)


def confirm(refund: Refund, *, at: datetime) -> str:
    """Take in that a sent refund left, inside the caller's transaction."""
    refund = Refund.objects.select_for_update(of=("self",)).select_related("payment").get(pk=refund.pk)
    if refund.state == "confirmed":
        return "confirmed-before"
    if refund.state != "sent":
        raise StepNotPossible(f"Refund {refund.pk} is {refund.state}.", machine="refund", state=refund.state)
    posted = ledger.post_once(
        flows.send_refund(
            amount=Money(refund.amount_minor, refund.currency),
            via=_via(refund),
            key=f"refund-sent:{refund.pk}",
            order_id=refund.order_id,
        ),
        at=at,
    )
    assert posted is not None, "a refund leaves once"
    refund.state, refund.confirmed_at = "confirmed", at
    refund.save(update_fields=["state", "confirmed_at"])
    if refund.kind == "unallocated" and refund.receipt_id:
        Receipt.objects.filter(pk=refund.receipt_id, state="to-refund").update(state="refunded")
    tell("refund.confirmed", at=at, refund_id=refund.pk, order_id=refund.order_id)
    return "confirmed"


def come_back(refund: Refund, *, at: datetime) -> str:
    """Take in that a refund could not reach the paying instrument: bank details are asked for."""
    refund = Refund.objects.select_for_update(of=("self",)).get(pk=refund.pk)
    if refund.state == "confirmed":
        ledger.reverse_once(f"refund-sent:{refund.pk}", reason="The refund came back.", at=at)
        return _again(refund, at)
    if refund.state in ("due", "sent"):
        return _again(refund, at)
    return "nothing-to-fail"


def _again(refund: Refund, at: datetime) -> str:
    if refund.confirmed_at is not None:
        # The first sending stands in the ledger with its reversal, so what is sent next needs a row of its own.
        fresh = Refund.objects.create(
            order_id=refund.order_id,
            payment_id=refund.payment_id,
            receipt_id=refund.receipt_id,
            kind=refund.kind,
            currency=refund.currency,
            amount_minor=refund.amount_minor,
            reason=refund.reason,
            state="needs-details",
            by_bank=True,
            made_at=at,
        )
        refund.state = "cancelled"
        refund.save(update_fields=["state"])
        refund = fresh
    else:
        refund.state, refund.by_bank = "needs-details", True
        # Other details want two looks of their own.
        refund.checked_by = refund.approved_by = None
        refund.save(update_fields=["state", "by_bank", "checked_by", "approved_by"])
    tell("refund.needs-details", at=at, refund_id=refund.pk, order_id=refund.order_id)
    return "needs-details"


def _via(refund: Refund) -> Via:
    if refund.by_bank or refund.payment is None:
        return Via.BANK
    return via_of(refund.payment.provider)
