"""A sealed departure leaves, said by its hub's clerk; its carrier can say it too, as the first milestone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.domain.machines import Actor
from sogdia.domain.milestones import MilestoneKind
from sogdia.domain.tracing import places
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.load_shipment import lock_departure
from sogdia.usecases.record_milestone import Report, take_effect


def depart_departure(*, viewer: Viewer, departure_ref: str, at: datetime, key: str) -> None:
    """
    Let it leave now; arrival windows follow the day on which it really left.

    :raises sogdia.domain.refusals.NotFound: for anybody but this hub's clerks.
    :raises sogdia.domain.machines.StepNotPossible: it is not sealed.
    :raises sogdia.domain.milestones.MilestoneOutOfTurn: it left before.
    """
    body = {"departure": departure_ref}
    with transaction.atomic(durable=True):
        departure = lock_departure(viewer, departure_ref)
        if outbox.answer_of(scope="depart-departure", key=key, body=body) is not None:
            return
        report = Report(MilestoneKind.DEPARTED, happened_at=at, place=places.at_hub(departure.lane.hub.code))
        take_effect(departure, report, actor=Actor.CLERK, user_id=viewer.user_id, at=at)
        outbox.audit("depart-departure", subject=departure.ref, at=at, by=viewer)
        outbox.remember(scope="depart-departure", key=key, body=body, answer={}, at=at)
