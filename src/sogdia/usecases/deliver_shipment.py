"""The last mile: a shipment is delivered, could not be delivered, or goes out again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.departures.models import Milestone
from sogdia.apps.hub import access
from sogdia.apps.orders import steps
from sogdia.apps.orders.models import Shipment
from sogdia.apps.tracing import services as tracing
from sogdia.domain import milestones
from sogdia.domain.machines import Actor
from sogdia.domain.milestones import MilestoneBeforeTheLast, MilestoneInFuture
from sogdia.domain.tracing import places
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.allocate_receipt import ReasonNeeded


def deliver_shipment(
    *, viewer: Viewer, shipment_ref: str, happened_at: datetime, at: datetime, key: str
) -> None:
    """
    Say that a shipment was delivered; the buyer's time to look at it begins (rule MI-4).

    :raises sogdia.domain.refusals.NotFound: for anybody but the people of its lane's carrier.
    :raises sogdia.domain.machines.StepNotPossible: it is not out for delivery.
    :raises sogdia.domain.milestones.MilestoneInFuture, sogdia.domain.milestones.MilestoneBeforeTheLast:
    """
    body = {"shipment": shipment_ref, "happened_at": happened_at.isoformat()}
    with transaction.atomic(durable=True):
        shipment = _lock(viewer, shipment_ref)
        if outbox.answer_of(scope="deliver-shipment", key=key, body=body) is not None:
            return
        _check_time(shipment, happened_at, at=at)
        steps.take(shipment, "deliver", actor=Actor.CARRIER)
        shipment.delivered_at = happened_at
        shipment.accept_by = milestones.accept_by(delivered_at=happened_at, reported_at=at)
        shipment.save(update_fields=["delivered_at", "accept_by"])
        tracing.record(
            EventKind.DELIVERED, at=happened_at, shipment=shipment, departure=shipment.departure,
            place=places.in_country(shipment.order.market.code), user_id=viewer.user_id,
        )  # fmt: skip
        steps.read_order(shipment.order_id)
        outbox.tell("shipment.delivered", at=at, shipment_id=shipment.pk, order_id=shipment.order_id)
        outbox.remember(scope="deliver-shipment", key=key, body=body, answer={}, at=at)


def fail_delivery(
    *, viewer: Viewer, shipment_ref: str, reason: str, happened_at: datetime, at: datetime, key: str
) -> None:
    """
    Say that a delivery was tried and failed; it goes out again, or is given up.

    :raises sogdia.domain.refusals.NotFound: for anybody but the people of its lane's carrier.
    :raises ReasonNeeded: :raises sogdia.domain.machines.StepNotPossible: it is not out for delivery.
    :raises sogdia.domain.milestones.MilestoneInFuture, sogdia.domain.milestones.MilestoneBeforeTheLast:
    """
    body = {"shipment": shipment_ref, "reason": reason, "happened_at": happened_at.isoformat()}
    with transaction.atomic(durable=True):
        shipment = _lock(viewer, shipment_ref)
        if outbox.answer_of(scope="fail-delivery", key=key, body=body) is not None:
            return
        if not reason.strip():
            raise ReasonNeeded(shipment_ref)
        _check_time(shipment, happened_at, at=at)
        steps.take(shipment, "fail", actor=Actor.CARRIER, reason=reason)
        tracing.record(
            EventKind.DELIVERY_FAILED, at=happened_at, shipment=shipment, departure=shipment.departure,
            user_id=viewer.user_id,
        )  # fmt: skip
        steps.read_order(shipment.order_id)
        outbox.tell("shipment.delivery-failed", at=at, shipment_id=shipment.pk, order_id=shipment.order_id)
        outbox.remember(scope="fail-delivery", key=key, body=body, answer={}, at=at)


def deliver_again(*, viewer: Viewer, shipment_ref: str, at: datetime, key: str) -> None:
    """
    Send a shipment out once more after a failed delivery.

    :raises sogdia.domain.refusals.NotFound: for anybody but the people of its lane's carrier.
    :raises sogdia.domain.machines.StepNotPossible: its delivery did not fail.
    """
    body = {"shipment": shipment_ref}
    with transaction.atomic(durable=True):
        shipment = _lock(viewer, shipment_ref)
        if outbox.answer_of(scope="deliver-again", key=key, body=body) is not None:
            return
        steps.take(shipment, "deliver-out", actor=Actor.CARRIER)
        tracing.record(
            EventKind.HANDED_TO_LAST_MILE, at=at, shipment=shipment, departure=shipment.departure,
            user_id=viewer.user_id, is_public=False,
        )  # fmt: skip
        outbox.remember(scope="deliver-again", key=key, body=body, answer={}, at=at)


def _lock(viewer: Viewer, shipment_ref: str) -> Shipment:
    shipment = steps.lock_shipment(shipment_ref)
    access.require_carrier(viewer, shipment.departure)
    return shipment


def _check_time(shipment: Shipment, happened_at: datetime, *, at: datetime) -> None:
    if happened_at > at:
        raise MilestoneInFuture(f"{happened_at} is after {at}.")
    last = Milestone.objects.filter(departure=shipment.departure_id).order_by("-at").first()
    if last is not None and happened_at < last.at:
        raise MilestoneBeforeTheLast(f"{happened_at} is before {last.at}.", last_at=last.at)
