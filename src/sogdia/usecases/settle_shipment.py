"""Let the undisputed escrow of a shipment go by the waterfall, once the buyer accepted or the clock passed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from sogdia.apps.claims.models import Claim
from sogdia.apps.ledger.models import EscrowBalance
from sogdia.apps.orders.models import Order, OrderLine, Shipment
from sogdia.apps.payments import shares as escrow_shares
from sogdia.apps.payments.models import Payment
from sogdia.apps.settlement import services as settlement
from sogdia.domain.lifecycle import (
    ORDER,
    SHIPMENT,
    SHIPMENT_ENDS,
    ClaimState,
    OrderState,
    ShipmentState,
    StepNotPossible,
    move,
    shipments_say,
)
from sogdia.plumbing.outbox.services import tell
from sogdia.usecases.capture_payment import lock_order

#: Ends after payment: what nobody took back was earned and is released.
_PAID_ENDS = SHIPMENT_ENDS - {ShipmentState.EXPIRED}
_OPEN_CLAIMS = (ClaimState.OPENED, ClaimState.OFFERED, ClaimState.AGREED)


def settle_shipment(*, shipment_id: int, at: datetime) -> bool:
    """
    Release what is undisputed; False when nothing was left to release.

    Accepted: all of it. Claimed, when the time to accept has passed: the lines without an open claim. Another end:
    what its bearing left in escrow.

    :raises sogdia.domain.lifecycle.StepNotPossible: the goods are neither accepted nor ended.
    """
    order_id = Shipment.objects.values_list("order_id", flat=True).get(pk=shipment_id)
    with transaction.atomic(durable=True):
        order = lock_order(order_id)
        return settle(shipment_id, order, at=at)


def settle(shipment_id: int, order: Order, *, at: datetime) -> bool:
    """Do it inside the caller's transaction, the order's row locked."""
    shipment = Shipment.objects.select_related("seller", "order").get(pk=shipment_id)
    disputed = set(
        Claim.objects.filter(shipment=shipment, state__in=_OPEN_CLAIMS).values_list("line_id", flat=True)
    )
    lines = set(OrderLine.objects.filter(shipment=shipment).values_list("pk", flat=True))
    escrow = EscrowBalance.objects.filter(order_id=order.pk).first()
    if shipment.state == ShipmentState.SETTLED or escrow is None or not escrow.captured_minor:
        return False
    claimed_and_over = (
        shipment.state == ShipmentState.CLAIMED
        and shipment.accept_by is not None
        and at >= shipment.accept_by
    )
    if shipment.state != ShipmentState.ACCEPTED and shipment.state not in _PAID_ENDS and not claimed_and_over:
        raise StepNotPossible(
            f"Shipment {shipment.ref} is {shipment.state}.",
            machine="shipment",
            state=shipment.state,
            event="settle",
        )
    done = settlement.release(shipment, lines - disputed, at=at)
    if disputed:
        return done is not None
    settlement.close(shipment, at=at)
    if shipment.state == ShipmentState.ACCEPTED:
        shipment.state = move(SHIPMENT, shipment.state, "settle")
        shipment.save(update_fields=["state"])
    follow(order, at=at)
    tell("shipment.settled", at=at, shipment_id=shipment.pk, order_id=order.pk)
    return done is not None


def follow(order: Order, *, at: datetime) -> None:
    """Let a paid order read as its shipments and its escrow say (LI-3, LI-4); it never goes backwards."""
    if order.state not in (
        OrderState.PAID,
        OrderState.ON_THE_WAY,
        OrderState.DELIVERED,
        OrderState.COMPLETED,
    ):
        return
    # Whoever paid for it: what the buyer has back in full never reads as paid.
    paid = Payment.objects.filter(order=order).aggregate(
        captured=Sum("captured_minor", default=0), refunded=Sum("refunded_minor", default=0)
    )
    if paid["captured"] and paid["refunded"] == paid["captured"]:
        order.state = move(ORDER, order.state, "refund-all")
        order.save(update_fields=["state"])
        tell("order.refunded", at=at, order_id=order.pk)
        return
    states = [ShipmentState(s) for s in Shipment.objects.filter(order=order).values_list("state", flat=True)]
    if order.state != OrderState.COMPLETED and shipments_say(states) is OrderState.COMPLETED:
        order.state = move(ORDER, order.state, "complete")
        order.save(update_fields=["state"])
        tell("order.completed", at=at, order_id=order.pk)


def settle_due(*, at: datetime, limit: int = 200) -> int:
    """Accept by the clock what was delivered and not claimed, and settle all that is accepted; gives how many."""
    late = Shipment.objects.filter(state=ShipmentState.DELIVERED, accept_by__lte=at).order_by("pk")
    for pk in list(late.values_list("pk", flat=True)[:limit]):
        accept_by_clock(shipment_id=pk, at=at)
    ready = Shipment.objects.filter(state=ShipmentState.ACCEPTED).order_by("pk")
    count = sum(
        settle_shipment(shipment_id=pk, at=at) for pk in list(ready.values_list("pk", flat=True)[:limit])
    )
    return count


def accept_by_clock(*, shipment_id: int, at: datetime) -> bool:
    """The time to claim is over: the goods count as accepted. False when the buyer was quicker."""
    order_id = Shipment.objects.values_list("order_id", flat=True).get(pk=shipment_id)
    with transaction.atomic(durable=True):
        lock_order(order_id)
        shipment = Shipment.objects.select_for_update(of=("self",)).get(pk=shipment_id)
        is_over = shipment.accept_by is not None and at >= shipment.accept_by
        if shipment.state != ShipmentState.DELIVERED or not is_over:
            return False
        shipment.state = move(SHIPMENT, shipment.state, "accept-goods")
        shipment.accepted_at = at
        shipment.save(update_fields=["state", "accepted_at"])
        tell("shipment.accepted", at=at, shipment_id=shipment.pk, order_id=order_id, by="clock")
        return True


def remaining_minor(shipment: Shipment) -> int:
    """Give what of a shipment nothing has taken off yet, in the order's currency."""
    return sum(share.amount.minor for share in escrow_shares.flat(escrow_shares.of_shipment(shipment)))
