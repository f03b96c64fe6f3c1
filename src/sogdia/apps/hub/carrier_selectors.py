"""What a carrier may know of its runs: what is aboard by weight and label, never who bought it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet

from sogdia.apps.departures import places
from sogdia.apps.departures.models import Departure, Milestone
from sogdia.apps.hub import access
from sogdia.apps.hub.goods import goods_of
from sogdia.apps.hub.selectors import ShipmentRow, rows_of
from sogdia.apps.orders.models import Shipment
from sogdia.apps.settlement.models import TrueUp
from sogdia.domain import milestones
from sogdia.domain.lifecycle import ShipmentState as S
from sogdia.domain.milestones import MilestoneKind
from sogdia.domain.viewer import Role, Viewer

#: Shipments that left, or are sealed to leave, and are the carrier's business.
ABOARD = (
    S.SEALED, S.DEPARTED, S.ARRIVED, S.CUSTOMS, S.OUT_FOR_DELIVERY, S.FAILED, S.DELIVERED, S.ACCEPTED,
    S.CLAIMED, S.SETTLED, S.LOST, S.SEIZED, S.UNDELIVERABLE, S.REFUSED_BY_BUYER, S.WITHDRAWN,
)  # fmt: skip
_OPEN_STATES = ("open", "closed", "loading")


@dataclass(frozen=True, slots=True)
class RunRow:
    """One departure as its carrier sees it; ``next_kinds`` is what may be reported now, the expected first."""

    ref: str
    names: dict[str, str]
    mode: str
    state: str
    leaves_at: datetime
    zone: str
    vehicle: str
    mass_g: int
    shipments: int
    delay_days: int
    seal_number: str
    next_kinds: tuple[MilestoneKind, ...]
    last_kind: str
    last_at: datetime | None
    not_before: datetime | None
    arrives_from: date
    arrives_to: date
    to_deliver: int
    currency: str
    true_fixed_minor: int | None
    planned_fixed_minor: int


@dataclass(frozen=True, slots=True)
class LastMileRow:
    """A shipment on the last mile: its label, its goods by weight, the address it goes to while it must be found."""

    row: ShipmentRow
    to_name: str
    to_lines: tuple[str, ...]
    to_phone: str
    arrives_to: date
    delivered_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class RunView:
    """A departure with what was reported of it and what is aboard."""

    row: RunRow
    reported: tuple[tuple[str, datetime, str, str, int], ...]
    last_mile: tuple[LastMileRow, ...]


def list_runs(viewer: Viewer, *, at: datetime) -> tuple[RunRow, ...]:
    """Give the runs of this person's carrier: under way and sealed first, then the next ones that carry something."""
    viewer.require(Role.CARRIER)
    rows = Departure.objects.filter(lane__carrier__in=viewer.parties(Role.CARRIER)).select_related(
        "lane", "lane__hub"
    )
    live = Q(state__in=["sealed", "departed", "arrived"])
    ahead = Q(state__in=_OPEN_STATES, leaves_at__gt=at)
    found = [*rows.filter(live).order_by("leaves_at")[:40], *rows.filter(ahead).order_by("leaves_at")[:8]]
    return _runs(found)


def list_costs(viewer: Viewer) -> tuple[RunRow, ...]:
    """Give the runs that left, newest first, with the vehicle's true cost where it was entered."""
    viewer.require(Role.CARRIER)
    rows = Departure.objects.filter(
        lane__carrier__in=viewer.parties(Role.CARRIER), departed_at__isnull=False
    ).select_related("lane", "lane__hub")
    return _runs(list(rows.order_by("-departed_at")[:60]))


def get_run(viewer: Viewer, ref: str) -> RunView:
    """
    Give a run to the people of its carrier.

    :raises sogdia.domain.refusals.NotFound: for everybody else.
    """
    departure = access.find_departure(viewer, ref)
    access.require_carrier(viewer, departure)
    reported = Milestone.objects.filter(departure=departure).order_by("at", "id")
    return RunView(
        row=_runs([departure])[0],
        reported=tuple(
            (one.kind, one.at, places.say(one.place, departure.lane.hub), one.note, one.delay_days)
            for one in reported
        ),
        last_mile=_last_mile(departure),
    )


