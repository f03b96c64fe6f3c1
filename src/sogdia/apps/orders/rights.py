"""What a buyer may do with an order now: cancel, accept, claim, withdraw."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sogdia.apps.orders.models import Order, OrderLine, Shipment
from sogdia.domain.ends import NoRightToWithdraw, check_withdrawal
from sogdia.domain.lifecycle import SHIPMENT, OrderState, ShipmentState, may
from sogdia.domain.machines import Actor

#: Goods that keep for less than this deteriorate or expire rapidly.
PERISHABLE_DAYS = 60
_UNPAID = frozenset({OrderState.PLACED, OrderState.AWAITING_PAYMENT, OrderState.EXPIRED})


def is_perishable(shipment: Shipment) -> bool:
    """Whether any of its goods deteriorates or expires rapidly: kept cold, or for less than sixty days."""
    products = OrderLine.objects.filter(shipment=shipment).values_list(
        "product__temperature", "product__shelf_life_days"
    )
    return any(
        temperature != "ambient" or (days is not None and days < PERISHABLE_DAYS)
        for temperature, days in products
    )


def of_shipment(order: Order, shipment: Shipment, *, at: datetime) -> frozenset[str]:
    """Give what its buyer may do now, out of cancel, accept, claim and withdraw."""
    found: set[str] = set()
    departure = shipment.departure
    if (
        order.state not in _UNPAID
        and may(SHIPMENT, shipment.state, "cancel", Actor.BUYER)
        and at < departure.cutoff_at
        and departure.sealed_at is None
    ):
        found.add("cancel")
    if may(SHIPMENT, shipment.state, "accept-goods", Actor.BUYER):
        found.add("accept")
    in_time = shipment.accept_by is not None and at < shipment.accept_by
    if shipment.state in {ShipmentState.DELIVERED, ShipmentState.CLAIMED} and in_time:
        found.add("claim")
    if may(SHIPMENT, shipment.state, "withdraw", Actor.BUYER) and _may_withdraw(order, shipment, at):
        found.add("withdraw")
    return frozenset(found)


def check_withdraw(order: Order, shipment: Shipment, *, at: datetime) -> None:
    """
    See whether this buyer may withdraw from this shipment today, in the market's own calendar.

    :raises sogdia.domain.ends.NoRightToWithdraw: with ``why``.
    """
    assert shipment.delivered_at is not None, "goods that were delivered know when"
    zone = ZoneInfo(order.market.timezone)
    check_withdrawal(
        consumer=not (order.address and order.address.business_name),
        perishable=is_perishable(shipment),
        delivered_on=shipment.delivered_at.astimezone(zone).date(),
        today=at.astimezone(zone).date(),
        days=order.market.withdrawal_days,
    )


def _may_withdraw(order: Order, shipment: Shipment, at: datetime) -> bool:
    try:
        check_withdraw(order, shipment, at=at)
    except NoRightToWithdraw:
        return False
    return True
