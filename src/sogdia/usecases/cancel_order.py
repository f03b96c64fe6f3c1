"""A buyer cancels before the cut-off: stock and room are offered again, the money goes back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.claims import ends
from sogdia.apps.departures import services as departures
from sogdia.apps.hub import rolling
from sogdia.apps.lots import services as lots
from sogdia.apps.orders import access, steps
from sogdia.apps.orders import services as orders
from sogdia.apps.orders.access import Side
from sogdia.apps.orders.models import Order, Proposal, Shipment
from sogdia.apps.payments import putting_back
from sogdia.apps.payments import services as payments
from sogdia.apps.tracing import services as tracing
from sogdia.domain.ends import End, TooLateToCancel, check_cancel
from sogdia.domain.lifecycle import ORDER, SHIPMENT, OrderState, may, move_as
from sogdia.domain.machines import Actor
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.links import OrderLink
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.capture_payment import send_back, waiting_for

_UNPAID = frozenset({OrderState.PLACED, OrderState.AWAITING_PAYMENT, OrderState.EXPIRED})
REASON = "The buyer cancelled before the cut-off."


class NothingToCancel(Refusal):
    """Everything in the order has ended or was cancelled before."""

    code = "nothing-to-cancel"


def cancel_order(
    *,
    viewer: Viewer,
    order_ref: str,
    shipment_ref: str = "",
    at: datetime,
    key: str,
    link: OrderLink | None = None,
) -> list[str]:
    """
    Cancel an order, or one shipment of it; gives the references of the shipments that were cancelled.

    An order of which some departures have closed is cancelled as far as it still can be.

    :raises sogdia.domain.refusals.NotFound: for anybody but the buyer, the holder of the link, and the operator.
    :raises sogdia.domain.ends.TooLateToCancel: every cut-off has passed. :raises NothingToCancel:
    """
    body = {"order": order_ref, "shipment": shipment_ref}
    with transaction.atomic(durable=True):
        order = orders.lock(order_ref)
        side = access.require(viewer, order, Side.BUYER, Side.OPERATOR, link=link)
        done = outbox.answer_of(scope="cancel-order", key=key, body=body)
        if done is not None:
            return list(done["shipments"])
        actor = Actor.BUYER if side is Side.BUYER else Actor.SUPPORT
        shipments = list(
            Shipment.objects.filter(order=order)
            .select_related("departure__lane", "seller", "order")
            .order_by("pk")
        )
        if order.state in _UNPAID:
            cancelled = _unpaid(order, shipments, actor=actor, at=at)
        else:
            cancelled = _paid(_chosen(shipments, shipment_ref, actor, at=at), actor=actor, at=at)
            rolling.read_order(order.pk)
        for shipment in cancelled:
            Proposal.objects.filter(line__shipment=shipment, state="open").update(
                state="lapsed", answered_at=at
            )
            tracing.record(EventKind.CANCELLED, at=at, shipment=shipment, is_public=False)
        refs = [shipment.ref for shipment in cancelled]
        outbox.tell("order.cancelled", at=at, order_id=order.pk, shipment_ids=[one.pk for one in cancelled])
        outbox.remember(scope="cancel-order", key=key, body=body, answer={"shipments": refs}, at=at)
        return refs


def _unpaid(order: Order, shipments: list[Shipment], *, actor: Actor, at: datetime) -> list[Shipment]:
    if order.state != OrderState.EXPIRED:
        departures.free(putting_back.sizes(shipments))
        lots.release(order.pk)
    for shipment in shipments:
        steps.take(shipment, "cancel", actor=actor, reason=REASON)
    order.state = move_as(ORDER, order.state, "cancel", actor)
    order.save(update_fields=["state"])
    for receipt in waiting_for(order, order.currency):
        send_back(receipt, reason="order-closed", at=at)
    return shipments


def _chosen(shipments: list[Shipment], ref: str, actor: Actor, *, at: datetime) -> list[Shipment]:
    asked = [shipment for shipment in shipments if not ref or shipment.ref == ref]
    if not asked:
        raise NotFound(f"No shipment {ref} in this order.")
    open_still = [one for one in asked if may(SHIPMENT, one.state, "cancel", actor)]
    in_time = [one for one in open_still if can_cancel(one, at=at)]
    if not in_time and open_still:
        raise TooLateToCancel("Every cut-off has passed.")
    if not in_time:
        raise NothingToCancel("Nothing is left to cancel.")
    return in_time


def can_cancel(shipment: Shipment, *, at: datetime) -> bool:
    """Whether the cut-off of its departure is still ahead (rule EN-3)."""
    departure = shipment.departure
    try:
        check_cancel(past_cut_off=at >= departure.cutoff_at, sealed=departure.sealed_at is not None)
    except TooLateToCancel:
        return False
    return True


def _paid(shipments: list[Shipment], *, actor: Actor, at: datetime) -> list[Shipment]:
    putting_back.put_back(shipments)
    for shipment in shipments:
        key = f"cancel:{shipment.pk}"
        if shipment.state in putting_back.AT_THE_SELLERS:
            payments.give_back_shipment(shipment, kind="cancelled", reason=REASON, key=key, at=at)
        else:
            ends.bear(shipment, End.CANCELLED, reason=REASON, key=key, at=at)
        steps.take(shipment, "cancel", actor=actor, reason=REASON)
    return shipments
