"""The cast of the house: one sold order, everybody who has to do with it, and another party of each kind who has not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from builders import orders as build
from sogdia.apps.departures.models import Hub
from sogdia.apps.documents.models import Document
from sogdia.apps.hub.models import LogisticUnit
from sogdia.apps.orders.models import Order, OrderLine, Shipment
from sogdia.apps.parties.models import Membership, Party
from sogdia.apps.regions.models import Region
from sogdia.apps.settlement.models import Payout
from sogdia.domain.viewer import Role
from sogdia.plumbing.accounts.models import User

#: Persons by what they are; ``other_…`` is another party of the same kind, who has nothing to do with this order.
NOBODY = "nobody"


@dataclass
class Cast:
    """The world with one paid order in it, and each person's account."""

    world: build.World
    order: Order
    shipment: Shipment
    line: OrderLine
    users: dict[str, User] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)

    def secrets(self) -> list[str]:
        """Give words that only those may read who have to do with the order."""
        assert self.order.address is not None
        return [self.order.ref, self.shipment.ref, self.order.address.email, self.order.address.name]

    def paper(self) -> Document:
        """Give the order's confirmation."""
        found: Document
        found, _made = Document.objects.get_or_create(
            kind="order-confirmation",
            order=self.order,
            defaults={
                "number": "OC-1",
                "issuer": "Trade house",
                "file": "papers/one.pdf",
                "issued_at": build.NOW,
            },
        )
        return found

    def unit(self) -> LogisticUnit:
        """Give the shipment's one pallet."""
        found: LogisticUnit
        found, _made = LogisticUnit.objects.get_or_create(
            sscc="006141411234567890",
            defaults={"shipment": self.shipment, "gross_mass_g": 10_500, "volume_cm3": 20_000},
        )
        return found

    def payout(self) -> Payout:
        """Give money on its way to the seller."""
        found: Payout
        found, _made = Payout.objects.get_or_create(
            ref="PO-1",
            defaults={
                "party": self.world.seller, "currency": "CNY", "amount_minor": 40_000, "state": "due",
                "due_on": build.NOW.date(),
            },
        )  # fmt: skip
        return found


def a_cast(*, state: str = "") -> Cast:
    """Make everybody; ``state`` puts the shipment where a page needs it."""
    world = build.a_world()
    now = timezone.now()
    world.departure.cutoff_at, world.departure.leaves_at = now + timedelta(days=5), now + timedelta(days=6)
    world.departure.save()
    buyer = build.a_user("buyer@example.org")
    order = build.a_paid_order(world, buyer=buyer)
    shipment = build.shipment_of(order)
    if state:
        times = (
            {"delivered_at": timezone.now(), "accept_by": timezone.now() + timedelta(days=2)}
            if state == "delivered"
            else {}
        )
        build.set_state(shipment, state, **times)
    cast = Cast(world, order, shipment, OrderLine.objects.get(order=order))
    cast.users = {"buyer": buyer, "other_buyer": build.a_user("other-buyer@example.org")}
    other_region = Region.objects.create(
        code="elsewhere", level="prefecture", names={"en": "Elsewhere"}, is_live=True
    )
    other_hub = Hub.objects.create(
        code="elsewhere", names={"en": "Elsewhere"}, city="Elsewhere", latitude=world.hub.latitude,
        longitude=world.hub.longitude,
    )  # fmt: skip
    other_seller = build.a_seller(other_region, "other-house")
    other_carrier = build.a_party("other-rail", is_carrier=True)
    lane = world.lane
    lane.carrier = world.carrier
    lane.save()
    for name, party, role, place in (
        ("owner", world.seller, Role.OWNER, {}),
        ("seller", world.seller, Role.SELLER, {}),
        ("finance", world.seller, Role.FINANCE, {}),
        ("other_owner", other_seller, Role.OWNER, {}),
        ("clerk", world.operator, Role.CLERK, {"hub_id": world.hub.pk}),
        ("other_clerk", world.operator, Role.CLERK, {"hub_id": other_hub.pk}),
        ("carrier", world.carrier, Role.CARRIER, {}),
        ("other_carrier", other_carrier, Role.CARRIER, {}),
        ("broker", world.operator, Role.BROKER, {}),
        ("officer", world.operator, Role.OFFICER, {"region": world.region}),
        ("other_officer", world.operator, Role.OFFICER, {"region": other_region}),
        ("support", world.operator, Role.SUPPORT, {}),
        ("treasurer", world.operator, Role.TREASURER, {}),
        ("treasurer2", world.operator, Role.TREASURER, {}),
    ):
        cast.users[name] = _person(name, party, role, place)
    return cast


def _person(name: str, party: Party, role: Role, place: dict[str, Any]) -> User:
    user = build.a_user(f"{name.replace('_', '-')}@example.org")
    Membership.objects.create(user=user, party=party, role=role, **place)
    return user
