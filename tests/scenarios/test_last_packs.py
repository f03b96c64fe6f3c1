"""Many buyers for the last packs of one lot: exactly what is there is sold, nobody waits for ever."""

from __future__ import annotations

import os
import threading

import pytest
from django.db import connection, connections, transaction

from builders import books
from builders import orders as build
from sogdia.apps.departures import services as departures
from sogdia.apps.lots import services as lots
from sogdia.apps.lots.models import Lot, Reservation
from sogdia.domain.stock import LotTooSmall

pytestmark = pytest.mark.django_db(transaction=True)

BUYERS = int(os.environ.get("SOGDIA_RACE_BUYERS", "64"))


def all_at_once(deeds):
    """Run every deed in a thread of its own, all let go together; give what they answered."""
    gate, answers = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(place, deed):
        try:
            gate.wait(timeout=60)
            answers[place] = deed()
        except Exception as error:  # noqa: BLE001  the test looks at it
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads), "nobody waits for ever"
    return answers


def test_the_last_packs_are_sold_exactly_once():
    world = build.a_world(kg=20)

    def buy(order_id):
        def deed():
            try:
                with transaction.atomic():
                    departures.book({world.departure.pk: (0, 0)}, at=build.NOW)
                    lots.hold(order_id, {world.lot.pk: 1000}, expires_at=build.CUTOFF)
                    lots.sell(order_id)
            except LotTooSmall:
                return "told"
            return "sold"

        return deed

    answers = all_at_once([buy(order_id) for order_id in range(1, BUYERS + 1)])

    assert (answers.count("sold"), answers.count("told")) == (20, BUYERS - 20)
    assert Lot.objects.get().qty_sold == 20_000
    assert "lots-promised" not in books.broken()


def test_baskets_with_opposite_lines_do_not_wait_for_each_other():
    world = build.a_world(kg=1000)
    other = build.a_lot(world.product, kg=1000)

    def buy(order_id):
        wanted = {world.lot.pk: 1000, other.pk: 1000}
        if order_id % 2:
            wanted = dict(reversed(wanted.items()))

        def deed():
            with transaction.atomic():
                lots.hold(order_id, wanted, expires_at=build.CUTOFF)
            with transaction.atomic():
                lots.release(order_id)
            return "done"

        return deed

    answers = all_at_once([buy(order_id) for order_id in range(1, 17)])

    assert answers == ["done"] * 16
    assert Reservation.objects.filter(state="released").count() == 32
    assert connection.vendor in ("sqlite", "postgresql") and books.broken() == {}
