"""Open a payment for an order with one provider; the provider is asked after the commit."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from sogdia.apps.lots import services as lots
from sogdia.apps.orders import services as orders
from sogdia.apps.orders.models import Order, Shipment
from sogdia.apps.payments.models import Payment
from sogdia.domain.lifecycle import ORDER, OrderState, PaymentState, move
from sogdia.domain.money import Money
from sogdia.domain.payments import LIMITS, TimeLimit, Way, creditor_reference, reserved_until
from sogdia.domain.ports import PaymentProvider
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.domain.viewer import Viewer
from sogdia.plumbing import written
from sogdia.plumbing.outbox.services import tell
from sogdia.plumbing.prepared import Prepared

#: Providers through which money arrives on the house's own account, days later.
TRANSFERS: Final = frozenset({"bank-transfer"})
_PAYABLE: Final = frozenset({OrderState.PLACED, OrderState.AWAITING_PAYMENT})
_PAYMENTS = Prepared(lambda order: Payment.objects.filter(order_id=order).order_by("pk"), int)
_CUT_OFFS = Prepared(
    lambda order: Shipment.objects.filter(order_id=order).values_list("departure__cutoff_at"), int
)


class OrderNotPayable(Refusal):
    """The order was paid, cancelled, or its time to pay is over."""

    code = "order-not-payable"


@dataclass(frozen=True, slots=True)
class PaymentStarted:
    """What the buyer sees next: a page to go to, or instructions to follow until a time."""

    uid: str
    reference: str
    amount: Money
    expires_at: datetime
    pay_url: str = ""
    instructions: Mapping[str, str] = field(default_factory=dict)


def limit_of(provider_code: str, *, transfer_days: int) -> TimeLimit:
    """Give how long stock is kept for a provider: a transfer takes the deployment's days, the others minutes."""
    if provider_code in TRANSFERS:
        return TimeLimit(timedelta(days=transfer_days), LIMITS[Way.TRANSFER].needs)
    return LIMITS[Way.CARD]


def start_payment(
    *,
    viewer: Viewer,
    order_ref: str,
    provider: PaymentProvider,
    transfer_days: int,
    return_url: str,
    notify_url: str,
    language: str,
    at: datetime,
    holds_link: bool = False,
) -> PaymentStarted:
    """
    Open a payment, or give the open one with this provider again; stock is kept for the provider's time.

    ``holds_link`` says that the door checked a signed link to this order.

    :raises OrderNotPayable: with ``state``. :raises sogdia.domain.payments.TooLateToPay: with ``cut_off``.
    :raises sogdia.domain.ports.ProviderAway, sogdia.domain.ports.ProviderRefused: the payment stays and may be
        started again.
    """
    with transaction.atomic(durable=True):
        order = orders.lock(order_ref)
        _check_may_pay(viewer, order, holds_link)
        payment = _open(order, provider.code, transfer_days=transfer_days, at=at)
    amount = Money(payment.amount_minor, payment.currency)
    started = provider.start(
        reference=payment.reference,
        amount=amount,
        order_ref=order.ref,
        return_url=return_url,
        notify_url=notify_url,
        expires_at=payment.expires_at,
        language=language,
    )
    with transaction.atomic(durable=True):
        payment.provider_ref, payment.pay_url = started.provider_ref, started.pay_url[:400]
        written.change(payment, "provider_ref", "pay_url")
    return PaymentStarted(
        uid=str(payment.uid),
        reference=payment.reference,
        amount=amount,
        expires_at=payment.expires_at,
        pay_url=started.pay_url,
        instructions=started.instructions,
    )


def _check_may_pay(viewer: Viewer, order: Order, holds_link: bool) -> None:
    is_buyer = order.buyer_id is not None and order.buyer_id == viewer.user_id
    is_guest = bool(viewer.guest_key) and order.quote.basket_key == viewer.guest_key
    if not (is_buyer or is_guest or holds_link):
        raise NotFound(f"No order {order.ref}.")


def _open(order: Order, provider_code: str, *, transfer_days: int, at: datetime) -> Payment:
    if order.state not in _PAYABLE or at > order.pay_by:
        raise OrderNotPayable(f"Order {order.ref} is {order.state}.", state=order.state)
    payments = _PAYMENTS.all(order.pk)
    for known in payments:
        if known.provider == provider_code and known.state == PaymentState.STARTED and known.expires_at > at:
            return known
    cut_off = min(cutoff_at for (cutoff_at,) in _CUT_OFFS.all(order.pk))
    until = reserved_until(at=at, cut_off=cut_off, limit=limit_of(provider_code, transfer_days=transfer_days))
    number = len(payments) + 1
    payment = written.insert(
        Payment(
            order=order,
            provider=provider_code,
            reference=creditor_reference(order.ref + ("" if number == 1 else _letters(number))),
            currency=order.currency,
            amount_minor=order.total_minor,
            started_at=at,
            expires_at=until,
        )
    )
    if until > order.pay_by:
        order.pay_by = until
        lots.extend(order.pk, expires_at=until)
    if order.state == OrderState.PLACED:
        order.state = move(ORDER, order.state, "ask-payment")
    written.change(order, "pay_by", "state")
    tell("payment.started", at=at, payment_id=payment.pk, order_id=order.pk)
    return payment


def _letters(number: int) -> str:
    """Tell a second try from the first: B, C, ... Z, then ZB and so on."""
    more, last = divmod(number - 1, 25)
    return "Z" * more + string.ascii_uppercase[last]
