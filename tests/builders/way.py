"""Small makers for the way: who works at the hub and drives, and orders brought as far as a test needs."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from builders import orders as build
from builders.orders import NOW, World
from sogdia.apps.hub.services import Weighed
from sogdia.apps.orders.models import Order, OrderLine, Shipment
from sogdia.apps.tariff.models import AdmissibilityRow
from sogdia.domain.milestones import MilestoneKind
from sogdia.domain.ports import PictureKept
from sogdia.domain.viewer import Role, Viewer
from sogdia.usecases.depart_departure import depart_departure
from sogdia.usecases.load_shipment import load_shipment
from sogdia.usecases.receive_line import receive_line
from sogdia.usecases.record_milestone import Report, record_milestone
from sogdia.usecases.seal_departure import seal_departure

_keys = itertools.count(1)


@dataclass
class FakePictures:
    """Keeps names of photographs, not the photographs."""

    kept: list[str] = field(default_factory=list)

    def keep(self, content: bytes, *, folder: str) -> PictureKept:
        """Keep a name."""
        self.kept.append(f"{folder}/{len(self.kept)}")
        return PictureKept(self.kept[-1], 800, 600, (400,))


def key() -> str:
    """Give a new key."""
    return f"way-{next(_keys)}"


def open_market(world: World, **fields: object) -> AdmissibilityRow:
    """Let the world's raisins into its market; more fields make a rule that asks for something."""
    given = {"destination": "EU", "origin": "*", "origin_region": "*", "hs_prefix": "", "effect": "allowed"}
    return AdmissibilityRow.objects.create(
        **{
            **given,
            "reason_key": "allowed",
            "legal_source": "Fictional law",
            "checked_on": date(2026, 9, 1),
            **fields,
        }
    )


def clerk(world: World) -> Viewer:
    """Give a clerk of the world's hub."""
    return build.member(build.a_user(), world.operator, Role.CLERK, hub_id=world.hub.pk)


def driver(world: World) -> Viewer:
    """Give somebody of the lane's carrier."""
    return build.member(build.a_user(), world.carrier, Role.CARRIER)


def labelled(world: World, *wants: build.Want, **fields: object) -> Shipment:
    """Make a paid order whose shipment has its label and waits to be received."""
    order = build.a_paid_order(world, *wants, **fields)
    return build.set_state(build.shipment_of(order), "labelled")


def line_of(shipment: Shipment) -> OrderLine:
    """Give the only line of a shipment."""
    return OrderLine.objects.get(shipment=shipment)


def as_ordered(line: OrderLine, **changes: object) -> Weighed:
    """Weigh what was ordered, but for ``changes``."""
    given = {
        "packs": line.packs,
        "net_mass_g": line.net_mass_g,
        "gross_mass_g": line.packs * build.PACK_GROSS_G,
        "grade": "A",
        **changes,
    }
    return Weighed(**given)


def receive(viewer: Viewer, shipment: Shipment, *, at: datetime = NOW, **changes: object) -> str:
    """Receive a shipment's only line; gives the outcome."""
    line = line_of(shipment)
    said = receive_line(
        viewer=viewer, line_id=line.pk, weighed=as_ordered(line, **changes), photos=[], pictures=FakePictures(),
        at=at, key=key(),
    )  # fmt: skip
    shipment.refresh_from_db()
    return said


def load(viewer: Viewer, shipment: Shipment, *, at: datetime = NOW) -> None:
    """Load a shipment onto its departure."""
    load_shipment(
        viewer=viewer, departure_ref=shipment.departure.ref, shipment_ref=shipment.ref, at=at, key=key()
    )
    shipment.refresh_from_db()


def loaded(world: World, viewer: Viewer, *wants: build.Want) -> Shipment:
    """Make a shipment that was paid, received as ordered, and loaded. The lane has no least load from here on."""
    world.lane.minimum_fill_bp = 0
    world.lane.save()
    shipment = labelled(world, *wants)
    receive(viewer, shipment)
    load(viewer, shipment)
    return shipment


def sealed(world: World, viewer: Viewer, *wants: build.Want) -> Shipment:
    """Make a shipment whose departure is sealed."""
    shipment = loaded(world, viewer, *wants)
    seal_departure(
        viewer=viewer, departure_ref=world.departure.ref, seal_number="S-1",
        at=world.departure.cutoff_at + timedelta(hours=1), key=key(),
    )  # fmt: skip
    return again(shipment)


def gone(world: World, viewer: Viewer, *wants: build.Want) -> Shipment:
    """Make a shipment whose departure left when its plan says."""
    shipment = sealed(world, viewer, *wants)
    depart_departure(
        viewer=viewer, departure_ref=world.departure.ref, at=world.departure.leaves_at, key=key()
    )
    return again(shipment)


def report(
    viewer: Viewer, world: World, kind: MilestoneKind, *, days: int, at_key: str = "", **fields: object
) -> None:
    """Report a milestone so many days after the planned departure, as it happens."""
    when = world.departure.leaves_at + timedelta(days=days)
    record_milestone(
        viewer=viewer, departure_ref=world.departure.ref, report=Report(kind, when, **fields), at=when,
        key=at_key or key(),
    )  # fmt: skip


def again(shipment: Shipment) -> Shipment:
    """Read a shipment as it is now."""
    return Shipment.objects.select_related("order", "departure").get(pk=shipment.pk)


def order_of(shipment: Shipment) -> Order:
    """Read its order as it is now."""
    return Order.objects.get(pk=shipment.order_id)
