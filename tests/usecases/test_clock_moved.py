"""The clock is moved by a day, forward or back: no order is lost, none ends twice, nothing is paid or held twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from builders import books, trade
from builders import orders as build
from sogdia.apps.departures.models import Departure
from sogdia.apps.lots.models import Lot, Reservation
from sogdia.apps.orders.models import Order
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox.models import OutboxEvent
from sogdia.usecases.close_departures import close_departures
from sogdia.usecases.expire_orders import expire_orders
from sogdia.usecases.place_order import QuoteExpired, place_order

pytestmark = pytest.mark.django_db
NOW, DAY = build.NOW, timedelta(days=1)


@pytest.fixture
def world():
    return trade.priced(build.a_world())


@pytest.fixture(autouse=True)
def _books_hold_after_every_test():
    yield
    assert books.broken() == {}


def stock() -> tuple[int, int, int]:
    lot = Lot.objects.get()
    return lot.qty_reserved, lot.qty_sold, Departure.objects.get().booked_mass_g


def told(topic: str) -> int:
    return OutboxEvent.objects.filter(topic=topic).count()


def test_a_day_forward_ends_what_was_not_paid_once_and_leaves_what_was(world):
    waiting, paid = build.a_placed_order(world), build.a_paid_order(world)
    held = stock()

    first, again = expire_orders(at=NOW + DAY), expire_orders(at=NOW + DAY)

    waiting.refresh_from_db()
    paid.refresh_from_db()
    assert (first, again, told("order.expired")) == (1, 0, 1)
    assert (waiting.state, paid.state) == ("expired", "paid")
    assert stock() == (0, held[1], held[2] // 2)


def test_a_clock_put_right_again_does_not_bring_back_what_ended_nor_end_it_twice(world):
    waiting = build.a_placed_order(world)
    expire_orders(at=NOW + DAY)

    back = [expire_orders(at=NOW), expire_orders(at=NOW + timedelta(hours=1)), expire_orders(at=NOW + DAY)]

    waiting.refresh_from_db()
    assert (waiting.state, back, told("order.expired"), stock()) == ("expired", [0, 0, 0], 1, (0, 0, 0))


def test_a_day_back_ends_nothing_and_the_goods_stay_held_until_the_right_time(world):
    waiting = build.a_placed_order(world)
    held = stock()

    assert expire_orders(at=NOW - DAY) == 0
    assert stock() == held
    assert expire_orders(at=waiting.pay_by + timedelta(seconds=1)) == 1
    assert stock() == (0, 0, 0)


@pytest.mark.parametrize("moved", [-DAY, DAY])
def test_the_same_press_before_and_after_the_clock_is_moved_is_one_order(world, moved):
    buyer = Viewer(user_id=build.a_user().pk)
    ref = trade.ordered(buyer, (world.offer, world.departure, 3), key="press")
    quote = Order.objects.get(ref=ref).quote.ref
    held = stock()

    again = place_order(viewer=buyer, quote_ref=quote, operator="Trade house", at=NOW + moved, key="press")

    assert again == ref
    assert stock() == held
    assert Reservation.objects.count() == 1


def test_a_price_promised_before_the_clock_went_a_day_forward_is_over_and_holds_nothing(world):
    from sogdia.usecases.change_basket import change_basket

    buyer = Viewer(user_id=build.a_user().pk)
    change_basket(viewer=buyer, offer_id=world.offer.pk, departure_ref=world.departure.ref, packs=3, at=NOW)
    quote = trade.quoted(buyer)

    with pytest.raises(QuoteExpired):
        place_order(viewer=buyer, quote_ref=quote, operator="Trade house", at=NOW + DAY, key="late")

    assert not Order.objects.exists()
    assert stock() == (0, 0, 0)
    assert place_order(viewer=buyer, quote_ref=quote, operator="Trade house", at=NOW - DAY, key="back")


def test_cut_offs_close_a_departure_once_and_a_clock_put_back_opens_none(world):
    build.a_paid_order(world)
    cutoff = Departure.objects.get().cutoff_at

    close_departures(at=cutoff - timedelta(minutes=1))
    assert Departure.objects.get().state == "open"
    close_departures(at=cutoff + DAY)
    state, events = Departure.objects.get().state, OutboxEvent.objects.count()
    close_departures(at=cutoff - DAY)
    close_departures(at=cutoff + DAY)

    assert state != "open"
    assert (Departure.objects.get().state, OutboxEvent.objects.count()) == (state, events)
