"""Write down what happened, in the transaction of the deed; nothing here is ever changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from sogdia.apps.departures.models import Departure
from sogdia.apps.lots.models import Lot
from sogdia.apps.orders.models import OrderLine, Shipment
from sogdia.apps.parties.models import Party
from sogdia.apps.tracing.models import TraceEvent
from sogdia.domain.tracing.events import PUBLIC, EventKind


def record(
    kind: EventKind,
    *,
    at: datetime,
    lot: Lot | None = None,
    shipment: Shipment | None = None,
    departure: Departure | None = None,
    party: Party | None = None,
    place: str = "",
    user_id: int | None = None,
    is_public: bool | None = None,
    **data: Any,
) -> None:
    """
    Write one event; ``data`` holds ids and figures, never a name or address of a person.

    An event of a shipment without a lot is written for each of its lots, so that each lot's page tells it. Whether it
    is public follows its kind unless ``is_public`` says otherwise.
    """
    assert connection.in_atomic_block, "an event belongs to the transaction of its deed"
    lots: Iterable[int | None] = [lot.pk] if lot else [None]
    if lot is None and shipment is not None:
        lines = OrderLine.objects.filter(shipment=shipment).order_by("lot_id")
        lots = lines.values_list("lot_id", flat=True).distinct() or [None]
    TraceEvent.objects.bulk_create(
        TraceEvent(
            kind=kind,
            at=at,
            lot_id=lot_id,
            shipment=shipment,
            departure=departure,
            party=party,
            place=place[:80],
            user_id=user_id,
            data=data,
            is_public=kind in PUBLIC if is_public is None else is_public,
        )
        for lot_id in lots
    )


def record_departure(
    kind: EventKind,
    departure: Departure,
    shipments: Iterable[Shipment],
    *,
    at: datetime,
    place: str = "",
    user_id: int | None = None,
    **data: Any,
) -> None:
    """Write one event of a departure and of every shipment aboard."""
    record(kind, at=at, departure=departure, place=place, user_id=user_id, **data)
    for shipment in shipments:
        record(kind, at=at, shipment=shipment, departure=departure, place=place, user_id=user_id, **data)
