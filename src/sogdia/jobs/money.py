"""What the clock does with money: unpaid orders, refunds, advances, acceptance by the clock, settlement."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import close_old_connections
from huey import crontab

from sogdia.jobs.outbox import listens
from sogdia.jobs.queue import queue
from sogdia.plumbing import wiring
from sogdia.usecases.advance_payout import advance_due
from sogdia.usecases.expire_orders import expire_orders
from sogdia.usecases.send_refunds import send_refund, send_refunds
from sogdia.usecases.settle_shipment import settle_due


@queue.periodic_task(crontab(minute="*"))
def end_unpaid_orders() -> None:
    """Every minute: give back stock and room of orders that were not paid in time."""
    close_old_connections()
    expire_orders(at=datetime.now(UTC))
    close_old_connections()


@queue.periodic_task(crontab(minute="*/2"))
def send_due_refunds() -> None:
    """Every two minutes: refunds whose provider was away before."""
    close_old_connections()
    send_refunds(providers=wiring.payment_providers(), at=datetime.now(UTC))
    close_old_connections()


@queue.periodic_task(crontab(minute="*/5"))
def settle_accepted() -> None:
    """Every five minutes: accept by the clock, settle what is accepted, advance what the hub accepted."""
    close_old_connections()
    now = datetime.now(UTC)
    settle_due(at=now)
    advance_due(at=now)
    close_old_connections()


@listens("refund.due")
def send_this_refund(*, at: datetime, refund_id: int, **_ids: object) -> None:
    """Send a refund as soon as it is promised."""
    send_refund(refund_id=refund_id, providers=wiring.payment_providers(), at=at)


@listens("shipment.accepted")
def settle_this_shipment(*, at: datetime, **_ids: object) -> None:
    """Settle as soon as the goods are accepted."""
    settle_due(at=at)
