"""Money that waits is given to an order, or back to whoever sent it: one person proposes, another confirms."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.orders.models import Order
from sogdia.apps.payments.models import Payment, Receipt
from sogdia.domain.money import Money
from sogdia.domain.payments import Verdict
from sogdia.domain.payouts import check_second_person
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox.services import audit
from sogdia.usecases.capture_payment import judge_for, lock_order, send_back, settle_waiting, waiting_for


class ReceiptNotWaiting(Refusal):
    """The money does not wait any more, or nothing is proposed for it."""

    code = "receipt-not-waiting"


class ReceiptDoesNotFit(Refusal):
    """The money does not pay this order: ``match`` says why."""

    code = "receipt-does-not-fit"


class ReasonNeeded(Refusal):
    """A deed by hand says why it is done."""

    code = "reason-needed"


def propose_allocation(*, viewer: Viewer, receipt_id: int, order_ref: str, reason: str, at: datetime) -> None:
    """
    Propose what waiting money is for; an empty ``order_ref`` proposes to send it back.

    :raises sogdia.domain.refusals.NotAllowed: :raises ReasonNeeded: :raises ReceiptNotWaiting:
    :raises sogdia.domain.refusals.NotFound: no such order, or nobody ever began to pay it.
    :raises ReceiptDoesNotFit: with ``match``.
    """
    viewer.require(Role.TREASURER)
    if not reason.strip():
        raise ReasonNeeded("Say why.")
    with transaction.atomic(durable=True):
        receipt = _waiting(receipt_id)
        order_id = None
        if order_ref:
            payment = Payment.objects.filter(order__ref=order_ref).order_by("-pk").first()
            if payment is None:
                raise NotFound(f"No payment of order {order_ref}.")
            order_id = payment.order_id
            with transaction.atomic():
                _verdict(receipt, lock_order(order_id), at)
                transaction.set_rollback(True)
        receipt.proposal = {"order_id": order_id, "by": viewer.user_id, "reason": reason[:300]}
        receipt.save(update_fields=["proposal"])
        audit(
            "receipt-allocation-proposed", subject=f"receipt:{receipt.pk}", at=at, by=viewer,
            reason=reason, order_id=order_id,
        )  # fmt: skip


def confirm_allocation(*, viewer: Viewer, receipt_id: int, at: datetime) -> None:
    """
    Do what another person proposed.

    :raises sogdia.domain.refusals.NotAllowed: :raises ReceiptNotWaiting: :raises ReceiptDoesNotFit:
    :raises sogdia.domain.payouts.SecondPersonNeeded: it was the same person's proposal.
    """
    viewer.require(Role.TREASURER)
    assert viewer.user_id is not None
    with transaction.atomic(durable=True):
        proposal = Receipt.objects.filter(pk=receipt_id).values_list("proposal", flat=True).first() or {}
        order = lock_order(proposal["order_id"]) if proposal.get("order_id") else None
        receipt = _waiting(receipt_id)
        if not receipt.proposal or receipt.proposal != proposal:
            raise ReceiptNotWaiting("Nothing is proposed.")
        check_second_person(prepared_by=proposal["by"], approved_by=viewer.user_id)
        if order is None:
            send_back(receipt, reason="sent-back", at=at)
        else:
            verdict = _verdict(receipt, order, at)
            payment = Payment.objects.filter(order=order).order_by("-pk")[0]
            booked_under = receipt.payment.order_id if receipt.payment else None
            receipt.payment = payment
            receipt.save(update_fields=["payment"])
            settle_waiting(receipt, order, payment, verdict, booked_under=booked_under, at=at)
        audit(
            "receipt-allocated", subject=f"receipt:{receipt.pk}", at=at, by=viewer,
            reason=proposal["reason"], order_id=proposal["order_id"],
        )  # fmt: skip


def withdraw_proposal(*, viewer: Viewer, receipt_id: int, at: datetime) -> None:
    """
    Take a proposal away, so that another can be made.

    :raises sogdia.domain.refusals.NotAllowed: :raises ReceiptNotWaiting:
    """
    viewer.require(Role.TREASURER)
    with transaction.atomic(durable=True):
        receipt = _waiting(receipt_id)
        receipt.proposal = {}
        receipt.save(update_fields=["proposal"])
        audit("receipt-proposal-withdrawn", subject=f"receipt:{receipt.pk}", at=at, by=viewer)


def _waiting(receipt_id: int) -> Receipt:
    receipt = (
        Receipt.objects.select_for_update(of=("self",))
        .select_related("payment")
        .filter(pk=receipt_id, state="unallocated")
        .first()
    )
    if receipt is None:
        raise ReceiptNotWaiting(f"Receipt {receipt_id} does not wait.")
    return receipt


def _verdict(receipt: Receipt, order: Order, at: datetime) -> Verdict:
    waiting = [row for row in waiting_for(order, receipt.currency) if row.pk != receipt.pk]
    verdict = judge_for(order, Money(receipt.amount_minor, receipt.currency), waiting=waiting, at=at)
    if not verdict.captures:
        raise ReceiptDoesNotFit(f"It is {verdict.match}.", match=str(verdict.match))
    return verdict
