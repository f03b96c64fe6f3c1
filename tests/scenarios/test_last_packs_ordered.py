"""The last packs, ordered by whole buyers: sold once, told before paying, and nobody waits for ever."""

from __future__ import annotations

import os
import threading
from collections import Counter

import pytest
from django.db import connection

from builders import orders as build
from builders import trade
from sogdia.apps.lots.models import Reservation
from sogdia.apps.orders.models import Order
from sogdia.apps.payments.models import Payment
from sogdia.domain.refusals import Refusal
from sogdia.domain.stock import LotTooSmall
from sogdia.domain.viewer import Viewer
from sogdia.usecases.change_basket import change_basket
from sogdia.usecases.place_order import place_order

pytestmark = pytest.mark.django_db(transaction=True)
BUYERS = int(os.environ.get("SOGDIA_RACE_BUYERS", "64"))
LAST_PACKS = 20
#: Longer than any honest queue: whoever waits so long waits for a lock that never comes.
PATIENCE_S = 120


def at_once(deeds):
    """Do everything at the same instant, each on a connection of its own; give what each got or was refused."""
    gate = threading.Barrier(len(deeds))
    got: list[object] = [None] * len(deeds)

    def one(place, deed):
        gate.wait(PATIENCE_S)
        try:
            got[place] = deed()
        except Refusal as refusal:
            got[place] = refusal
        except Exception as error:  # noqa: BLE001  shown by the test that counts
            got[place] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=one, args=(place, deed), daemon=True) for place, deed in enumerate(deeds)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    return got


def ordering(viewer, quote):
    return lambda: place_order(
        viewer=viewer, quote_ref=quote, operator="Trade house", at=build.NOW, key=f"order-{quote}"
    )


def quoted(number, *wants):
    viewer = Viewer(guest_key=f"browser-{number}")
    for offer, departure, packs in wants:
        change_basket(
            viewer=viewer, offer_id=offer.pk, departure_ref=departure.ref, packs=packs, at=build.NOW
        )
    return viewer, trade.quoted(viewer)


def test_exactly_the_last_packs_are_sold_and_every_loser_is_told_before_paying():
    world = trade.priced(build.a_world(kg=LAST_PACKS))
    buyers = [quoted(number, (world.offer, world.departure, 1)) for number in range(BUYERS)]

    got = at_once([ordering(viewer, quote) for viewer, quote in buyers])

    kinds = Counter(type(one) for one in got)
    assert kinds == {str: LAST_PACKS, LotTooSmall: BUYERS - LAST_PACKS}, kinds
    assert {one.params["left"] for one in got if isinstance(one, LotTooSmall)} == {0}
    world.lot.refresh_from_db()
    world.departure.refresh_from_db()
    assert world.lot.qty_reserved == world.lot.qty_total == LAST_PACKS * build.PACK_NET_G
    assert world.departure.booked_mass_g == LAST_PACKS * build.PACK_GROSS_G
    assert Order.objects.count() == Reservation.objects.count() == LAST_PACKS
    assert not Payment.objects.exists()


def test_two_carts_with_opposite_lines_do_not_lock_each_other_out():
    world = trade.priced(build.a_world(kg=50))
    product, _pack, offer = build.a_product(world.seller, world.region)
    lot = build.a_lot(product, kg=50)
    trade.priceable(world.market, offer)
    later = build.a_departure(world.lane)
    there = [(world.offer, world.departure, 1), (offer, later, 1)]
    carts = [quoted(number, *(there if number % 2 else reversed(there))) for number in range(16)]

    got = at_once([ordering(viewer, quote) for viewer, quote in carts])

    assert [one for one in got if not isinstance(one, str)] == []
    for row in (world.lot, lot):
        row.refresh_from_db()
        assert row.qty_reserved == 16 * build.PACK_NET_G
