"""Take a loaded shipment out again, before the seal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.hub.models import LogisticUnit
from sogdia.apps.orders import steps
from sogdia.apps.tracing import services as tracing
from sogdia.domain.lifecycle import ShipmentState
from sogdia.domain.machines import Actor
from sogdia.domain.tracing import places
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.load_shipment import lock_both


def unload_shipment(*, viewer: Viewer, shipment_ref: str, at: datetime, key: str) -> None:
    """
    Take a shipment out; the same key, or one that is not loaded but ready, changes nothing.

    :raises sogdia.domain.refusals.NotFound: for anybody but this hub's clerks.
    :raises sogdia.usecases.load_shipment.DepartureSealed: :raises sogdia.domain.machines.StepNotPossible:
    """
    body = {"shipment": shipment_ref}
    with transaction.atomic(durable=True):
        shipment, departure = lock_both(viewer, shipment_ref)
        if outbox.answer_of(scope="unload-shipment", key=key, body=body) is not None:
            return
        if shipment.state != ShipmentState.READY:
            steps.take(shipment, "unload", actor=Actor.CLERK)
            LogisticUnit.objects.filter(shipment=shipment).update(loaded_at=None, loaded_by=None)
            tracing.record(
                EventKind.UNLOADED, at=at, shipment=shipment, departure=departure, user_id=viewer.user_id,
                place=places.at_hub(shipment.departure.lane.hub.code),
            )  # fmt: skip
        outbox.audit("unload-shipment", subject=shipment_ref, at=at, by=viewer, departure=departure.ref)
        outbox.remember(scope="unload-shipment", key=key, body=body, answer={}, at=at)
