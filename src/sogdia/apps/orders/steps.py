"""Move shipments along their life and let their order say what they say; the order is locked first, always."""

from __future__ import annotations

from django.db import connection

from sogdia.apps.orders.models import Order, Shipment
from sogdia.domain import lifecycle
from sogdia.domain.lifecycle import OrderState, ShipmentState
from sogdia.domain.machines import Actor
from sogdia.domain.refusals import NotFound

#: States of an order that its shipments do not decide.
_DECIDED_ELSEWHERE = frozenset(
    {OrderState.PLACED, OrderState.AWAITING_PAYMENT, OrderState.EXPIRED, OrderState.CANCELLED}
)


def lock_shipment(ref: str) -> Shipment:
    """
    Lock a shipment for a deed, its order before it, so that two deeds on one order never wait for each other.

    :raises sogdia.domain.refusals.NotFound: when there is none.
    """
    assert connection.in_atomic_block, "a lock belongs to a transaction"
    order_id = Shipment.objects.filter(ref=ref).values_list("order_id", flat=True).first()
    if order_id is None:
        raise NotFound(f"No shipment {ref}.")
    Order.objects.select_for_update().get(pk=order_id)
    return (
        Shipment.objects.select_for_update(of=("self",))
        .select_related("order", "departure", "departure__lane", "seller")
        .get(ref=ref)
    )


def take(shipment: Shipment, event: str, *, actor: Actor, reason: str = "") -> None:
    """
    Take one step of a shipment's life and write it.

    :raises sogdia.domain.machines.StepNotPossible: it does not follow. :raises sogdia.domain.refusals.NotAllowed:
    """
    shipment.state = lifecycle.move_as(lifecycle.SHIPMENT, shipment.state, event, actor)
    shipment.state_reason = reason[:500]
    shipment.save(update_fields=["state", "state_reason"])


def read_order(order_id: int, *, is_refunded: bool = False) -> OrderState:
    """
    Let an order say what its shipments say; ``is_refunded`` when nothing of its payment is left (rules LI-3, LI-4).

    Gives the state it is in now. The caller holds the order's lock.
    """
    order = Order.objects.get(pk=order_id)
    state = OrderState(order.state)
    if state in _DECIDED_ELSEWHERE:
        return state
    states = Shipment.objects.filter(order_id=order_id).values_list("state", flat=True)
    said = (
        OrderState.REFUNDED
        if is_refunded
        else lifecycle.shipments_say(ShipmentState(state) for state in states)
    )
    if said is not state:
        Order.objects.filter(pk=order_id).update(state=said)
    return said
