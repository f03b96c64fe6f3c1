"""What a buyer sees of the money of an order: what was paid, what went back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sogdia.apps.orders.access import Side
from sogdia.apps.orders.facts import OrderFacts, PayingFacts
from sogdia.apps.payments.models import Payment, Refund
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.prepared import Prepared


@dataclass(frozen=True)
class PaymentFacts:
    """One try to pay."""

    provider: str
    reference: str
    state: str
    currency: str
    amount_minor: int
    captured_minor: int
    pay_url: str
    started_at: datetime
    expires_at: datetime
    captured_at: datetime | None


@dataclass(frozen=True)
class RefundFacts:
    """Money that goes back, and how far it is."""

    uid: str
    kind: str
    currency: str
    amount_minor: int
    state: str
    reason: str
    made_at: datetime
    sent_at: datetime | None


_PAYMENTS = Prepared(lambda order: Payment.objects.filter(order_id=order).order_by("id"), int)


def list_payments(viewer: Viewer, order: OrderFacts | PayingFacts) -> list[PaymentFacts]:
    """Give every try to pay an order, oldest first, to its buyer and the operator."""
    _check(order)
    return [
        PaymentFacts(
            provider=row.provider,
            reference=row.reference,
            state=row.state,
            currency=row.currency,
            amount_minor=row.amount_minor,
            captured_minor=row.captured_minor,
            pay_url=row.pay_url,
            started_at=row.started_at,
            expires_at=row.expires_at,
            captured_at=row.captured_at,
        )
        for row in _PAYMENTS.all(order.id)
    ]


def list_refunds(viewer: Viewer, order: OrderFacts | PayingFacts) -> list[RefundFacts]:
    """Give all that goes back to the buyer of an order, oldest first, to its buyer and the operator."""
    _check(order)
    return [
        RefundFacts(
            uid=str(row.uid),
            kind=row.kind,
            currency=row.currency,
            amount_minor=row.amount_minor,
            state=row.state,
            reason=row.reason,
            made_at=row.made_at,
            sent_at=row.sent_at,
        )
        for row in Refund.objects.filter(order_id=order.id).order_by("id")
    ]


def _check(order: OrderFacts | PayingFacts) -> None:
    if not order.sides & {Side.BUYER, Side.OPERATOR}:
        raise NotFound("Nothing here for this viewer.")
