"""What of a shipment was already spent, and who bears it when the shipment ends other than well."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sogdia.apps.orders.models import OrderLine, Shipment
from sogdia.apps.payments import services as payments
from sogdia.apps.payments import shares as escrow_shares
from sogdia.apps.settlement import services as settlement
from sogdia.domain import ends
from sogdia.domain.ends import End
from sogdia.domain.ledger.bearing import Bearer
from sogdia.domain.lifecycle import ShipmentState
from sogdia.domain.pricing.inputs import EntryMode
from sogdia.domain.pricing.parts import STATE_PARTS, Part

_S = ShipmentState
_DELIVERED: Final = (_S.DELIVERED, _S.CLAIMED, _S.ACCEPTED)
_OUT: Final = (_S.OUT_FOR_DELIVERY, _S.FAILED, *_DELIVERED)
_LEFT: Final = (_S.DEPARTED, _S.ARRIVED, _S.CUSTOMS, *_OUT)
_AT_THE_HUB: Final = (_S.RECEIVED, _S.HELD, _S.READY, _S.LOADED, _S.SEALED, *_LEFT)
_COLLECTED: Final = (_S.HANDED_OVER, *_AT_THE_HUB)


def spent_of(shipment: Shipment) -> frozenset[Part]:
    """
    Give the parts whose service was rendered by now (rule EN-2): a truck that left, duty of goods that were cleared.

    Inside the country no duty is due, and the tax of a sale that is undone was not spent.
    """
    found: set[Part] = set()
    if shipment.state in _COLLECTED:
        found.add(Part.FIRST_MILE)
    if shipment.state in _AT_THE_HUB:
        found.add(Part.HUB)
    if shipment.state in _LEFT:
        found |= {Part.FREIGHT_SHARED, Part.FREIGHT_CAUSED, Part.INSURANCE}
    if shipment.state in _OUT:
        found.add(Part.LAST_MILE)
        if shipment.entry_mode != EntryMode.HOME:
            found |= {*STATE_PARTS, Part.CLEARING}
    return frozenset(found)


def is_insured(shipment: Shipment) -> bool:
    """Whether the buyer paid for insurance of these goods."""
    lines = OrderLine.objects.filter(shipment=shipment).values_list("figures", flat=True)
    return any(
        figure["part"] == Part.INSURANCE and int(figure["minor"]) > 0
        for figures in lines
        for figure in figures
    )


def bear(
    shipment: Shipment,
    end: End,
    *,
    reason: str,
    key: str,
    at: datetime,
    at_fault: Bearer | None = None,
) -> int:
    """
    Give every share of a shipment its bearer, as the table of rule EN-3 says; gives what goes back, in minor units.

    Called while the shipment still has the state in which it ended. What somebody earned stays in escrow to be
    released. The order's row is locked by the caller.
    """
    spent, insured = spent_of(shipment), is_insured(shipment)
    back = 0
    for line_id, shares in escrow_shares.still_paid(shipment).items():
        if not any(share.amount or share.owed for share in shares):
            continue
        line = OrderLine.objects.select_related("order__quote", "shipment__seller").get(pk=line_id)
        stays = end is End.FAILED
        refund = settlement.bear(
            ends.settle(end, shares, spent=spent, insured=insured, at_fault=at_fault),
            line=line,
            kind="cancelled" if end is End.CANCELLED else "end",
            reason=reason,
            key=f"{key}/{line_id}",
            at=at,
            packs=0 if stays else payments.packs_left(line),
            net_mass_g=0 if stays else payments.mass_left(line),
        )
        back += refund.amount_minor if refund else 0
    return back
