"""The seller hands a labelled shipment over: the goods are on their way to the hub."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import transaction

from sogdia.apps.lots import services as lots
from sogdia.apps.orders import steps
from sogdia.apps.orders.models import OrderLine
from sogdia.apps.parties import acting
from sogdia.apps.payments import services as payments
from sogdia.apps.tracing import services as tracing
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.accept_shipment import ROLES


def hand_over_shipment(*, viewer: Viewer, shipment_ref: str, at: datetime, key: str) -> None:
    """
    Say that the goods left the seller; the lot's stock moves from sold to handed over, once.

    :raises sogdia.domain.refusals.NotFound: for anybody but the seller's people.
    :raises sogdia.domain.machines.StepNotPossible: without a printed label, or when it was handed over before.
    """
    body = {"shipment": shipment_ref}
    with transaction.atomic(durable=True):
        shipment = steps.lock_shipment(shipment_ref)
        acting.require(viewer, shipment.seller_id, *ROLES)
        if outbox.answer_of(scope="hand-over", key=key, body=body) is not None:
            return
        steps.take(shipment, "hand-over", actor=acting.actor_for(viewer, shipment.seller_id))
        quantities: Counter[int] = Counter()
        for line in OrderLine.objects.filter(shipment=shipment):
            left = payments.packs_left(line)
            if left > 0:
                quantities[line.lot_id] += line.qty * left // line.packs
        lots.hand_over(shipment.order_id, quantities)
        tracing.record(EventKind.HANDED_OVER, at=at, shipment=shipment, user_id=viewer.user_id)
        outbox.tell("shipment.handed-over", at=at, shipment_id=shipment.pk, order_id=shipment.order_id)
        outbox.remember(scope="hand-over", key=key, body=body, answer={}, at=at)
