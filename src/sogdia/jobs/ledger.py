"""Links journal entries into the hash chain, after their commit."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import close_old_connections
from huey import crontab

from sogdia.jobs.queue import queue
from sogdia.usecases.chain_entries import chain_entries


@queue.periodic_task(crontab(minute="*"))
def link_entries() -> None:
    """Every minute; deeds never wait for it."""
    close_old_connections()
    chain_entries(at=datetime.now(UTC))
    close_old_connections()
