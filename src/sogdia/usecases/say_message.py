"""Somebody says something on an order: its buyer, a seller in it, its hub, or the operator."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.orders import access
from sogdia.apps.orders import services as orders
from sogdia.apps.orders.access import Side
from sogdia.apps.orders.models import Message, Shipment
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.links import OrderLink
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.say_as_seller import MOST_CHARACTERS, NothingSaid


def say_message(
    *,
    viewer: Viewer,
    order_ref: str,
    text: str,
    shipment_ref: str = "",
    at: datetime,
    key: str,
    link: OrderLink | None = None,
) -> int:
    """
    Add a message to an order's talk and give its id; without a shipment everybody of the order reads it.

    :raises sogdia.domain.refusals.NotFound: for whoever has no part in the order or the shipment.
    :raises sogdia.usecases.say_as_seller.NothingSaid: without words, or with more than four thousand characters.
    """
    words = text.strip()
    body = {"order": order_ref, "text": words, "shipment": shipment_ref}
    with transaction.atomic(durable=True):
        order = orders.lock(order_ref)
        side = access.require(viewer, order, Side.BUYER, Side.OPERATOR, Side.HUB, Side.SELLER, link=link)
        done = outbox.answer_of(scope="say-message", key=key, body=body)
        if done is not None:
            return int(done["message"])
        if not words or len(words) > MOST_CHARACTERS:
            raise NothingSaid("A message has words.")
        shipment = _shipment(order.pk, shipment_ref)
        if shipment is not None and not access.shipment_is_visible(
            viewer, shipment, access.sides(viewer, order, link)
        ):
            raise NotFound(f"No shipment {shipment_ref} for this viewer.")
        message = Message.objects.create(
            order=order, shipment=shipment, side=side, user_id=viewer.user_id, text=words, said_at=at
        )
        outbox.tell("message.said", at=at, message_id=message.pk, order_id=order.pk, side=str(side))
        outbox.remember(scope="say-message", key=key, body=body, answer={"message": message.pk}, at=at)
        return message.pk


def _shipment(order_id: int, ref: str) -> Shipment | None:
    if not ref:
        return None
    found = Shipment.objects.select_related("departure__lane").filter(order_id=order_id, ref=ref).first()
    if found is None:
        raise NotFound(f"No shipment {ref} in this order.")
    return found
