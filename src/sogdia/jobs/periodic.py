"""What the clock does: drain the outbox, end what has run out."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import close_old_connections
from huey import crontab

from sogdia.jobs import letters, outbox
from sogdia.jobs import listeners as _listeners  # noqa: F401  they register themselves
from sogdia.jobs.queue import queue
from sogdia.usecases import erase_person
from sogdia.usecases.close_departures import close_departures
from sogdia.usecases.forget_sign_ins import forget_sign_ins as forget_sign_ins_now
from sogdia.usecases.watch_licences import watch_licences as watch_licences_now


@queue.periodic_task(crontab(minute="*"))
def drain_outbox() -> None:
    """Every minute, in case nobody watches."""
    close_old_connections()
    outbox.drain()
    letters.send()
    close_old_connections()


@queue.periodic_task(crontab(hour="1", minute="10"))
def watch_licences() -> None:
    """Once a day: tell of licences that run out soon."""
    close_old_connections()
    watch_licences_now(at=datetime.now(UTC))
    close_old_connections()


@queue.periodic_task(crontab(day="2", hour="2", minute="20"))
def forget_kept() -> None:
    """Once a month: delete addresses whose term in tax law is over."""
    close_old_connections()
    erase_person.forget_kept(at=datetime.now(UTC))
    close_old_connections()


@queue.periodic_task(crontab(minute="35"))
def forget_sign_ins() -> None:
    """Once an hour: delete sessions that have run out, sign-ins ended long ago, and counted tries past their window."""
    close_old_connections()
    forget_sign_ins_now(at=datetime.now(UTC))
    close_old_connections()


@queue.periodic_task(crontab(minute="*"))
def close_due_departures() -> None:
    """At the cut-off: silence is answered by its default, and orders close."""
    close_old_connections()
    close_departures(at=datetime.now(UTC))
    close_old_connections()