def _aboard(departure: Departure) -> QuerySet[Shipment]:
    return Shipment.objects.filter(departure=departure, state__in=ABOARD, stayed_behind_at=None)


@dataclass(slots=True)
class _Told:
    """What is known of one run: milestones in their order, what is aboard, its true cost."""

    milestones: list[Milestone] = field(default_factory=list)
    aboard: list[tuple[int, date, date, str]] = field(default_factory=list)
    true_up: TrueUp | None = None


def _runs(departures: Sequence[Departure]) -> tuple[RunRow, ...]:
    """Read everything about these runs in three queries, however many they are."""
    told = {departure.pk: _Told() for departure in departures}
    for milestone in Milestone.objects.filter(departure__in=told).order_by("at", "id"):
        told[milestone.departure_id].milestones.append(milestone)
    aboard = Shipment.objects.filter(departure__in=told, state__in=ABOARD, stayed_behind_at=None)
    for departure_id, mass_g, first, last, state in aboard.order_by("id").values_list(
        "departure_id", "gross_mass_g", "arrives_from", "arrives_to", "state"
    ):
        told[departure_id].aboard.append((mass_g, first, last, state))
    for true_up in TrueUp.objects.filter(departure__in=told):
        told[true_up.departure_id].true_up = true_up
    return tuple(_run(departure, told[departure.pk]) for departure in departures)


def _run(departure: Departure, told: _Told) -> RunRow:
    lane, so_far, windows, true_up = departure.lane, told.milestones, told.aboard, told.true_up
    can_report = departure.state in ("sealed", "departed", "arrived")
    kinds = milestones.next_kinds(
        [MilestoneKind(row.kind) for row in so_far], crosses_border=lane.gateway_country != "CN"
    )
    return RunRow(
        ref=departure.ref,
        names=lane.gateway_names,
        mode=lane.mode,
        state=departure.state,
        leaves_at=departure.departed_at or departure.leaves_at,
        zone=lane.hub.timezone,
        vehicle=lane.vehicle,
        mass_g=sum(row[0] for row in windows) or departure.booked_mass_g,
        shipments=len(windows),
        delay_days=departure.delay_days,
        seal_number=departure.seal_number,
        next_kinds=kinds if can_report else (),
        last_kind=so_far[-1].kind if so_far else "",
        last_at=so_far[-1].at if so_far else None,
        not_before=so_far[-1].at if so_far else departure.sealed_at,
        arrives_from=min((row[1] for row in windows), default=departure.leaves_at.date()),
        arrives_to=max((row[2] for row in windows), default=departure.leaves_at.date()),
        to_deliver=sum(row[3] in (S.OUT_FOR_DELIVERY, S.FAILED) for row in windows),
        currency=lane.currency,
        true_fixed_minor=true_up.true_fixed_minor if true_up else None,
        planned_fixed_minor=lane.vehicle_fixed_minor,
    )


def _last_mile(departure: Departure) -> tuple[LastMileRow, ...]:
    shipments = list(
        _aboard(departure)
        .select_related("order__market", "order__address", "seller", "departure__lane__hub")
        .order_by("id")
    )
    return tuple(
        _to_deliver(shipment, row)
        for shipment, row in zip(shipments, rows_of(goods_of(shipments)), strict=True)
    )


def _to_deliver(shipment: Shipment, row: ShipmentRow) -> LastMileRow:
    address = shipment.order.address
    # Whoever brings the goods needs the door, and needs it no longer once it was found.
    needs_door = address is not None and shipment.state in (S.OUT_FOR_DELIVERY, S.FAILED)
    return LastMileRow(
        row=row,
        to_name=address.name if needs_door and address else "",
        to_lines=_lines(address) if needs_door and address else (),
        to_phone=getattr(address, "phone", "") if needs_door and address else "",
        arrives_to=shipment.arrives_to,
        delivered_at=shipment.delivered_at,
        reason=shipment.state_reason,
    )


def _lines(address: object) -> tuple[str, ...]:
    lines: dict[str, str] = getattr(address, "lines", {}) or {}
    return tuple(str(value) for value in lines.values() if value)
