"""After the order: paid, on its way to being paid, or to be paid by transfer until a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sogdia.apps.orders.access import Side
from sogdia.apps.orders.facts import PayingFacts
from sogdia.apps.payments.order_selectors import PaymentFacts
from sogdia.domain.lifecycle import OrderState, PaymentState

_WAITING = frozenset({OrderState.PLACED, OrderState.AWAITING_PAYMENT})
#: A page that asks again by itself stops after this time; the e-mail comes anyway.
_ASK_FOR = dt.timedelta(minutes=20)


@dataclass(frozen=True)
class TransferPage:
    """What to write on a transfer, and until when it has to arrive."""

    holder: str
    account: str
    bic: str
    reference: str
    amount_minor: int
    currency: str
    until: dt.datetime


@dataclass(frozen=True)
class ReturnPage:
    """What is known of a payment; ``kind`` is paid, waiting, transfer, failed, expired or ended."""

    ref: str
    kind: str
    currency: str
    total_minor: int
    pay_by: dt.datetime
    email: str
    zone: str
    is_buyer: bool
    asks_again: bool
    pay_url: str = ""
    transfer: TransferPage | None = None


def page(
    order: PayingFacts, payments: Sequence[PaymentFacts], *, at: dt.datetime, house: Mapping[str, str]
) -> ReturnPage:
    """Say what is known."""
    last = payments[-1] if payments else None
    kind = _kind(order, last, at)
    return ReturnPage(
        ref=order.ref,
        kind=kind,
        currency=order.currency,
        total_minor=order.total_minor,
        pay_by=order.pay_by,
        email=order.email,
        zone=order.zone,
        is_buyer=Side.BUYER in order.sides,
        asks_again=kind == "waiting" and last is not None and at - last.started_at < _ASK_FOR,
        pay_url=last.pay_url if last is not None and kind == "waiting" else "",
        transfer=_transfer(last, house) if last is not None and kind == "transfer" else None,
    )


def _kind(order: PayingFacts, last: PaymentFacts | None, at: dt.datetime) -> str:
    if order.state == OrderState.EXPIRED or (order.state in _WAITING and at > order.pay_by):
        return "expired"
    if order.state in {OrderState.CANCELLED, OrderState.REFUNDED}:
        return "ended"
    if order.state not in _WAITING:
        return "paid"
    if last is None or last.state in {PaymentState.FAILED, PaymentState.EXPIRED}:
        return "failed"
    return "transfer" if last.provider == "bank-transfer" else "waiting"


def _transfer(payment: PaymentFacts, house: Mapping[str, str]) -> TransferPage:
    return TransferPage(
        holder=house["escrow_holder"] or house["operator"],
        account=house["bank_account"],
        bic=house["bank_bic"],
        reference=payment.reference,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        until=payment.expires_at,
    )
