"""Who stands where towards an order: its buyer, a seller in it, its hub, the operator, or nobody."""

from __future__ import annotations

import enum

from sogdia.apps.orders.models import Order, Shipment
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.links import OrderLink
from sogdia.plumbing.prepared import Prepared


class Side(enum.StrEnum):
    """One side of an order; the word under which it speaks in messages."""

    BUYER = "buyer"
    SELLER = "seller"
    HUB = "hub"
    OPERATOR = "operator"


_SHIPMENTS = Prepared(
    lambda order: Shipment.objects.filter(order_id=order).values_list("seller_id", "departure__lane__hub_id"),
    int,
)


def sides(viewer: Viewer, order: Order, link: OrderLink | None = None) -> frozenset[Side]:
    """Give every side on which the viewer stands; ``link`` is a signed link that the door has read."""
    found: set[Side] = set()
    if order.buyer_id is not None and order.buyer_id == viewer.user_id:
        found.add(Side.BUYER)
    if link is not None and (link.order_id, link.version) == (order.pk, order.link_version):
        found.add(Side.BUYER)
    shipments = _SHIPMENTS.all(order.pk)
    selling = viewer.parties(Role.OWNER, Role.SELLER, Role.FINANCE, Role.AGENT)
    if any(seller_id in selling for seller_id, _hub in shipments):
        found.add(Side.SELLER)
    if any(hub_id in viewer.hubs() for _seller, hub_id in shipments):
        found.add(Side.HUB)
    if viewer.is_operator:
        found.add(Side.OPERATOR)
    return frozenset(found)


def require(viewer: Viewer, order: Order, *wanted: Side, link: OrderLink | None = None) -> Side:
    """
    Give the first of ``wanted`` on which the viewer stands.

    :raises sogdia.domain.refusals.NotFound: on none of them; it says nothing about whether there is such an order.
    """
    here = sides(viewer, order, link)
    for side in wanted:
        if side in here:
            return side
    raise NotFound("Nothing here for this viewer.")


def shipment_is_visible(viewer: Viewer, shipment: Shipment, here: frozenset[Side]) -> bool:
    """Whether this shipment of the order is the viewer's business: a seller sees their own only."""
    if here & {Side.BUYER, Side.OPERATOR}:
        return True
    if Side.SELLER in here and shipment.seller_id in viewer.parties():
        return True
    return Side.HUB in here and shipment.departure.lane.hub_id in viewer.hubs()
