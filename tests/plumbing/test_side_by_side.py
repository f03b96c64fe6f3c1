"""Transactions done two at a time are kept in their order, on both engines."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import connection

from sogdia.apps.regions.models import Region
from sogdia.plumbing import side_by_side

pytestmark = pytest.mark.django_db(transaction=True)

COUNT = 9


def write(number: int) -> None:
    Region.objects.create(code=f"r-{number}", names={"en": f"Region {number}"})


def fail() -> None:
    raise InterruptedError


def kept():
    return sorted(Region.objects.values_list("code", flat=True))


def test_every_deed_is_kept_and_heard_in_order():
    heard: list[int] = []

    side_by_side.in_turn([partial(write, number) for number in range(COUNT)], done=heard.append)

    assert kept() == [f"r-{number}" for number in range(COUNT)]
    assert heard == list(range(COUNT))


@pytest.mark.parametrize("broken", [0, 4, COUNT - 1])
def test_nothing_after_a_failure_is_kept(broken):
    deeds = [partial(write, number) for number in range(COUNT)]
    deeds[broken] = fail

    with pytest.raises(InterruptedError):
        side_by_side.in_turn(deeds)

    assert kept() == [f"r-{number}" for number in range(broken)]


def test_each_connection_is_made_ready_once():
    ready: list[int] = []

    side_by_side.in_turn([partial(write, n) for n in range(COUNT)], prepare=lambda: ready.append(1))

    assert 1 <= len(ready) <= (side_by_side.HANDS if connection.vendor == "postgresql" else 1)


def test_without_deeds_nothing_happens():
    side_by_side.in_turn([])

    assert kept() == []
