"""What the clock does: drain the outbox, end what has run out."""

from __future__ import annotations

from django.db import close_old_connections
from huey import crontab

from sogdia.jobs import listeners as _listeners  # noqa: F401  they register themselves
from sogdia.jobs import outbox
from sogdia.jobs.queue import queue


@queue.periodic_task(crontab(minute="*"))
def drain_outbox() -> None:
    """Every minute, in case no deed woke the worker."""
    close_old_connections()
    outbox.drain()
    close_old_connections()


@queue.task()
def drain_soon() -> None:
    """Asked for by a door after a deed."""
    close_old_connections()
    outbox.drain()
    close_old_connections()
