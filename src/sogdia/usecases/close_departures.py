"""The clock at the hub: silence is answered by its default, and departures past their cut-off take no more orders."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.departures import services as departures
from sogdia.apps.departures.models import Departure
from sogdia.domain import lifecycle
from sogdia.domain.lifecycle import DEPARTURE, DepartureState
from sogdia.domain.machines import Actor
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.settle_discrepancy import answer_for_silence


def close_departures(*, at: datetime) -> int:
    """Answer for silent buyers, then close every departure whose cut-off is over; gives how many. May run twice."""
    answer_for_silence(at=at)
    due = Departure.objects.filter(state=DepartureState.OPEN, cutoff_at__lte=at).order_by("pk")
    closed = 0
    for departure_id in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            [departure] = departures.lock({departure_id})
            if departure.state != DepartureState.OPEN:
                continue
            departure.state = lifecycle.move_as(DEPARTURE, departure.state, "close", Actor.HOUSE)
            departure.save(update_fields=["state"])
            outbox.tell("departure.closed", at=at, departure_id=departure.pk)
            closed += 1
    return closed
