"""What may be known of events: of a lot the public ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sogdia.apps.tracing.models import TraceEvent
from sogdia.domain.viewer import Viewer


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
    rows = TraceEvent.objects.filter(lot=lot_id, is_public=True).select_related("departure")
    return [
        EventFacts(row.kind, row.at, row.place, row.departure.ref if row.departure else "", row.data)
        for row in rows.order_by("at", "id")
    ]
