"""The seller says yes to a paid shipment: from here on its goods are prepared for the hub."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.orders import steps
from sogdia.apps.parties import acting
from sogdia.apps.tracing import services as tracing
from sogdia.domain.refusals import Refusal
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox import services as outbox

ROLES = (Role.OWNER, Role.SELLER, Role.AGENT)


class CutOffPassed(Refusal):
    """The departure's cut-off is over, so the goods cannot come along any more."""

    code = "cut-off-passed"


def accept_shipment(*, viewer: Viewer, shipment_ref: str, at: datetime, key: str) -> None:
    """
    Accept a shipment for its seller; the same key changes nothing.

    :raises sogdia.domain.refusals.NotFound: for anybody but the seller's people.
    :raises CutOffPassed: its departure takes nothing more.
    :raises sogdia.domain.machines.StepNotPossible: it was accepted, refused or cancelled before.
    """
    body = {"shipment": shipment_ref}
    with transaction.atomic(durable=True):
        shipment = steps.lock_shipment(shipment_ref)
        acting.require(viewer, shipment.seller_id, *ROLES)
        if outbox.answer_of(scope="accept-shipment", key=key, body=body) is not None:
            return
        if at >= shipment.departure.cutoff_at:
            raise CutOffPassed(shipment_ref, departure=shipment.departure.ref)
        steps.take(shipment, "accept", actor=acting.actor_for(viewer, shipment.seller_id))
        steps.read_order(shipment.order_id)
        tracing.record(EventKind.SELLER_ACCEPTED, at=at, shipment=shipment, user_id=viewer.user_id)
        outbox.tell("shipment.accepted-by-seller", at=at, shipment_id=shipment.pk, order_id=shipment.order_id)
        outbox.remember(scope="accept-shipment", key=key, body=body, answer={}, at=at)
