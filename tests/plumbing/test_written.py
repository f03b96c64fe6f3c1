"""Rows written by prepared statements are what ``save()`` would have written."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from sogdia.plumbing import written
from sogdia.plumbing.outbox.models import DeedKey, OutboxEvent
from sogdia.plumbing.prepared import PreparedUpdate

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 1, 9, 30, tzinfo=dt.UTC)


def event(**more) -> OutboxEvent:
    return OutboxEvent(
        topic="order.paid", payload={"order_id": 7, "words": ["葡萄", None]}, occurred_at=NOW, **more
    )


def test_a_new_row_reads_back_as_it_was_written():
    row = written.insert(event())

    kept = OutboxEvent.objects.get(pk=row.pk)
    assert (kept.payload, kept.occurred_at, kept.handled_at, kept.attempts) == (row.payload, NOW, None, 0)
    assert not row._state.adding


def test_the_next_new_row_has_values_and_an_id_of_its_own():
    first = written.insert(event())
    second = written.insert(event(handled_at=NOW, attempts=3))

    kept = OutboxEvent.objects.get(pk=second.pk)
    assert first.pk != second.pk
    assert (kept.handled_at, kept.attempts) == (NOW, 3)


def test_only_the_named_columns_change():
    row = written.insert(event())
    row.attempts, row.next_try_at, row.last_error = 2, NOW, "not written"

    written.change(row, "attempts", "next_try_at")
    row.next_try_at = None
    written.change(row, "next_try_at")

    kept = OutboxEvent.objects.get(pk=row.pk)
    assert (kept.attempts, kept.next_try_at, kept.last_error) == (2, None, "")


def test_a_row_that_is_gone_is_not_changed_in_silence():
    row = written.insert(event())
    OutboxEvent.objects.all().delete()

    with pytest.raises(AssertionError):
        written.change(row, "attempts")


def test_constraints_hold():
    def keep() -> None:
        written.insert(DeedKey(scope="a", key="b", body_digest="c", answer={}, used_at=NOW))

    keep()

    with pytest.raises(IntegrityError), transaction.atomic():
        keep()
    assert DeedKey.objects.count() == 1


def test_a_handful_and_many_are_written_alike():
    for count in (0, 2, 9):
        rows = written.insert_all(event(attempts=number) for number in range(count))
        kept = OutboxEvent.objects.filter(pk__in=[row.pk for row in rows]).order_by("attempts")
        assert [row.attempts for row in kept] == list(range(count))


def test_a_prepared_change_touches_what_its_condition_lets_it():
    waiting, later = written.insert(event()), written.insert(event(next_try_at=NOW + dt.timedelta(hours=1)))
    push = PreparedUpdate(
        lambda at, by: (
            OutboxEvent.objects.filter(next_try_at__gt=at, attempts__lt=by),
            {"attempts": F("attempts") + by, "handled_at": at},
        ),
        dt.datetime,
        int,
    )

    assert (push.run(NOW, 3), push.run(NOW, 3), push.run(NOW, 9)) == (1, 0, 1)
    kept = OutboxEvent.objects.get(pk=later.pk)
    assert (kept.attempts, kept.handled_at) == (12, NOW)
    assert OutboxEvent.objects.get(pk=waiting.pk).attempts == 0
