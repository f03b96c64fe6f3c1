"""The carrier reports a milestone: shipments go on, arrival windows move, and late promises are made anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from sogdia.apps.departures.models import Departure, LaneService, Milestone
from sogdia.apps.hub import access, rolling
from sogdia.apps.orders import steps
from sogdia.apps.orders.models import Shipment
from sogdia.apps.quotes.book import window_of
from sogdia.apps.tracing import services as tracing
from sogdia.domain import lifecycle, milestones
from sogdia.domain.lifecycle import DEPARTURE, ShipmentState
from sogdia.domain.machines import Actor
from sogdia.domain.milestones import MilestoneKind
from sogdia.domain.pricing import windows
from sogdia.domain.pricing.windows import ArrivalWindow
from sogdia.domain.refusals import NotFound
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.load_shipment import lock_with_orders

#: States of goods that are still under way with their departure.
UNDER_WAY = (
    ShipmentState.SEALED,
    ShipmentState.DEPARTED,
    ShipmentState.ARRIVED,
    ShipmentState.CUSTOMS,
    ShipmentState.OUT_FOR_DELIVERY,
    ShipmentState.FAILED,
)


@dataclass(frozen=True, slots=True)
class Report:
    """What the carrier says: what, when and where it happened; for a delay by how many days in all."""

    kind: MilestoneKind
    happened_at: datetime
    place: str = ""
    note: str = ""
    delay_days: int = 0


def record_milestone(*, viewer: Viewer, departure_ref: str, report: Report, at: datetime, key: str) -> None:
    """
    Write a milestone and let it take effect; the same key changes nothing.

    :raises sogdia.domain.refusals.NotFound: for anybody but the people of the lane's carrier.
    :raises sogdia.domain.milestones.MilestoneInFuture, sogdia.domain.milestones.MilestoneBeforeTheLast,
        sogdia.domain.milestones.MilestoneOutOfTurn, sogdia.domain.milestones.DelayOutOfRange:
    :raises sogdia.domain.machines.StepNotPossible: the departure is not sealed.
    """
    body = {"departure": departure_ref, "report": repr(report)}
    with transaction.atomic(durable=True):
        found = Departure.objects.select_related("lane").filter(ref=departure_ref).first()
        if found is None:
            raise NotFound(f"No departure {departure_ref}.")
        access.require_carrier(viewer, found)
        departure = lock_with_orders(found.pk)
        if outbox.answer_of(scope="record-milestone", key=key, body=body) is not None:
            return
        take_effect(departure, report, actor=Actor.CARRIER, user_id=viewer.user_id, at=at)
        outbox.remember(scope="record-milestone", key=key, body=body, answer={}, at=at)


def take_effect(
    departure: Departure, report: Report, *, actor: Actor, user_id: int | None, at: datetime
) -> None:
    """Check and write a milestone of a locked departure with everything that follows, inside a deed."""
    before = list(Milestone.objects.filter(departure=departure).order_by("at", "id"))
    milestones.check(
        report.kind,
        happened_at=report.happened_at,
        now=at,
        last_at=before[-1].at if before else departure.sealed_at,
        so_far=[MilestoneKind(row.kind) for row in before],
        crosses_border=crosses_border(departure),
        delay_days=report.delay_days,
    )
    Milestone.objects.create(
        departure=departure, kind=report.kind, at=report.happened_at, place=report.place[:80],
        note=report.note[:300], delay_days=report.delay_days, user_id=user_id, recorded_at=at,
    )  # fmt: skip
    _step(departure, report, actor=actor)
    shipments = list(
        Shipment.objects.filter(departure=departure, state__in=UNDER_WAY)
        .select_related("order", "departure__lane__hub")
        .order_by("pk")
    )
    is_cleared = any(row.kind == MilestoneKind.CUSTOMS_CLEARED for row in before)
    _step_shipments(
        shipments, report.kind, is_cleared=is_cleared or not crosses_border(departure), actor=actor
    )
    tracing.record_departure(
        EventKind(report.kind), departure, shipments, at=report.happened_at, place=report.place,
        user_id=user_id, delay_days=report.delay_days,
    )  # fmt: skip
    _promise_anew(departure, shipments, at=at)
    for order_id in sorted({shipment.order_id for shipment in shipments}):
        steps.read_order(order_id)
    outbox.tell(f"departure.{report.kind}", at=at, departure_id=departure.pk)


def crosses_border(departure: Departure) -> bool:
    """Whether goods leave the country of their hub on this lane."""
    return departure.lane.gateway_country != "CN"


def _step(departure: Departure, report: Report, *, actor: Actor) -> None:
    if report.kind is MilestoneKind.DEPARTED:
        departure.state = lifecycle.move_as(DEPARTURE, departure.state, "depart", actor)
        departure.departed_at = report.happened_at
    elif report.kind is MilestoneKind.ARRIVED:
        departure.state = lifecycle.move_as(DEPARTURE, departure.state, "arrive", actor)
        departure.arrived_at = report.happened_at
    elif report.kind is MilestoneKind.DELAYED:
        departure.delay_days = report.delay_days
    departure.save(update_fields=["state", "departed_at", "arrived_at", "delay_days"])


def _step_shipments(
    shipments: list[Shipment], kind: MilestoneKind, *, is_cleared: bool, actor: Actor
) -> None:
    for shipment in shipments:
        if kind is MilestoneKind.DEPARTED:
            steps.take(shipment, "depart", actor=actor)
        elif kind is MilestoneKind.ARRIVED:
            steps.take(shipment, "arrive", actor=actor)
            if not is_cleared:
                steps.take(shipment, "enter-customs", actor=actor)
        elif kind is MilestoneKind.HANDED_TO_LAST_MILE:
            steps.take(shipment, "deliver-out", actor=actor)


def _promise_anew(departure: Departure, shipments: list[Shipment], *, at: datetime) -> None:
    services = {
        row.market_id: row for row in LaneService.objects.filter(lane=departure.lane).select_related("market")
    }
    for shipment in shipments:
        now = _window(departure, services[shipment.order.market_id])
        shown = rolling.shown_window(shipment)
        if now == shown:
            continue
        shipment.arrives_from, shipment.arrives_to = now.earliest, now.latest
        shipment.save(update_fields=["arrives_from", "arrives_to"])
        is_late = windows.is_late(shown, now)
        tracing.record(
            EventKind.PROMISE_MOVED, at=at, shipment=shipment, departure=departure,
            shown_from=shown.earliest.isoformat(), shown_to=shown.latest.isoformat(),
            now_from=now.earliest.isoformat(), now_to=now.latest.isoformat(), is_late=is_late,
        )  # fmt: skip
        if is_late:
            outbox.tell("shipment.late", at=at, shipment_id=shipment.pk, order_id=shipment.order_id)


def _window(departure: Departure, service: LaneService) -> ArrivalWindow:
    if departure.arrived_at is None:
        return window_of(departure, service)
    zone = ZoneInfo(service.market.timezone)
    return windows.after_arrival(
        arrived_on=departure.arrived_at.astimezone(zone).date(),
        last_mile_days_min=service.last_mile_days_min,
        last_mile_days_max=service.last_mile_days_max,
    )
