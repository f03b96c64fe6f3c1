"""Public pages are kept for a moment for all who see the same, and nobody sees what is another reader's own."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from builders import orders as build
from builders import trade
from sogdia.apps.catalogue.models import Offer, Product
from sogdia.apps.departures.models import Departure
from sogdia.apps.lots.models import Lot
from sogdia.apps.markets.models import ExchangeRate
from sogdia.apps.markets.selectors import forget_markets
from sogdia.apps.quotes import book
from sogdia.domain.viewer import Role
from sogdia.plumbing import wiring
from sogdia.plumbing.accounts.models import User
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.rebuild_search import rebuild_search
from sogdia.usecases.refresh_shelf import refresh_shelf
from sogdia.web import kept_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings):
    """A small world whose departures leave from now on, with its shelf."""
    settings.DEPLOYMENT = {**settings.DEPLOYMENT, "default_market": "FR"}
    world = trade.priced(build.a_world(kg=200))
    now = timezone.now()
    Departure.objects.update(cutoff_at=now + timedelta(days=10), leaves_at=now + timedelta(days=11))
    ExchangeRate.objects.update(as_of=now.date())
    refresh()
    return world


@pytest.fixture
def moment(monkeypatch):
    """Let everything happen in one moment, however slow the machine."""
    now = kept_pages.time.monotonic()
    monkeypatch.setattr(kept_pages.time, "monotonic", lambda: now)


def refresh():
    while refresh_shelf(engine=wiring.prices(), at=timezone.now()):
        pass


def address(world):
    return f"/goods/{world.product.slug}/"


def questions(path, client=None) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = (client or Client()).get(path)
    assert answer.status_code == 200, path
    return len(asked)


def amounts_on(path) -> list[str]:
    found = re.findall(r"€[0-9.,]+", Client().get(path).content.decode())
    assert found, path
    return found


@pytest.mark.parametrize("path", ["/", "/goods/", "/goods/?q=raisins", "/departures/", "/regions/"])
def test_the_second_visitor_costs_one_question(world, path, moment):
    Client().get(path)

    assert questions(path) == 1


def test_a_price_that_changes_shows_on_the_next_visit(world):
    before = {path: amounts_on(path) for path in ("/goods/", address(world))}

    Offer.objects.update(net_minor=world.offer.net_minor * 3)

    assert all(amounts_on(path) != before[path] for path in before)
    refresh()
    assert all(amounts_on(path) != before[path] for path in before)


def test_goods_that_sold_out_are_closed_on_the_next_visit(world):
    Client().get("/goods/")

    Lot.objects.update(qty_sold=world.lot.qty_total)

    assert "closed here" in Client().get("/goods/").content.decode()


def test_a_rate_that_changes_shows_on_the_next_visit(world):
    before = amounts_on("/goods/")

    ExchangeRate.objects.filter(base="CNY").update(value="0.9")

    assert amounts_on("/goods/") != before


def test_words_that_nobody_told_of_show_within_two_seconds(world, monkeypatch):
    Client().get(address(world))
    Product.objects.update(names={"en": "Quite other raisins"})
    later = kept_pages.time.monotonic() + kept_pages.LIVES_S

    monkeypatch.setattr(kept_pages.time, "monotonic", lambda: later)

    assert "Quite other raisins" in Client().get(address(world)).content.decode()


#: What another process may change, as it stands in the database then.
CHANGES = {
    "price": "UPDATE catalogue_offer SET net_minor = net_minor * 3",
    "stock": "UPDATE lots_lot SET qty_sold = qty_total - qty_reserved",
    "rate": "UPDATE markets_exchangerate SET value = '0.9' WHERE base = 'CNY'",
    "words": """UPDATE catalogue_product SET names = '{"en": "Quite other raisins"}'""",
    "departure": "UPDATE departures_departure SET delay_days = delay_days + 9",
}


def seen_on(path) -> str:
    """Give a page without what is one reader's or one minute's own."""
    page = Client().get(path).content.decode()
    return re.sub(r'name="(csrfmiddlewaretoken|key)" value="[^"]*"|<span class="flap.*', "", page)


@pytest.mark.parametrize("change", CHANGES)
def test_what_another_process_changes_shows_within_two_seconds(world, change, monkeypatch):
    rebuild_search(index=wiring.search())
    paths = ("/goods/", "/goods/?q=raisins", address(world))
    before = {path: seen_on(path) for path in paths}
    with connection.cursor() as cursor:
        cursor.execute(CHANGES[change])
    later = kept_pages.time.monotonic() + kept_pages.LIVES_S
    monkeypatch.setattr(kept_pages.time, "monotonic", lambda: later)

    shown = {path: seen_on(path) for path in paths}

    kept_pages.forget()
    forget_markets()
    book._books.clear()
    assert [path for path in paths if shown[path] == before[path]] == []
    assert [path for path in paths if shown[path] != seen_on(path)] == []


def test_what_is_sold_makes_no_page_anew_but_for_those_who_work_here(world, moment):
    seller = Client()
    owner = build.a_user()
    build.member(owner, world.seller, Role.OWNER)
    seller.force_login(owner)
    for reader in (Client(), seller):
        reader.get(address(world))
    build.a_paid_order(world)
    outbox.tell("order.paid", at=timezone.now())

    assert questions(address(world)) == 1
    assert questions(address(world), seller) > 10


def test_each_reader_has_tokens_and_keys_of_their_own(world):
    pages = [Client().get(address(world)).content.decode() for _ in range(2)]

    for field in ("csrfmiddlewaretoken", "key"):
        values = [re.search(f'name="{field}" value="([^"]+)"', page)[1] for page in pages]
        assert values[0] != values[1]


def test_a_form_of_a_kept_page_is_taken(world):
    Client().get("/goods/")
    reader = Client(enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', reader.get("/goods/").content.decode())[1]

    answer = reader.post("/place/", {"csrfmiddlewaretoken": token, "theme": "dark", "next": "/goods/"})

    assert answer.status_code == 302
    assert 'data-theme="dark"' in reader.get("/goods/").content.decode()


def test_each_reader_sees_their_own_basket(world):
    buyer = Client()
    buyer.post("/basket/change/", {"offer": world.offer.pk, "departure": world.departure.ref, "packs": 2})
    counts = [
        re.search(r'class="basket".*?class="num">(\d+)<', one.get("/goods/").content.decode())[1]
        for one in (buyer, Client(), buyer)
    ]

    assert counts == ["2", "0", "2"]


def test_a_name_is_shown_to_nobody_else(world):
    clients = {}
    for name in ("Claire Beaumont", "Amir <b>Said</b>"):
        email = f"{name[:4]}@example.org"
        user = User.objects.create_user(email, "a long enough password", name=name)
        clients[name] = Client()
        clients[name].force_login(user)

    shown = {name: client.get("/goods/").content.decode() for name, client in clients.items()}
    visitor = Client().get("/goods/").content.decode()

    assert "Claire Beaumont" in shown["Claire Beaumont"]
    assert "Amir &lt;b&gt;Said&lt;/b&gt;" in shown["Amir <b>Said</b>"]
    assert "Claire" not in shown["Amir <b>Said</b>"] + visitor
    assert not re.search("[\ue000-\ue002]", "".join([*shown.values(), visitor]))


def test_what_the_last_deed_said_is_said_once_and_to_nobody_else(world):
    buyer = Client()
    form = {"offer": world.offer.pk, "on": world.departure.ref, "n": "1", "key": "one-form"}
    Client().get("/goods/")
    buyer.post(f"{address(world)}basket/", form)

    said = [one.get("/goods/").content.decode() for one in (buyer, buyer, Client())]

    assert ["It lies in your basket" in page for page in said] == [True, False, False]


def test_a_page_that_is_not_there_is_not_kept(world):
    Client().get("/goods/nothing-like-this/")

    assert not kept_pages._pages
