"""What changed between the promised price and the order is said by name, in the reader's words, and nothing is half done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from builders import orders as build
from builders import trade
from doors.test_checkout_pay import PARIS, pay, promised
from sogdia.apps.departures.models import Departure, Lane
from sogdia.apps.ledger.models import Entry
from sogdia.apps.lots.models import Lot
from sogdia.apps.markets.models import ExchangeRate
from sogdia.apps.orders.models import Order
from sogdia.apps.payments.models import Payment
from sogdia.apps.quotes.models import BasketLine, Quote
from sogdia.plumbing.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings):
    settings.DEPLOYMENT = {**settings.DEPLOYMENT, "default_market": "FR"}
    settings.PAYMENT_PROVIDERS = {"bank-transfer": "sogdia.gateways.payments.transfer.BankTransfer"}
    world = trade.priced(build.a_world(kg=20_000))
    now = timezone.now()
    Departure.objects.update(cutoff_at=now + timedelta(days=10), leaves_at=now + timedelta(days=11))
    ExchangeRate.objects.update(as_of=now.date())
    return world


@pytest.fixture
def guest(client, world):
    client.post("/basket/change/", {"offer": world.offer.pk, "departure": world.departure.ref, "packs": 2})
    return client


def nothing_was_done() -> bool:
    departure, lot = Departure.objects.get(), Lot.objects.get()
    left = (departure.booked_mass_g, departure.booked_volume_cm3, lot.qty_reserved, lot.qty_sold)
    events = OutboxEvent.objects.filter(topic__startswith="order.").count()
    rows = Order.objects.count() + Payment.objects.count() + Entry.objects.count() + events
    return left == (0, 0, 0, 0) and rows == 0 and BasketLine.objects.get().packs == 2


CHANGES: dict[str, tuple[Callable[[], object], str]] = {
    "the price ran out": (
        lambda: Quote.objects.update(valid_until=timezone.now() - timedelta(seconds=1)),
        "time for this price is over",
    ),
    "the lane was closed": (lambda: Lane.objects.update(is_active=False), "takes no more orders"),
    "the departure was sealed": (lambda: Departure.objects.update(state="sealed"), "takes no more orders"),
    "the departure was cancelled": (
        lambda: Departure.objects.update(state="cancelled"),
        "takes no more orders",
    ),
    "its cut-off passed": (
        lambda: Departure.objects.update(cutoff_at=timezone.now() - timedelta(seconds=1)),
        "close too soon for this way of paying",
    ),
    "it is full": (lambda: Departure.objects.update(capacity_mass_g=1), "is full"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_after_the_promise_is_named_and_nothing_is_half_done(guest, change):
    deed, words = CHANGES[change]
    quote = promised(guest)
    deed()

    answer = pay(guest, quote)

    page = (answer if answer.status_code < 300 else guest.get(answer.url)).content.decode()
    assert words in page
    assert nothing_was_done()


def test_it_is_said_in_the_reader_s_language(guest):
    quote = promised(guest)
    Lane.objects.update(is_active=False)

    page = pay(guest, "/fr" + quote).content.decode()

    assert 'lang="fr"' in page
    assert "takes no more orders" not in page
    assert nothing_was_done()


def test_an_order_above_what_the_books_add_up_is_refused_by_name_and_by_no_error_of_the_database(guest):
    ExchangeRate.objects.filter(quote="EUR").update(value=Decimal("900000000000"))
    guest.post("/basket/change/", {"offer": BasketLine.objects.get().offer_id, "departure": Departure.objects.get().ref,
                                   "packs": 9_000})  # fmt: skip

    answer = guest.post("/checkout/", PARIS)

    assert answer.status_code == 302
    assert "more than one order can be" in guest.get(answer.url).content.decode()
    assert not Quote.objects.exists()
