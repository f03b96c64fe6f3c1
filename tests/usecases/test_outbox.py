"""An event is handed on soon after its deed, and is not lost with the worker that took it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from sogdia.jobs.watching import Watch
from sogdia.plumbing.outbox import draining, services
from sogdia.plumbing.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


class Fallen(BaseException):
    """The worker's process ends here."""


def tell() -> None:
    with transaction.atomic():
        services.tell("nobody.listens", at=NOW)


def test_an_event_is_handed_on_once():
    tell()
    heard: list[str] = []

    for _twice in range(2):
        draining.drain(lambda topic, _ids, _at: heard.append(topic), now=NOW, limit=10)

    assert heard == ["nobody.listens"]


def test_an_event_whose_worker_fell_is_handed_on_by_the_next():
    tell()

    def fall(*_event: object) -> None:
        raise Fallen

    with pytest.raises(Fallen):
        draining.drain(fall, now=NOW, limit=10)
    heard: list[str] = []
    early = draining.drain(lambda topic, _ids, _at: heard.append(topic), now=NOW, limit=10)
    later = draining.drain(
        lambda topic, _ids, _at: heard.append(topic),
        now=NOW + draining.LEASE + timedelta(seconds=1),
        limit=10,
    )

    assert (early, later, heard) == (0, 1, ["nobody.listens"])


def test_the_watch_finds_what_waits():
    assert Watch.look() is False

    tell()

    assert Watch.look() is True
    assert OutboxEvent.objects.filter(handled_at=None).count() == 0
