"""Cancel a departure that will not leave: its shipments go with the next one, or their buyers get their money back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.departures.models import Departure
from sogdia.apps.hub import access
from sogdia.apps.orders.models import Shipment
from sogdia.apps.tracing import services as tracing
from sogdia.domain import lifecycle
from sogdia.domain.lifecycle import DEPARTURE
from sogdia.domain.machines import Actor
from sogdia.domain.refusals import NotFound
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.allocate_receipt import ReasonNeeded
from sogdia.usecases.load_shipment import lock_with_orders
from sogdia.usecases.seal_departure import clear_rest


def cancel_departure(
    *, viewer: Viewer, departure_ref: str, reason: str, at: datetime, key: str
) -> tuple[list[str], list[str]]:
    """
    Cancel it; gives the references of shipments that go later, and of those refunded in full.

    A buyer whose goods go later than promised is asked, and may have the money back until that cut-off.

    :raises sogdia.domain.refusals.NotFound: for anybody but this hub's clerks and the operator. :raises ReasonNeeded:
    :raises sogdia.domain.machines.StepNotPossible: it is sealed, gone or cancelled.
    :raises sogdia.usecases.seal_departure.UnpaidOrdersAboard:
    """
    body = {"departure": departure_ref, "reason": reason}
    with transaction.atomic(durable=True):
        found = Departure.objects.select_related("lane").filter(ref=departure_ref).first()
        if found is None:
            raise NotFound(f"No departure {departure_ref}.")
        if not viewer.is_operator:
            access.require_clerk(viewer, found.lane.hub_id)
        departure = lock_with_orders(found.pk)
        done = outbox.answer_of(scope="cancel-departure", key=key, body=body)
        if done is not None:
            return list(done["later"]), list(done["refunded"])
        if not reason.strip():
            raise ReasonNeeded(departure_ref)
        actor = Actor.SUPPORT if viewer.is_operator else Actor.CLERK
        departure.state = lifecycle.move_as(DEPARTURE, departure.state, "cancel", actor)
        departure.save(update_fields=["state"])
        rows = (
            Shipment.objects.filter(departure=departure)
            .select_related("order__market", "departure__lane__hub", "seller")
            .order_by("pk")
        )
        later, refunded = clear_rest(list(rows), key=f"cancel:{departure.pk}", viewer=viewer, at=at)
        tracing.record(EventKind.DEPARTURE_CANCELLED, at=at, departure=departure, user_id=viewer.user_id)
        outbox.audit("cancel-departure", subject=departure.ref, at=at, by=viewer, reason=reason[:500])
        outbox.tell("departure.cancelled", at=at, departure_id=departure.pk)
        answer = {"later": later, "refunded": refunded}
        outbox.remember(scope="cancel-departure", key=key, body=body, answer=answer, at=at)
        return later, refunded
