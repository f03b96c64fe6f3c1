"""Advance part of the net of goods the hub accepted, to sellers who chose it; the operator's working capital pays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.ledger import services as ledger
from sogdia.apps.orders.models import Shipment
from sogdia.apps.payments import shares as escrow_shares
from sogdia.apps.settlement import services as settlement
from sogdia.apps.settlement.models import Payable
from sogdia.domain.ledger import flows
from sogdia.domain.lifecycle import ShipmentState
from sogdia.domain.money import Money
from sogdia.domain.payouts import ADVANCE_SHARE_BP, AdvanceBelowReceivable, PayoutMode, offer_advance
from sogdia.domain.pricing.parts import Part
from sogdia.plumbing.outbox.services import tell
from sogdia.usecases.capture_payment import lock_order

#: From the hub's acceptance until the goods are settled otherwise.
ADVANCED_IN = (
    ShipmentState.READY,
    ShipmentState.LOADED,
    ShipmentState.SEALED,
    ShipmentState.DEPARTED,
    ShipmentState.ARRIVED,
    ShipmentState.CUSTOMS,
    ShipmentState.OUT_FOR_DELIVERY,
)


def advance_payout(*, shipment_id: int, at: datetime, share_bp: int = ADVANCE_SHARE_BP) -> bool:
    """
    Advance once per shipment; False when the seller chose otherwise, the hub has not accepted, or it was advanced.

    :raises sogdia.domain.payouts.AdvanceBelowReceivable: nothing would be left after what the seller owes.
    """
    order_id = Shipment.objects.values_list("order_id", flat=True).get(pk=shipment_id)
    with transaction.atomic(durable=True):
        lock_order(order_id)
        shipment = Shipment.objects.select_related("seller", "order").get(pk=shipment_id)
        wants = shipment.seller.payout_mode == PayoutMode.ADVANCE and shipment.state in ADVANCED_IN
        if not wants or Payable.objects.filter(shipment=shipment, kind="advance").exists():
            return False
        net = _net(shipment)
        if not net:
            return False
        owed = settlement.receivable_of(shipment.seller_id, net.currency)
        offer = offer_advance(net, share_bp=share_bp, receivable=owed)
        amount = offer.now + owed
        entry = flows.advance_to_seller(
            order_id=order_id,
            shipment_id=shipment.pk,
            seller_id=shipment.seller_id,
            amount=amount,
            key=f"advance:{shipment.pk}",
        )
        posted = ledger.post_once(entry, at=at)
        assert posted is not None, "a shipment is advanced once"
        settlement.owe(
            shipment.seller, amount, kind="advance", shipment=shipment, accepted_on=at.date(), at=at
        )
        tell("payout.advanced", at=at, shipment_id=shipment.pk, party_id=shipment.seller_id)
        return True


def _net(shipment: Shipment) -> Money:
    """What the accepted goods will earn: the promise less what corrections took off."""
    nets = [
        share.owed
        for share in escrow_shares.flat(escrow_shares.of_shipment(shipment))
        if share.part is Part.NET
    ]
    currency = nets[0].currency if nets else shipment.seller.currency
    return Money(sum(net.minor for net in nets), currency)


def advance_due(*, at: datetime, limit: int = 200) -> int:
    """Advance everything that the hub accepted for sellers who chose it; gives how many shipments."""
    ids = list(
        Shipment.objects.filter(state__in=ADVANCED_IN, seller__payout_mode=PayoutMode.ADVANCE)
        .exclude(pk__in=Payable.objects.filter(kind="advance").values("shipment_id"))
        .order_by("pk")
        .values_list("pk", flat=True)[:limit]
    )
    return sum(_try(pk, at) for pk in ids)


def _try(shipment_id: int, at: datetime) -> bool:
    try:
        return advance_payout(shipment_id=shipment_id, at=at)
    except AdvanceBelowReceivable:
        return False
