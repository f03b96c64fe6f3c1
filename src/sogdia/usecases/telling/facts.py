"""What a notice says: ids and figures only; words, money and days are set in the reader's language when it is read."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sogdia.apps.orders.models import Order, OrderLine, Shipment
from sogdia.domain.pricing.parts import STATE_PARTS, WAY_PARTS, Part

Facts = dict[str, Any]
_GROUPS = {
    Part.NET: "grower",
    Part.FIRST_MILE: "way",
    Part.HUB: "way",
    **dict.fromkeys(WAY_PARTS, "way"),
    **dict.fromkeys(STATE_PARTS, "state"),
}


def of_order(order: Order, shipments: list[Shipment]) -> Facts:
    """Give the facts of an order: total, what is in it, its first departure and the whole arrival window."""
    lines = _lines(shipments)
    facts: Facts = {
        "order_id": order.pk,
        "order_ref": order.ref,
        "currency": order.currency,
        "total_minor": order.total_minor,
        "pay_by_at": order.pay_by.isoformat(),
        "zone": order.market.timezone,
        **_what(lines),
    }
    if shipments:
        facts |= {
            "departure_ref": min((s.departure for s in shipments), key=lambda d: d.leaves_at).ref,
            "from_on": min(s.arrives_from for s in shipments).isoformat(),
            "to_on": max(s.arrives_to for s in shipments).isoformat(),
        }
    return facts


def of_shipment(shipment: Shipment) -> Facts:
    """Give the facts of one shipment, for buyer and seller; nothing of who the other is but the seller's name."""
    lines = _lines([shipment])
    departure = shipment.departure
    nets = [int(line.seller_parts.get(Part.NET, 0)) for line in lines]
    return {
        "order_id": shipment.order_id,
        "order_ref": shipment.order.ref,
        "shipment_ref": shipment.ref,
        "departure_ref": departure.ref,
        "seller_names": shipment.seller.names,
        "cutoff_at": departure.cutoff_at.isoformat(),
        "accept_by_at": shipment.accept_by.isoformat() if shipment.accept_by else "",
        "zone": departure.lane.hub.timezone,
        "reason": shipment.state_reason,
        "from_on": shipment.arrives_from.isoformat(),
        "to_on": shipment.arrives_to.isoformat(),
        "net_minor": sum(nets),
        "currency": lines[0].seller_currency if lines else "",
        **_what(lines),
    }


def parts_of(order: Order, shipments: list[Shipment]) -> Facts:
    """Give the waterfall in four sums of the order's currency; they add up to the total."""
    sums: Counter[str] = Counter()
    for line in _lines(shipments):
        for figure in line.figures:
            sums[_GROUPS.get(Part(figure["part"]), "share")] += int(figure["minor"])
    return {f"{group}_minor": sums[group] for group in ("grower", "way", "share", "state") if sums[group]}


def shipments_of(order_id: int) -> list[Shipment]:
    """Give an order's shipments with what their facts need."""
    return list(
        Shipment.objects.filter(order_id=order_id)
        .select_related("order", "order__market", "seller", "departure", "departure__lane__hub")
        .order_by("id")
    )


def _lines(shipments: list[Shipment]) -> list[OrderLine]:
    return list(
        OrderLine.objects.filter(shipment__in=shipments).select_related("product").order_by("id")
        if shipments
        else []
    )


def _what(lines: list[OrderLine]) -> Facts:
    if not lines:
        return {}
    return {"what_names": lines[0].product.names, "more_count": len(lines) - 1}
