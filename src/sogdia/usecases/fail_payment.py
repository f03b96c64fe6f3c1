"""A payment failed: before its money counted, or after; what was booked is answered by its opposite, never gone."""

from __future__ import annotations

from datetime import datetime

from sogdia.apps.ledger import services as ledger
from sogdia.apps.ledger.models import Entry, EscrowBalance
from sogdia.apps.orders.models import Order, Shipment
from sogdia.apps.payments import putting_back, services
from sogdia.apps.payments.models import Payment, Receipt, Refund
from sogdia.domain.ledger import flows
from sogdia.domain.lifecycle import (
    ORDER,
    PAYMENT,
    SHIPMENT,
    SHIPMENT_ENDS,
    Actor,
    OrderState,
    PaymentState,
    may,
    move,
)
from sogdia.domain.money import Money
from sogdia.plumbing.outbox.services import audit, tell
from sogdia.usecases.capture_payment import lock_order, via_of

#: Refunds that were promised and have not left yet.
NOT_GONE = ("due", "needs-details", "details-given", "approved")


def fail(payment: Payment, *, reason: str, at: datetime) -> str:
    """
    Take in that a payment failed, inside the caller's transaction; gives what was done.

    Before capture the buyer may try again while the stock is held. After it (a late failure) the order is taken back:
    stock and room are offered again and the entry is reversed. Once goods or refunds have gone, the house bears it.
    """
    order = lock_order(payment.order_id)
    payment = Payment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    if payment.state == PaymentState.STARTED:
        _set(payment, "fail")
        tell("payment.failed", at=at, payment_id=payment.pk, order_id=order.pk)
        return "failed"
    if payment.state != PaymentState.CAPTURED:
        return "nothing-to-fail"
    _set(payment, "fail-late")
    shipments = list(Shipment.objects.filter(order=order).order_by("pk"))
    standing = [one for one in shipments if one.state not in SHIPMENT_ENDS]
    escrow = EscrowBalance.objects.get(order_id=order.pk)
    can_end = order.state == OrderState.PAID and all(
        may(SHIPMENT, one.state, "cancel", Actor.HOUSE) for one in standing
    )
    refunds = Refund.objects.filter(payment=payment, kind__in=_OF_ESCROW).exclude(state="cancelled")
    if not can_end or escrow.released_minor or refunds.exclude(state__in=NOT_GONE).exists():
        outcome = _bear(order, payment, reason=reason, at=at)
    else:
        putting_back.put_back(standing)
        if payment.refunded_minor or not _reverse(payment, reason=reason, at=at):
            _give_up(order, payment, standing, reason=reason, at=at)
        for shipment in standing:
            shipment.state = move(SHIPMENT, shipment.state, "cancel")
            shipment.state_reason = "payment-failed"
            shipment.save(update_fields=["state", "state_reason"])
        order.state = move(ORDER, order.state, "payment-failed")
        order.save(update_fields=["state"])
        outcome = "taken-back"
    audit(
        "payment-failed-late",
        subject=f"order:{order.pk}",
        at=at,
        user_id=None,
        reason=reason,
        outcome=outcome,
    )
    tell("payment.failed-late", at=at, payment_id=payment.pk, order_id=order.pk, outcome=outcome)
    return outcome


_OF_ESCROW = ("cancel", "cancelled", "freight", "short", "downgrade", "claim", "end")


def _set(payment: Payment, event: str) -> None:
    payment.state = move(PAYMENT, payment.state, event)
    payment.save(update_fields=["state"])


def _reverse(payment: Payment, *, reason: str, at: datetime) -> bool:
    """Reverse the entries that took the money in; not possible when part of it was already on its way back."""
    receipts = list(Receipt.objects.filter(payment=payment, state="matched"))
    if len(receipts) != 1 or Refund.objects.filter(receipt=receipts[0]).exists():
        return False
    (receipt,) = receipts
    for key in (f"allocate:{receipt.pk}", f"receipt:{receipt.pk}"):
        if Entry.objects.filter(key=key).exists():
            ledger.reverse_once(key, reason=reason, at=at)
    receipt.state, receipt.reason = "taken-back", "failed-late"
    receipt.save(update_fields=["state", "reason"])
    payment.captured_minor = 0
    payment.save(update_fields=["captured_minor"])
    return True


def _give_up(order: Order, payment: Payment, standing: list[Shipment], *, reason: str, at: datetime) -> None:
    """Part was promised back already: promise the rest too, and let the provider's taking back be that refund."""
    for shipment in standing:
        services.give_back_shipment(
            shipment, kind="cancelled", reason=reason, key=f"fail:{payment.pk}/{shipment.pk}", at=at
        )
    promised = Refund.objects.filter(payment=payment, kind__in=_OF_ESCROW, state__in=NOT_GONE)
    gone = Money(sum(promised.values_list("amount_minor", flat=True)), payment.currency)
    entry = flows.send_refund(
        amount=gone, via=via_of(payment.provider), key=f"fail:{payment.pk}", order_id=order.pk, reason=reason
    )
    ledger.post_once(entry, at=at)
    promised.update(state="cancelled", reason="taken back by the provider")


def _bear(order: Order, payment: Payment, *, reason: str, at: datetime) -> str:
    entry = flows.chargeback(
        order_id=order.pk,
        amount=Money(payment.captured_minor, payment.currency),
        via=via_of(payment.provider),
        key=f"chargeback:{payment.pk}",
        reason=reason,
    )
    ledger.post_once(entry, at=at)
    return "house-bears"
