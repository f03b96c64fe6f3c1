"""The seller has the labels of an accepted shipment printed: it is packed and ready to be handed over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.orders import steps
from sogdia.apps.parties import acting
from sogdia.apps.tracing import services as tracing
from sogdia.domain.lifecycle import ShipmentState
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.accept_shipment import ROLES


def label_shipment(*, viewer: Viewer, shipment_ref: str, at: datetime, key: str) -> None:
    """
    Say that the labels were printed; printing them again changes nothing.

    :raises sogdia.domain.refusals.NotFound: for anybody but the seller's people.
    :raises sogdia.domain.machines.StepNotPossible: it was not accepted, or is gone.
    """
    body = {"shipment": shipment_ref}
    with transaction.atomic(durable=True):
        shipment = steps.lock_shipment(shipment_ref)
        acting.require(viewer, shipment.seller_id, *ROLES)
        if outbox.answer_of(scope="label-shipment", key=key, body=body) is not None:
            return
        if shipment.state == ShipmentState.LABELLED:
            return
        steps.take(shipment, "print-label", actor=acting.actor_for(viewer, shipment.seller_id))
        tracing.record(EventKind.LABELLED, at=at, shipment=shipment, user_id=viewer.user_id)
        outbox.tell("shipment.labelled", at=at, shipment_id=shipment.pk, order_id=shipment.order_id)
        outbox.remember(scope="label-shipment", key=key, body=body, answer={}, at=at)
