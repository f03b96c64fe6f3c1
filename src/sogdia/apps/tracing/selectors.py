"""What may be known of events: of a lot the public ones, of a shipment or departure those who work with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sogdia.apps.departures import places
from sogdia.apps.hub import access
from sogdia.apps.orders.models import Shipment
from sogdia.apps.tracing.models import TraceEvent
from sogdia.domain.refusals import NotFound
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Viewer

#: Which hub an event's goods pass, read with the event.
_HUBS = ("departure__lane__hub", "shipment__departure__lane__hub")


@dataclass(frozen=True, slots=True)
class EventFacts:
    """One thing that happened; ``data`` holds figures, never a person."""

    kind: str
    at: datetime
    place: str
    departure_ref: str
    data: dict[str, Any] = field(default_factory=dict)


def list_lot_events(viewer: Viewer, lot_id: int) -> list[EventFacts]:
    """Give the public events of a lot, oldest first; one query."""
    rows = TraceEvent.objects.filter(lot=lot_id, is_public=True).select_related(*_HUBS)
    return [_facts(row) for row in rows.order_by("at", "id")]


def list_shipment_events(viewer: Viewer, shipment_ref: str) -> list[EventFacts]:
    """
    Give everything that happened to a shipment, oldest first, each once, to its seller, hub, carrier or the operator.

    :raises sogdia.domain.refusals.NotFound: for everybody else; a buyer's page has its own, guarded by its order.
    """
    found = Shipment.objects.select_related("departure__lane", "order").filter(ref=shipment_ref).first()
    may = found is not None and (
        access.may_see(viewer, found.departure)
        or found.seller_id in viewer.parties()
        or (viewer.user_id is not None and found.order.buyer_id == viewer.user_id)
    )
    if found is None or not may:
        raise NotFound(f"No shipment {shipment_ref}.")
    return shipment_timeline(found.pk)


def shipment_timeline(shipment_id: int) -> list[EventFacts]:
    """Give a shipment's events without asking who looks; only behind a check of one's own. One query."""
    rows = TraceEvent.objects.filter(shipment=shipment_id).select_related(*_HUBS).order_by("at", "id")
    # An event of several lots is written once for each of them.
    once = {(row.kind, row.at): row for row in rows}
    return [_facts(row) for row in once.values()]


def list_departure_events(viewer: Viewer, departure_ref: str) -> list[EventFacts]:
    """
    Give the log of a departure, oldest first, to its hub, its carrier or the operator.

    :raises sogdia.domain.refusals.NotFound: for everybody else.
    """
    departure = access.find_departure(viewer, departure_ref)
    rows = TraceEvent.objects.filter(departure=departure, shipment=None).select_related(*_HUBS)
    return [_facts(row) for row in rows.order_by("at", "id")]


def is_light_load_allowed(departure_ref: str) -> bool:
    """Whether the operator let this departure leave below its least load."""
    return TraceEvent.objects.filter(departure__ref=departure_ref, kind=EventKind.LIGHT_LOAD_ALLOWED).exists()


def _facts(row: TraceEvent) -> EventFacts:
    passed = row.departure or (row.shipment.departure if row.shipment else None)
    place = places.say(row.place, passed.lane.hub if passed else None)
    return EventFacts(row.kind, row.at, place, row.departure.ref if row.departure else "", row.data)
