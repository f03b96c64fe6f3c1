"""What the clock does with money: orders whose time is over, refunds to send."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import close_old_connections
from huey import crontab

from sogdia.jobs.outbox import listens
from sogdia.jobs.queue import queue
from sogdia.plumbing import wiring
from sogdia.usecases.expire_orders import expire_orders
from sogdia.usecases.send_refunds import send_refund, send_refunds


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


@listens("refund.due")
def send_this_refund(*, at: datetime, refund_id: int, **_ids: object) -> None:
    """Send a refund as soon as it is promised."""
    send_refund(refund_id=refund_id, providers=wiring.payment_providers(), at=at)
