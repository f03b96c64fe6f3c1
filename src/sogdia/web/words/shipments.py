"""What is said of a shipment in the same words to its buyer, its seller, the hub and the carrier."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sogdia.domain.lifecycle import ShipmentState as S

Tag = tuple[str, str]
"""A word and the kind of its sign: go, wait, stop or empty."""


def for_everybody() -> dict[str, Tag]:
    """Give the states that all who work with a shipment read alike; whoever reads otherwise says so over it."""
    return {
        S.HANDED_OVER: (_("On its way to the hub"), "go"),
        S.RECEIVED: (_("At the hub"), "go"),
        S.HELD: (_("Held at the hub"), "stop"),
        S.READY: (_("Ready to load"), "go"),
        S.LOADED: (pgettext("a shipment", "Loaded"), "go"),
        S.SEALED: (_("Sealed"), "go"),
        S.DEPARTED: (_("On the way"), "go"),
        S.ARRIVED: (_("At the gateway"), "go"),
        S.CUSTOMS: (_("At customs"), "wait"),
        S.OUT_FOR_DELIVERY: (_("Out for delivery"), "go"),
        S.FAILED: (_("Delivery failed, tried again"), "wait"),
        S.DELIVERED: (_("Delivered"), "go"),
        S.ACCEPTED: (_("Accepted by the buyer"), "go"),
        S.SETTLED: (_("Settled"), "go"),
        S.CANCELLED: (_("Cancelled"), ""),
        S.REFUSED_BY_SELLER: (_("Refused by the seller"), ""),
        S.REFUSED_BY_BUYER: (_("Refused at the door"), "stop"),
        S.WITHDRAWN: (_("The buyer withdrew"), ""),
        S.LOST: (_("Lost"), "stop"),
        S.SEIZED: (_("Seized at the border"), "stop"),
        S.UNDELIVERABLE: (_("Could not be delivered"), "stop"),
    }
