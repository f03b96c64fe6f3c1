"""Who is told of orders, their goods and what is said on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sogdia.apps.documents.models import Document
from sogdia.apps.orders.models import Message, Order, Proposal, Shipment
from sogdia.apps.payments.models import Payment
from sogdia.domain.lifecycle import OrderState
from sogdia.domain.viewer import SELLING_ROLES, Role
from sogdia.usecases.telling import facts, people
from sogdia.usecases.telling.topics import MESSAGES, SALES, WAY, WORK, Telling, tells

#: By topic on a whole order: what its buyer is told.
_TO_BUYER_OF_ORDER: Final = {
    "order.placed": "order-placed",
    "order.paid": "order-paid",
    "order.expired": "order-expired",
    "order.cancelled": "order-cancelled",
    "payment.failed": "payment-failed",
    "payment.failed-late": "payment-failed-late",
}
#: By topic on one shipment: what its buyer is told, and whether it may be muted.
_TO_BUYER: Final = {
    "shipment.accepted-by-seller": ("seller-accepted", WAY),
    "shipment.refused-by-seller": ("seller-refused", ""),
    "shipment.cancelled": ("shipment-cancelled", ""),
    "shipment.moved": ("promise-moved", ""),
    "shipment.late": ("promise-moved", ""),
    "shipment.delivered": ("delivered", ""),
    "shipment.delivery-failed": ("not-delivered", ""),
}
#: The same for the seller's people.
_TO_SELLER: Final = {
    "shipment.cancelled": "sale-cancelled",
    "shipment.received": "goods-received",
    "shipment.held": "goods-differ",
    "shipment.delivered": "goods-delivered",
}

#: What the facts of a shipment read.
_NEEDS: Final = ("order__market", "seller", "departure__lane__hub")
_UNDER_WAY: Final = ("departed", "arrived", "customs", "out-for-delivery")
#: By milestone of a departure: what each buyer aboard is told, and what each seller.
_ABOARD: Final = {
    "departure.departed": ("departed", "goods-departed"),
    "departure.arrived": ("arrived", ""),
    "departure.handed-to-last-mile": ("out-for-delivery", ""),
}


@tells(*_TO_BUYER_OF_ORDER)
def buyer_of_order(
    *, topic: str, order_id: int, shipment_ids: Sequence[int] = (), **_ids: Any
) -> list[Telling]:
    """Tell the buyer of an order as a whole; the confirmation carries the price in its parts."""
    order = Order.objects.select_related("market").get(pk=order_id)
    shipments = facts.shipments_of(order_id)
    said = facts.of_order(order, shipments)
    kind, subject = _TO_BUYER_OF_ORDER[topic], f"{topic}:{order_id}"
    if topic == "order.paid":
        said |= facts.parts_of(order, shipments)
    if topic == "order.cancelled" and shipment_ids:
        subject = f"{subject}:{min(shipment_ids)}"
        if order.state not in {OrderState.CANCELLED, OrderState.REFUNDED}:
            kind = "shipment-cancelled"
    return [(kind, people.buyer(order), said, "", subject)]


@tells("order.paid", "order.cancelled", "payment.failed-late")
def sellers_of_order(
    *, topic: str, order_id: int, shipment_ids: Sequence[int] = (), **_ids: Any
) -> list[Telling]:
    """Tell each seller what was sold, or that it was not."""
    kind = "sale-made" if topic == "order.paid" else "sale-cancelled"
    order = Order.objects.get(pk=order_id)
    if topic == "order.cancelled" and order.paid_at is None:
        return []
    return [
        (
            kind,
            people.team(shipment.seller_id, *SELLING_ROLES, Role.AGENT),
            facts.of_shipment(shipment),
            SALES,
            f"{topic}:{shipment.pk}",
        )
        for shipment in facts.shipments_of(order_id)
        if not shipment_ids or shipment.pk in shipment_ids
    ]


@tells(*_TO_BUYER)
def buyer_of_shipment(*, topic: str, shipment_id: int, **_ids: Any) -> list[Telling]:
    """Tell the buyer what happens to one seller's goods."""
    shipment = _shipment(shipment_id)
    kind, group = _TO_BUYER[topic]
    readers = people.buyer(shipment.order)
    said = facts.of_shipment(shipment) | {"zone": shipment.order.market.timezone}
    subject = f"{topic}:{shipment.pk}:{shipment.arrives_to}"
    return [(kind, readers, said, group, subject)]


@tells(*_TO_SELLER)
def seller_of_shipment(*, topic: str, shipment_id: int, **_ids: Any) -> list[Telling]:
    """Tell the seller's people how their goods get on."""
    shipment = _shipment(shipment_id)
    readers = people.team(shipment.seller_id, *SELLING_ROLES, Role.AGENT)
    return [(_TO_SELLER[topic], readers, facts.of_shipment(shipment), SALES, f"{topic}:{shipment.pk}")]


