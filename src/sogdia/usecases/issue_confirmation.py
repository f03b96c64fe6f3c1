"""Confirm a paid order on paper."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.documents import invoices
from sogdia.apps.orders.models import Order
from sogdia.plumbing.wiring import House


def issue_confirmation(*, order_id: int, house: House, at: datetime) -> int:
    """Issue the confirmation of a paid order and give the document's id; a second call gives the same."""
    with transaction.atomic(durable=True):
        order = (
            Order.objects.select_for_update(of=("self",)).select_related("market", "address").get(pk=order_id)
        )
        assert order.paid_at is not None, "an order is confirmed when it is paid"
        return invoices.issue_confirmation(order, issuer=house.operator, at=at).pk
