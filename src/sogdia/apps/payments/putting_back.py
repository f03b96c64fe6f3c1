"""Offer goods and room again when an order's shipments end before they left."""

from __future__ import annotations

from collections.abc import Iterable

from sogdia.apps.departures import services as departures
from sogdia.apps.lots import services as lots
from sogdia.apps.orders.models import OrderLine, Shipment
from sogdia.apps.payments.services import packs_left
from sogdia.domain.lifecycle import ShipmentState

#: States in which the goods are still at the seller's.
AT_THE_SELLERS = frozenset({ShipmentState.PAID, ShipmentState.ACCEPTED_BY_SELLER, ShipmentState.LABELLED})


def sizes(shipments: Iterable[Shipment]) -> dict[int, departures.Size]:
    """Give the room that shipments take, by departure id."""
    found: dict[int, departures.Size] = {}
    for shipment in shipments:
        mass, volume = found.get(shipment.departure_id, (0, 0))
        found[shipment.departure_id] = (mass + shipment.gross_mass_g, volume + shipment.volume_cm3)
    return found


def put_back(shipments: list[Shipment]) -> None:
    """
    Free the room of paid shipments of one order that end before loading, and offer again what never left the seller.

    Called before the shipments' states and corrections are written: both say what is still there.
    """
    departures.free(sizes(shipments))
    quantities: dict[int, int] = {}
    for shipment in shipments:
        if shipment.state not in AT_THE_SELLERS:
            continue
        for line in OrderLine.objects.filter(shipment=shipment):
            qty = line.qty * packs_left(line) // line.packs
            if qty:
                quantities[line.lot_id] = quantities.get(line.lot_id, 0) + qty
    if quantities:
        (order_id,) = {shipment.order_id for shipment in shipments}
        lots.unsell(order_id, quantities)
