"""End orders whose time to pay is over: stock and room are offered again, money that waited goes back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.departures import services as departures
from sogdia.apps.lots import services as lots
from sogdia.apps.orders.models import Order, Shipment
from sogdia.apps.payments import putting_back
from sogdia.apps.payments.models import Payment
from sogdia.domain.lifecycle import ORDER, PAYMENT, SHIPMENT, OrderState, PaymentState, move
from sogdia.plumbing.outbox.services import tell
from sogdia.usecases.capture_payment import lock_order, send_back, waiting_for

_WAITING = (OrderState.PLACED, OrderState.AWAITING_PAYMENT)


def expire_orders(*, at: datetime, limit: int = 200) -> int:
    """End every order whose time is over, one transaction each; gives how many ended."""
    ids = Order.objects.filter(state__in=_WAITING, pay_by__lt=at).order_by("pay_by", "pk")
    return sum(expire_order(order_id=pk, at=at) for pk in list(ids.values_list("pk", flat=True)[:limit]))


def expire_order(*, order_id: int, at: datetime) -> bool:
    """End one order; False when it was paid, ended or given more time in the meantime."""
    with transaction.atomic(durable=True):
        order = lock_order(order_id)
        if order.state not in _WAITING or order.pay_by >= at:
            return False
        shipments = list(Shipment.objects.filter(order=order).order_by("pk"))
        departures.free(putting_back.sizes(shipments))
        lots.release(order.pk)
        for shipment in shipments:
            shipment.state = move(SHIPMENT, shipment.state, "expire")
            shipment.save(update_fields=["state"])
        if order.state == OrderState.PLACED:
            order.state = move(ORDER, order.state, "ask-payment")
        order.state = move(ORDER, order.state, "expire")
        order.save(update_fields=["state"])
        for payment in Payment.objects.filter(order=order, state=PaymentState.STARTED):
            payment.state = move(PAYMENT, payment.state, "expire")
            payment.save(update_fields=["state"])
        for receipt in waiting_for(order, order.currency):
            send_back(receipt, reason="late", at=at)
        tell("order.expired", at=at, order_id=order.pk)
        return True
