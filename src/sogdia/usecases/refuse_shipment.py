"""The seller says no to a paid shipment: stock and room come back, the buyer gets everything paid for it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.orders import steps
from sogdia.apps.orders.models import Shipment
from sogdia.apps.parties import acting
from sogdia.apps.payments import putting_back, shares
from sogdia.apps.payments import services as payments
from sogdia.apps.tracing import services as tracing
from sogdia.domain import lifecycle
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.accept_shipment import ROLES
from sogdia.usecases.allocate_receipt import ReasonNeeded


def refuse_shipment(*, viewer: Viewer, shipment_ref: str, reason: str, at: datetime, key: str) -> None:
    """
    Refuse a shipment for its seller; nothing of it was spent yet, so all of it is refunded (rule EN-3).

    :raises sogdia.domain.refusals.NotFound: for anybody but the seller's people. :raises ReasonNeeded:
    :raises sogdia.domain.machines.StepNotPossible: it was accepted, refused or cancelled before.
    """
    body = {"shipment": shipment_ref, "reason": reason}
    with transaction.atomic(durable=True):
        shipment = steps.lock_shipment(shipment_ref)
        acting.require(viewer, shipment.seller_id, *ROLES)
        if outbox.answer_of(scope="refuse-shipment", key=key, body=body) is not None:
            return
        if not reason.strip():
            raise ReasonNeeded("A refusal says why.")
        actor = acting.actor_for(viewer, shipment.seller_id)
        lifecycle.move_as(lifecycle.SHIPMENT, shipment.state, "refuse", actor)
        putting_back.put_back([shipment])
        steps.take(shipment, "refuse", actor=actor, reason=reason)
        _give_back(shipment, reason=reason, at=at)
        tracing.record(EventKind.SELLER_REFUSED, at=at, shipment=shipment, user_id=viewer.user_id)
        outbox.tell("shipment.refused-by-seller", at=at, shipment_id=shipment.pk, order_id=shipment.order_id)
        outbox.remember(scope="refuse-shipment", key=key, body=body, answer={}, at=at)


def _give_back(shipment: Shipment, *, reason: str, at: datetime) -> None:
    payments.give_back_shipment(shipment, kind="end", reason=reason, key=f"refuse:{shipment.pk}", at=at)
    left = shares.flat(shares.of_order(shipment.order_id))
    steps.read_order(shipment.order_id, is_refunded=not any(share.amount for share in left))
