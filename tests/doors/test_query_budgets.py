"""How often each page asks the database: a fixed number of times, however many goods, sellers and orders there are."""

from __future__ import annotations

import copy
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from builders import orders as build
from builders import trade
from sogdia.apps.catalogue.models import Classification, Product
from sogdia.apps.departures.models import Departure
from sogdia.apps.markets.models import ExchangeRate
from sogdia.apps.markets.selectors import forget_markets
from sogdia.apps.orders.models import OrderLine
from sogdia.plumbing import wiring
from sogdia.plumbing.accounts.models import User
from sogdia.usecases.refresh_shelf import refresh_shelf
from sogdia.web import kept_pages

pytestmark = pytest.mark.django_db

#: The most that a page may ask, kept by nobody yet.
BUDGETS = {
    "home": ("/", 26),
    "list": ("/goods/", 16),
    "list by kind": ("/goods/?category=dried-fruit&reaches=1&sort=arrival", 16),
    "search": ("/goods/?q=raisins", 16),
    "product": ("/goods/{slug}/", 20),
    "region": ("/regions/{region}/", 25),
    "seller": ("/producers/{seller}/", 16),
    "departures": ("/departures/", 12),
    "basket": ("/basket/", 24),
    "checkout": ("/checkout/", 32),
    "order": ("/orders/{order}/", 26),
}


def again(row, **changes):
    """Give the row once more, as another."""
    other = copy.copy(row)
    other.pk, other._state = None, copy.copy(row._state)
    other._state.adding = True
    if hasattr(other, "uid"):
        other.uid = uuid.uuid4()
    for name, value in changes.items():
        setattr(other, name, value)
    other.save(force_insert=True)
    return other


def grow(world, goods: int):
    """Let there be so many more products, each of a seller of its own, with an offer, a code and a lot; and departures."""
    codes = list(Classification.objects.filter(product=world.product))
    for number in range(Product.objects.count() - 1, goods):
        seller = again(world.seller, code=f"seller-{number}", registration_number=f"R{number}")
        product = again(world.product, slug=f"goods-{number}", seller=seller)
        pack = again(world.pack, product=product)
        again(world.offer, pack=pack)
        again(world.lot, ref=f"LOT-9{number:05}", product=product, producer=seller)
        for row in codes:
            again(row, product=product)
        again(world.departure, ref=f"XX {number:03}")


@pytest.fixture
def world(settings):
    settings.DEPLOYMENT = {**settings.DEPLOYMENT, "default_market": "FR"}
    world = trade.priced(build.a_world(kg=200))
    now = timezone.now()
    Departure.objects.update(cutoff_at=now + timedelta(days=10), leaves_at=now + timedelta(days=11))
    ExchangeRate.objects.update(as_of=now.date())
    for row in (world.departure, world.lot, world.product, world.seller, world.pack, world.offer):
        row.refresh_from_db()
    return world


def refresh():
    while refresh_shelf(engine=wiring.prices(), at=timezone.now()):
        pass


def test_no_page_asks_more_where_there_is_more(world):
    claire = User.objects.create_user("claire@example.org", "a long enough password", name="Claire")
    order = build.a_paid_order(world, buyer=claire)
    for line in OrderLine.objects.filter(order=order):
        line.figures = [{**figure, "basis": {}} for figure in line.figures]
        line.save()
    client = Client()
    client.force_login(claire)
    client.post("/basket/change/", {"offer": world.offer.pk, "departure": world.departure.ref, "packs": 2})
    names = {
        "slug": world.product.slug,
        "region": world.region.code,
        "seller": world.seller.code,
        "order": order.ref,
    }
    asked: dict[str, list[int]] = {}
    for goods in (0, 3, 30):
        grow(world, goods)
        refresh()
        for page, (path, _most) in BUDGETS.items():
            client.get(path.format(**names))
            kept_pages.forget()
            forget_markets()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path.format(**names)).status_code == 200, page
            asked.setdefault(page, []).append(len(queries))

    # A page with many goods asks what a page with some asks; one with a single product may ask less.
    assert {page: found for page, found in asked.items() if found[1] != found[2]} == {}
    assert {page: found for page, found in asked.items() if found[2] > BUDGETS[page][1]} == {}
