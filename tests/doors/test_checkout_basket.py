"""The basket as a guest and as a person see it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from builders import orders as build
from builders import trade
from sogdia.apps.departures.models import Departure
from sogdia.apps.lots.models import Lot
from sogdia.apps.markets.models import ExchangeRate
from sogdia.apps.quotes.models import BasketLine
from sogdia.plumbing.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings):
    settings.DEPLOYMENT = {**settings.DEPLOYMENT, "default_market": "FR"}
    world = trade.priced(build.a_world(kg=20))
    return live(world)


def live(world):
    """Let the world's departures leave from now on: doors know no other time than the clock's."""
    now = timezone.now()
    for departure in Departure.objects.all():
        length = departure.leaves_at - departure.cutoff_at
        departure.cutoff_at = now + (build.CUTOFF - build.NOW)
        departure.leaves_at = departure.cutoff_at + length
        departure.save()
    ExchangeRate.objects.update(as_of=now.date())
    return world


def put(client, world, packs=2, **more):
    form = {"offer": world.offer.pk, "departure": world.departure.ref, "packs": packs, **more}
    return client.post("/basket/change/", form)


def test_an_empty_basket_says_what_will_lie_there(client, world):
    page = client.get("/basket/").content.decode()

    assert "What you mean to buy will lie here" in page


def test_a_guest_sees_the_whole_price_of_what_they_put_in(client, world):
    put(client, world)

    page = client.get("/basket/").content.decode()

    assert "Turpan raisins" in page and "The whole" in page and "Go on with" in page


def test_one_pack_more_is_one_more_however_often_the_form_comes(client, world):
    put(client, world)

    for _twice in range(2):
        put(client, world, now=2, step="more")

    assert BasketLine.objects.get().packs == 3


def test_what_was_taken_out_can_be_put_back(client, world):
    put(client, world, packs=4)
    put(client, world, now=4, step="none", name="Turpan raisins")
    page = client.get("/basket/").content.decode()
    assert "Turpan raisins was taken out" in page

    put(client, world, packs=4)

    assert BasketLine.objects.get().packs == 4
    assert "was taken out" not in client.get("/basket/").content.decode()


def test_a_line_with_too_many_packs_says_how_many_are_left(client, world):
    put(client, world, packs=25)

    page = client.get("/basket/").content.decode()

    assert "20 packs left" in page and "Take 20 packs" in page


def test_a_sold_out_lot_is_told_without_a_number(client, world):
    put(client, world, packs=2)
    Lot.objects.update(qty_sold=20_000)

    page = client.get("/basket/").content.decode()

    assert "No lot has enough left" in page


def test_nonsense_in_the_field_changes_nothing_and_says_so(client, world):
    put(client, world, packs=2)

    answer = client.post(
        "/basket/change/",
        {"offer": world.offer.pk, "departure": world.departure.ref, "packs": "many"},
        follow=True,
    )

    assert "Choose between 1 and" in answer.content.decode()
    assert BasketLine.objects.get().packs == 2


def test_a_line_moves_to_another_departure(client, world):
    later = live_later(world)
    put(client, world)

    page = client.get("/basket/").content.decode()
    client.post("/basket/move/", {"line": BasketLine.objects.get().pk, "to": later.ref})

    assert later.ref in page
    assert BasketLine.objects.get().departure_id == later.pk


def live_later(world):
    now = timezone.now()
    return build.a_departure(world.lane, cutoff_at=now + 2 * (build.CUTOFF - build.NOW))


def test_nobody_sees_or_moves_another_guests_lines(client, world):
    put(client, world)
    line = BasketLine.objects.get()
    later = live_later(world)
    client.cookies.clear()

    page = client.get("/basket/").content.decode()
    answer = client.post("/basket/move/", {"line": line.pk, "to": later.ref})

    assert "What you mean to buy will lie here" in page
    assert answer.status_code == 404
    assert BasketLine.objects.get().departure_id == world.departure.pk


def test_signing_in_brings_the_guests_basket_along(client, world):
    User.objects.create_user("claire@example.org", "a long enough password")
    put(client, world, packs=3)

    answer = client.post(
        "/account/login/", {"login": "claire@example.org", "password": "a long enough password"}
    )

    assert answer.status_code == 302
    assert BasketLine.objects.get().basket.user.email == "claire@example.org"
    assert "Turpan raisins" in client.get("/basket/").content.decode()
    del client.cookies["sessionid"]
    assert "What you mean to buy will lie here" in client.get("/basket/").content.decode()
