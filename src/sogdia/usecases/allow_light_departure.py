"""The operator lets a departure leave below its least load; what its vehicle costs beyond the shares is the house's."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.departures import services as departures
from sogdia.apps.departures.models import Departure
from sogdia.apps.tracing import services as tracing
from sogdia.domain.refusals import NotFound
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import OPERATOR_ROLES, Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.allocate_receipt import ReasonNeeded
from sogdia.usecases.load_shipment import LOADS, DepartureSealed
from sogdia.usecases.seal_departure import may_leave_light


def allow_light_departure(*, viewer: Viewer, departure_ref: str, reason: str, at: datetime, key: str) -> None:
    """
    Let it leave as light as it is; the deed is audited, and done once.

    :raises sogdia.domain.refusals.NotAllowed: for anybody but the operator. :raises sogdia.domain.refusals.NotFound:
    :raises ReasonNeeded: :raises sogdia.usecases.load_shipment.DepartureSealed:
    """
    viewer.require(*OPERATOR_ROLES)
    body = {"departure": departure_ref, "reason": reason}
    with transaction.atomic(durable=True):
        if outbox.answer_of(scope="allow-light", key=key, body=body) is not None:
            return
        departure = Departure.objects.filter(ref=departure_ref).first()
        if departure is None:
            raise NotFound(f"No departure {departure_ref}.")
        if not reason.strip():
            raise ReasonNeeded(departure_ref)
        departures.lock({departure.pk})
        departure.refresh_from_db()
        if departure.state not in LOADS:
            raise DepartureSealed(departure.ref, departure=departure.ref)
        if not may_leave_light(departure):
            tracing.record(
                EventKind.LIGHT_LOAD_ALLOWED,
                at=at,
                departure=departure,
                user_id=viewer.user_id,
                reason=reason,
            )
            outbox.audit("allow-light", subject=departure.ref, at=at, by=viewer, reason=reason[:500])
        outbox.remember(scope="allow-light", key=key, body=body, answer={}, at=at)
