"""What a departure's goods owe to carriers, brokers and states before buyers accept them."""

from __future__ import annotations

from dataclasses import dataclass

from sogdia.apps.departures.models import Departure
from sogdia.apps.orders.models import OrderLine, Shipment
from sogdia.apps.payments import services as payments
from sogdia.apps.payments import shares as escrow_shares
from sogdia.apps.settlement import services as settlement
from sogdia.apps.settlement.models import TrueUp
from sogdia.domain.lifecycle import ShipmentState
from sogdia.domain.money import Money
from sogdia.domain.pricing.parts import SELLER_PARTS, Part
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import OPERATOR_ROLES, Viewer

#: What is payable before acceptance. Shared freight only once its true cost is known.
PARTS = tuple(part for part in Part if part not in SELLER_PARTS)
ABOARD = frozenset(
    {
        ShipmentState.SEALED,
        ShipmentState.DEPARTED,
        ShipmentState.ARRIVED,
        ShipmentState.CUSTOMS,
        ShipmentState.OUT_FOR_DELIVERY,
        ShipmentState.DELIVERED,
    }
)


@dataclass(frozen=True, slots=True)
class Owed:
    """What one shipment still owes of one part, in the currency of the payee."""

    shipment_id: int
    order_id: int
    part: Part
    amount: Money


def owed_on(departure: Departure) -> list[Owed]:
    """Give what goods on their way owe and nobody has paid yet, shipment by shipment, part by part."""
    shipments = Shipment.objects.filter(departure=departure, state__in=ABOARD).select_related("order")
    trued_up = TrueUp.objects.filter(departure=departure).exists()
    return [
        one
        for shipment in shipments.order_by("pk")
        for one in _owed(shipment)
        if one.part is not Part.FREIGHT_SHARED or trued_up
    ]


def _owed(shipment: Shipment) -> list[Owed]:
    due: dict[Part, Money] = {}
    remaining = escrow_shares.of_shipment(shipment)
    for line in OrderLine.objects.filter(shipment=shipment):
        if payments.is_released(line):
            continue
        for share in remaining[line.pk]:
            if share.part in PARTS and share.owed:
                due[share.part] = due.get(share.part, Money.zero(share.owed.currency)) + share.owed
    for paid in settlement.advanced_for(shipment):
        if paid.part in due:
            due[paid.part] = due[paid.part] - paid.amount
    return [
        Owed(shipment.pk, shipment.order_id, part, amount) for part, amount in due.items() if amount.minor > 0
    ]


@dataclass(frozen=True, slots=True)
class CostRow:
    """One kind of cost of a departure: what is owed now, and for how many shipments."""

    part: Part
    amount: Money
    shipments: int


def list_costs(viewer: Viewer, ref: str) -> list[CostRow]:
    """
    Give what a departure owes before acceptance, by part and currency.

    :raises sogdia.domain.refusals.NotAllowed: for anybody but the operator. :raises sogdia.domain.refusals.NotFound:
    """
    viewer.require(*OPERATOR_ROLES)
    departure = Departure.objects.filter(ref=ref).first()
    if departure is None:
        raise NotFound(f"No departure {ref}.")
    rows: dict[tuple[Part, str], CostRow] = {}
    for one in owed_on(departure):
        name = (one.part, one.amount.currency)
        before = rows.get(name, CostRow(one.part, Money.zero(one.amount.currency), 0))
        rows[name] = CostRow(one.part, before.amount + one.amount, before.shipments + 1)
    return sorted(rows.values(), key=lambda row: (list(Part).index(row.part), row.amount.currency))
