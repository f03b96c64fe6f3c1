"""How a shipment may end other than well, and what each end would give back and at whose expense."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from sogdia.apps.claims.ends import is_insured, spent_of
from sogdia.apps.ledger import services as ledger
from sogdia.apps.orders.models import OrderLine, Shipment
from sogdia.apps.payments import shares as escrow_shares
from sogdia.domain import ends
from sogdia.domain.ends import STEP, End
from sogdia.domain.ledger.bearing import Bearer
from sogdia.domain.lifecycle import SHIPMENT, ShipmentState, StepNotPossible, may
from sogdia.domain.machines import Actor
from sogdia.domain.pricing.parts import Part
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Role, Viewer


@dataclass(frozen=True)
class EndChoice:
    """A shipment and the ends that may be said of it now, by whoever asks."""

    shipment_ref: str
    order_ref: str
    departure_ref: str
    state: str
    reason: str
    names: tuple[dict[str, str], ...]
    mass_g: int
    ends: tuple[End, ...]


@dataclass(frozen=True)
class EndPart:
    """One part of what was paid and who bears it, in minor units of the order's currency."""

    part: Part
    bearer: Bearer
    minor: int


@dataclass(frozen=True)
class EndPreview:
    """What an end would do: ``back_minor`` goes back of ``paid_minor``; both in the order's currency."""

    choice: EndChoice
    end: End
    currency: str
    paid_minor: int
    back_minor: int
    parts: tuple[EndPart, ...]


def actor_of(viewer: Viewer, shipment: Shipment) -> Actor:
    """
    Say as whom this person may end a shipment: the operator's support, its carrier, or a clerk of its hub.

    :raises sogdia.domain.refusals.NotFound: for anybody else.
    """
    lane = shipment.departure.lane
    if viewer.has_role(Role.SUPPORT):
        return Actor.SUPPORT
    if lane.carrier_id is not None and lane.carrier_id in viewer.parties(Role.CARRIER):
        return Actor.CARRIER
    if lane.hub_id in viewer.hubs():
        return Actor.CLERK
    raise NotFound(f"No shipment {shipment.ref} for this viewer.")


def ends_of_departure(viewer: Viewer, departure_ref: str) -> dict[str, tuple[End, ...]]:
    """Give, by shipment, the ends that its carrier may say of it; shipments without any are left out."""
    rows = Shipment.objects.filter(
        departure__ref=departure_ref, departure__lane__carrier__in=viewer.parties(Role.CARRIER)
    )
    found = {row.ref: _possible(row, Actor.CARRIER) for row in rows.order_by("id")}
    return {ref: given for ref, given in found.items() if given}


def ends_of_order(viewer: Viewer, order_ref: str) -> tuple[EndChoice, ...]:
    """
    Give every shipment of an order with the ends that the operator's support may say of it.

    :raises sogdia.domain.refusals.NotAllowed, sogdia.domain.refusals.NotFound:
    """
    viewer.require(Role.SUPPORT)
    rows = list(_shipments().filter(order__ref=order_ref).order_by("id"))
    if not rows:
        raise NotFound(f"No order {order_ref}.")
    return tuple(_choice(row, Actor.SUPPORT) for row in rows)


def get_choice(viewer: Viewer, shipment_ref: str, *, departure_ref: str = "") -> EndChoice:
    """
    Give a shipment with its possible ends; ``departure_ref`` must be the one that it is on, if given.

    :raises sogdia.domain.refusals.NotFound: for anybody but its carrier, its hub and the operator's support.
    """
    shipment = _find(shipment_ref, departure_ref)
    return _choice(shipment, actor_of(viewer, shipment))


def preview_end(
    viewer: Viewer, shipment_ref: str, end: End, *, departure_ref: str = "", at_fault: Bearer | None = None
) -> EndPreview:
    """
    Say what an end would give back now, part by part; of a seizure only when it is known ``at_fault`` of whom.

    :raises sogdia.domain.refusals.NotFound: for anybody but its carrier, its hub and the operator's support.
    :raises sogdia.domain.machines.StepNotPossible: the shipment cannot end so now.
    """
    shipment = _find(shipment_ref, departure_ref)
    choice = _choice(shipment, actor_of(viewer, shipment))
    if end not in choice.ends:
        raise StepNotPossible(
            f"Shipment {shipment.ref} cannot be {end}.",
            machine="shipment",
            state=shipment.state,
            event=STEP.get(end, "fail"),
        )
    sums: Counter[tuple[Part, Bearer]] = Counter()
    spent, insured = spent_of(shipment), is_insured(shipment)
    fault = at_fault if end is End.SEIZED else None
    for shares in escrow_shares.still_paid(shipment).values():
        for one in ends.settle(end, shares, spent=spent, insured=insured, at_fault=fault).borne:
            sums[one.share.part, one.bearer] += one.share.amount.minor
    parts = tuple(EndPart(part, bearer, minor) for (part, bearer), minor in sums.items() if minor)
    return EndPreview(
        choice=choice,
        end=end,
        currency=shipment.order.currency,
        paid_minor=sum(part.minor for part in parts),
        back_minor=sum(part.minor for part in parts if part.bearer is not Bearer.BUYER),
        parts=parts,
    )


def _shipments() -> QuerySet[Shipment]:
    return Shipment.objects.select_related("order", "departure__lane")


def _find(shipment_ref: str, departure_ref: str) -> Shipment:
    rows = _shipments().filter(ref=shipment_ref)
    if departure_ref:
        rows = rows.filter(departure__ref=departure_ref)
    found = rows.first()
    if found is None:
        raise NotFound(f"No shipment {shipment_ref}.")
    return found


def _choice(shipment: Shipment, actor: Actor) -> EndChoice:
    lines = OrderLine.objects.filter(shipment=shipment).select_related("product").order_by("id")
    return EndChoice(
        shipment_ref=shipment.ref,
        order_ref=shipment.order.ref,
        departure_ref=shipment.departure.ref,
        state=shipment.state,
        reason=shipment.state_reason,
        names=tuple(line.product.names for line in lines),
        mass_g=shipment.gross_mass_g,
        ends=_possible(shipment, actor),
    )


def _possible(shipment: Shipment, actor: Actor) -> tuple[End, ...]:
    found = [end for end, step in STEP.items() if may(SHIPMENT, shipment.state, step, actor)]
    if shipment.state == ShipmentState.FAILED and ledger.is_new(f"end:{End.FAILED}:{shipment.pk}"):
        found.append(End.FAILED)
    return tuple(found)
