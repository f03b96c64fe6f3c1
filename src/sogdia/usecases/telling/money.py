"""Who is told of refunds, claims, payouts and money that does not fit."""

from __future__ import annotations

from typing import Any, Final

from sogdia.apps.claims.models import Claim
from sogdia.apps.orders.models import Order
from sogdia.apps.payments.models import Receipt, Refund
from sogdia.apps.settlement.models import Payout, TrueUpShare
from sogdia.domain.viewer import MONEY_ROLES, SELLING_ROLES, Role
from sogdia.usecases.telling import facts, people
from sogdia.usecases.telling.topics import SALES, WORK, Telling, tells

_REFUND: Final = {"refund.needs-details": "refund-needs-details", "refund.sent": "refund-sent"}
_PAYOUT: Final = {
    "payout.sent": "payout-sent",
    "payout.confirmed": "payout-confirmed",
    "payout.failed": "payout-failed",
}


@tells(*_REFUND)
def refund_moved(*, topic: str, refund_id: int, **_ids: Any) -> list[Telling]:
    """Tell the buyer that money comes back, or what is still needed for it."""
    refund = Refund.objects.select_related("order__market").get(pk=refund_id)
    if refund.order is None:
        return []
    said = _order_with(refund.order, refund.amount_minor, refund.currency)
    return [(_REFUND[topic], people.buyer(refund.order), said, "", f"{topic}:{refund_id}")]


@tells("freight.refunded")
def freight_refunded(*, topic: str, shipment_id: int, **_ids: Any) -> list[Telling]:
    """Tell the buyer what the true freight gives back."""
    share = TrueUpShare.objects.select_related("shipment__order__market").get(shipment_id=shipment_id)
    order = share.shipment.order
    said = _order_with(order, share.refund_minor, order.currency)
    return [("freight-refunded", people.buyer(order), said, "", f"{topic}:{shipment_id}")]


@tells("refund.details-given")
def details_given(*, topic: str, refund_id: int, **_ids: Any) -> list[Telling]:
    """Ask the treasurers to look at an account given by link."""
    refund = Refund.objects.get(pk=refund_id)
    said = {"amount_minor": refund.amount_minor, "currency": refund.currency}
    return [("details-to-check", people.house(Role.TREASURER), said, WORK, f"{topic}:{refund_id}")]


@tells("receipt.unallocated")
def receipt_unallocated(*, topic: str, receipt_id: int, **_ids: Any) -> list[Telling]:
    """Tell the treasurers of money without an order."""
    receipt = Receipt.objects.get(pk=receipt_id)
    said = {"amount_minor": receipt.amount_minor, "currency": receipt.currency}
    return [("receipt-without-order", people.house(Role.TREASURER), said, WORK, f"{topic}:{receipt_id}")]


@tells("payment.failed-late")
def payment_taken_back(*, topic: str, order_id: int, **_ids: Any) -> list[Telling]:
    """Tell the treasurers of a payment that failed after it was taken."""
    order = Order.objects.select_related("market").get(pk=order_id)
    said = _order_with(order, order.total_minor, order.currency)
    return [("payment-taken-back", people.house(Role.TREASURER), said, WORK, f"{topic}:{order_id}")]


@tells("claim.opened", "claim.contested")
def claim_opened(*, topic: str, claim_id: int, **_ids: Any) -> list[Telling]:
    """Tell the seller and whoever decides."""
    claim = _claim(claim_id)
    said = _claim_facts(claim)
    subject = f"{topic}:{claim_id}"
    return [
        ("claim-opened", people.team(claim.shipment.seller_id, *SELLING_ROLES), said, SALES, subject),
        ("claim-to-decide", people.house(Role.SUPPORT), said, WORK, subject),
    ]


@tells("claim.offered")
def claim_offered(*, topic: str, claim_id: int, **_ids: Any) -> list[Telling]:
    """Put the computed refund to the buyer."""
    claim = _claim(claim_id)
    said = _claim_facts(claim)
    if not claim.agreed_minor:
        said |= {"amount_minor": claim.computed_minor}
    return [("claim-offered", people.buyer(claim.shipment.order), said, "", f"{topic}:{claim_id}")]


@tells("claim.decided", "claim.agreed", "claim.rejected", "claim.paid")
def claim_decided(*, topic: str, claim_id: int, **_ids: Any) -> list[Telling]:
    """Tell both sides what was decided, once."""
    claim = _claim(claim_id)
    said, subject = _claim_facts(claim), f"claim.decided:{claim_id}:{claim.decided_at}"
    return [
        ("claim-decided", people.buyer(claim.shipment.order), said, "", subject),
        ("claim-closed", people.team(claim.shipment.seller_id, *SELLING_ROLES), said, SALES, subject),
    ]


@tells(*_PAYOUT)
def payout_moved(*, topic: str, payout_id: int, **_ids: Any) -> list[Telling]:
    """Tell a seller's money people of their payout; a returned one also to the treasurers."""
    payout = Payout.objects.select_related("party").get(pk=payout_id)
    said = {
        "payout_ref": payout.ref,
        "amount_minor": payout.amount_minor,
        "currency": payout.currency,
        "party_names": payout.party.names,
        "reason": payout.failure,
    }
    subject = f"{topic}:{payout_id}:{payout.sent_at}"
    told: list[Telling] = [(_PAYOUT[topic], people.team(payout.party_id, *MONEY_ROLES), said, "", subject)]
    if topic == "payout.failed":
        told.append(("payout-returned", people.house(Role.TREASURER), said, WORK, subject))
    return told


def _order_with(order: Order, amount_minor: int, currency: str) -> facts.Facts:
    said = facts.of_order(order, facts.shipments_of(order.pk))
    return said | {"amount_minor": amount_minor, "currency": currency}


def _claim(claim_id: int) -> Claim:
    return Claim.objects.select_related(
        "shipment__order__market", "shipment__seller", "shipment__departure__lane__hub"
    ).get(pk=claim_id)


def _claim_facts(claim: Claim) -> facts.Facts:
    said = facts.of_shipment(claim.shipment)
    return said | {
        "claim_ref": claim.ref,
        "currency": claim.currency,
        "amount_minor": claim.agreed_minor or "",
        "reason": claim.decision,
    }
