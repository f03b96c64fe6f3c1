"""The buyer accepts delivered goods: the money is released to everybody who earned it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.orders import access, steps
from sogdia.apps.orders import services as orders
from sogdia.apps.orders.access import Side
from sogdia.apps.orders.models import Shipment
from sogdia.apps.tracing import services as tracing
from sogdia.domain.machines import Actor
from sogdia.domain.refusals import NotFound
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.links import OrderLink
from sogdia.plumbing.outbox import services as outbox


def accept_delivery(
    *,
    viewer: Viewer,
    order_ref: str,
    shipment_ref: str,
    at: datetime,
    key: str,
    link: OrderLink | None = None,
) -> None:
    """
    Accept a delivered shipment; settlement follows the event. The same key accepts once.

    :raises sogdia.domain.refusals.NotFound: for anybody but the buyer and the holder of the link.
    :raises sogdia.domain.machines.StepNotPossible: it is not delivered, or was accepted or claimed before.
    """
    body = {"order": order_ref, "shipment": shipment_ref}
    with transaction.atomic(durable=True):
        order = orders.lock(order_ref)
        access.require(viewer, order, Side.BUYER, link=link)
        if outbox.answer_of(scope="accept-delivery", key=key, body=body) is not None:
            return
        if not Shipment.objects.filter(order=order, ref=shipment_ref).exists():
            raise NotFound(f"No shipment {shipment_ref} in this order.")
        shipment = steps.lock_shipment(shipment_ref)
        steps.take(shipment, "accept-goods", actor=Actor.BUYER)
        shipment.accepted_at = at
        shipment.save(update_fields=["accepted_at"])
        tracing.record(EventKind.ACCEPTED, at=at, shipment=shipment, is_public=False)
        steps.read_order(order.pk)
        outbox.tell("shipment.accepted", at=at, shipment_id=shipment.pk, order_id=order.pk, by="buyer")
        outbox.remember(scope="accept-delivery", key=key, body=body, answer={}, at=at)
