"""The seller says something on an order: to the buyer, and to the hub that handles it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.orders import steps
from sogdia.apps.orders.models import Message
from sogdia.apps.parties import acting
from sogdia.domain.refusals import Refusal
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox import services as outbox

#: Everybody who may read the talk of their house's orders; whoever looks after the money is asked about it too.
ROLES = (Role.OWNER, Role.SELLER, Role.FINANCE, Role.AGENT)
MOST_CHARACTERS = 4000


class NothingSaid(Refusal):
    """A message has words, and not more than four thousand characters."""

    code = "nothing-said"


def say_as_seller(*, viewer: Viewer, shipment_ref: str, text: str, at: datetime, key: str) -> None:
    """
    Add a message to a shipment's talk; the same key says it once.

    :raises sogdia.domain.refusals.NotFound: for anybody but the seller's people. :raises NothingSaid:
    """
    words = text.strip()
    body = {"shipment": shipment_ref, "text": words}
    with transaction.atomic(durable=True):
        shipment = steps.lock_shipment(shipment_ref)
        acting.require(viewer, shipment.seller_id, *ROLES)
        if outbox.answer_of(scope="say-as-seller", key=key, body=body) is not None:
            return
        if not words or len(words) > MOST_CHARACTERS:
            raise NothingSaid("A message has words.")
        message = Message.objects.create(
            order_id=shipment.order_id,
            shipment=shipment,
            side="seller",
            user_id=viewer.user_id,
            text=words,
            said_at=at,
        )
        outbox.tell("message.said", at=at, message_id=message.pk, order_id=shipment.order_id, side="seller")
        outbox.remember(scope="say-as-seller", key=key, body=body, answer={}, at=at)