@tells(*_ABOARD)
def everybody_aboard(*, topic: str, departure_id: int, **_ids: Any) -> list[Telling]:
    """Tell of a departure's milestone whoever has goods on it."""
    to_buyer, to_seller = _ABOARD[topic]
    told: list[Telling] = []
    rows = Shipment.objects.filter(departure_id=departure_id, state__in=_UNDER_WAY).order_by("pk")
    for shipment in rows.select_related(*_NEEDS):
        said, subject = facts.of_shipment(shipment), f"{topic}:{shipment.pk}"
        to = said | {"zone": shipment.order.market.timezone}
        told.append((to_buyer, people.buyer(shipment.order), to, WAY, subject))
        if to_seller:
            told.append((to_seller, people.team(shipment.seller_id, *SELLING_ROLES), said, SALES, subject))
    return told


@tells("shipment.handed-over")
def clerks_of_shipment(*, topic: str, shipment_id: int, **_ids: Any) -> list[Telling]:
    """Tell the hub that goods are coming."""
    shipment = _shipment(shipment_id)
    readers = people.clerks(shipment.departure.lane.hub_id)
    return [("goods-coming", readers, facts.of_shipment(shipment), WORK, f"{topic}:{shipment.pk}")]


@tells("proposal.made")
def proposal_made(*, topic: str, proposal_id: int, **_ids: Any) -> list[Telling]:
    """Ask the buyer to decide before the default holds."""
    proposal = Proposal.objects.select_related("line__order__market").get(pk=proposal_id)
    shipment = _shipment(proposal.line.shipment_id)
    order = proposal.line.order
    said = facts.of_shipment(shipment) | {
        "currency": order.currency,
        "new_total_minor": proposal.new_total_minor,
        "answer_by_at": proposal.answer_by.isoformat(),
        "zone": order.market.timezone,
    }
    kind = "delay-proposed" if proposal.kind == "delay" else "proposal-made"
    return [(kind, people.buyer(order), said, "", f"{topic}:{proposal_id}")]


@tells("proposal.answered")
def proposal_answered(*, topic: str, proposal_id: int, **_ids: Any) -> list[Telling]:
    """Tell the hub, which waits with the goods, what the buyer or the clock has said."""
    proposal = Proposal.objects.select_related("line").get(pk=proposal_id)
    shipment = _shipment(proposal.line.shipment_id)
    readers = people.clerks(shipment.departure.lane.hub_id)
    said = {"shipment_ref": shipment.ref, "departure_ref": shipment.departure.ref, "state": proposal.state}
    return [("buyer-answered", readers, said, WORK, f"{topic}:{proposal_id}")]


@tells("payment.started")
def transfer_awaited(*, topic: str, payment_id: int, **_ids: Any) -> list[Telling]:
    """Tell a buyer who pays by transfer what to write; card payments are made on the spot."""
    payment = Payment.objects.select_related("order__market").get(pk=payment_id)
    if payment.provider != "bank-transfer":
        return []
    order = payment.order
    said = facts.of_order(order, facts.shipments_of(order.pk)) | {
        "amount_minor": payment.amount_minor,
        "currency": payment.currency,
        "reference_ref": payment.reference,
        "pay_by_at": payment.expires_at.isoformat(),
    }
    return [("transfer-awaited", people.buyer(order), said, "", f"{topic}:{payment_id}")]


@tells("document.issued")
def paper_issued(*, topic: str, document_id: int, **_ids: Any) -> list[Telling]:
    """Tell the buyer of invoices and credit notes; the confirmation comes with its own letter."""
    paper = Document.objects.select_related("order__market").get(pk=document_id)
    if paper.order is None or paper.kind not in {"invoice", "credit-note"}:
        return []
    said = facts.of_order(paper.order, facts.shipments_of(paper.order.pk))
    return [("paper-issued", people.buyer(paper.order), said, WAY, f"{topic}:{document_id}")]


@tells("message.said")
def message_said(*, topic: str, message_id: int, **_ids: Any) -> list[Telling]:
    """Tell the other sides, never with the words: those stay on the page."""
    message = Message.objects.select_related("order__market").get(pk=message_id)
    subject = f"{topic}:{message_id}"
    order, shipments = message.order, facts.shipments_of(message.order_id)
    said = facts.of_order(order, shipments)
    told: list[Telling] = []
    if message.side != "buyer":
        told.append(("message-to-buyer", people.buyer(order), said, MESSAGES, subject))
    if message.side == "buyer":
        about = [s for s in shipments if message.shipment_id in (None, s.pk)]
        told += [
            (
                "message-to-seller",
                people.team(s.seller_id, *SELLING_ROLES),
                facts.of_shipment(s),
                MESSAGES,
                subject,
            )
            for s in about
        ]
    if message.side in {"buyer", "seller"}:
        told.append(("message-to-house", people.house(Role.SUPPORT), said, MESSAGES, subject))
    return told


def _shipment(shipment_id: int) -> Shipment:
    return Shipment.objects.select_related(*_NEEDS).get(pk=shipment_id)
