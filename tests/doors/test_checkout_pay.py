"""From a basket to a payment: address, market, promised price, agreement."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from builders import orders as build
from builders import trade
from sogdia.apps.departures.models import Departure
from sogdia.apps.lots.models import Lot
from sogdia.apps.markets.models import ExchangeRate
from sogdia.apps.orders.models import Order
from sogdia.apps.parties.models import Address, Consent
from sogdia.apps.payments.models import Payment
from sogdia.apps.quotes.models import BasketLine, Quote

pytestmark = pytest.mark.django_db
PARIS = {
    "country": "FR",
    "recipient": "Claire Martin",
    "house": "12",
    "street": "rue du Four",
    "city": "Paris",
    "postal_code": "75006",
    "email": "claire@example.org",
    "phone": "01 42 68 53 00",
}
LONDON = {**PARIS, "country": "GB", "city": "London", "postal_code": "EC1M 3HE", "phone": "020 7946 0000"}


@pytest.fixture
def world(settings):
    settings.DEPLOYMENT = {**settings.DEPLOYMENT, "default_market": "FR"}
    settings.PAYMENT_PROVIDERS = {"bank-transfer": "sogdia.gateways.payments.transfer.BankTransfer"}
    world = trade.priced(build.a_world(kg=20))
    trade.britain(world)
    now = timezone.now()
    Departure.objects.update(cutoff_at=now + timedelta(days=10), leaves_at=now + timedelta(days=11))
    ExchangeRate.objects.update(as_of=now.date())
    return world


@pytest.fixture
def guest(client, world):
    client.post("/basket/change/", {"offer": world.offer.pk, "departure": world.departure.ref, "packs": 2})
    return client


def promised(guest, **changes):
    answer = guest.post("/checkout/", {**PARIS, **changes})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def pay(guest, quote, key="one", **changes):
    return guest.post(quote, {"way": "bank-transfer", "terms": "on", "key": key, **changes})


def test_an_empty_basket_goes_nowhere(client, world):
    assert client.get("/checkout/").url == "/basket/"


def test_each_country_has_its_own_form(guest):
    french = guest.get("/checkout/?country=FR").content.decode()
    british = guest.get("/checkout/?country=GB").content.decode()

    assert "Like 75004" in french and "Like EC1M 3HE" in british


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("recipient", "", "This field is required"),
        ("postal_code", "750061", "looks like 75004"),
        ("phone", "12", "not a telephone number"),
        ("email", "claire", "valid email"),
        ("tax_number", "FR00123456789", "check digits do not fit"),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(guest, field, value, said):
    page = guest.post("/checkout/", {**PARIS, field: value}).content.decode()

    assert said in page and "rue du Four" in page
    assert not Address.objects.exists()


def test_the_price_is_promised_with_all_its_parts(guest):
    page = guest.get(promised(guest)).content.decode()

    assert "Promised for another" in page and "Order and pay" in page
    assert "Duty" in page and "rue du Four" in page


def test_an_address_in_another_market_shows_both_prices_before_going_on(guest):
    asked = promised(guest, **LONDON)
    page = guest.get(asked).content.decode()

    assert asked == "/checkout/market/"
    assert "Was, in FR" in page and "Now, in United Kingdom" in page and "£" in page
    assert not Quote.objects.exists()

    quote = guest.post(asked).url

    assert Quote.objects.get().market.code == "GB"
    assert "£" in guest.get(quote).content.decode()
    assert guest.cookies["market"].value == "GB"


def test_goods_that_may_not_go_there_are_taken_out_only_when_agreed(guest, world):
    _product, _pack, offer = build.a_product(world.seller, world.region)
    build.a_lot(_product)
    trade.priceable(world.market, offer)
    guest.post("/basket/change/", {"offer": offer.pk, "departure": world.departure.ref, "packs": 1})
    asked = promised(guest, **LONDON)

    page = guest.get(asked).content.decode()
    assert "One line cannot go there" in page and BasketLine.objects.count() == 2

    guest.post(asked, {"drop": "yes"})
    assert BasketLine.objects.get().offer_id == world.offer.pk


def test_without_agreement_there_is_no_order(guest):
    page = pay(guest, promised(guest), terms="").content.decode()

    assert "needs your agreement" in page
    assert not Order.objects.exists()


def test_ordering_keeps_the_words_agreed_to_and_shows_the_transfer(guest):
    answer = pay(guest, promised(guest))

    order = Order.objects.get()
    consent = Consent.objects.get(subject=order.ref)
    assert (consent.kind, len(consent.wording_digest)) == ("terms-of-sale", 64)
    page = guest.get(answer.url).content.decode()
    assert Payment.objects.get().reference in page and "Now the transfer" in page
    assert not BasketLine.objects.exists()


def test_the_same_press_twice_is_one_order(guest):
    quote = promised(guest)

    first, second = pay(guest, quote), pay(guest, quote)

    assert first.url == second.url
    assert Order.objects.count() == Payment.objects.count() == 1


def test_a_price_that_ran_out_is_promised_anew_with_its_difference(guest, world):
    quote = promised(guest)
    Quote.objects.update(valid_until=timezone.now() - timedelta(minutes=1))
    ExchangeRate.objects.filter(quote="EUR").update(value="0.2")

    late = pay(guest, quote).content.decode()
    assert "time for this price is over" in late and not Order.objects.exists()
    again = guest.post(f"{quote}again/").url

    assert "The price was" in guest.get(again).content.decode()


def test_whoever_loses_the_race_is_told_before_paying_with_what_is_left(guest):
    quote = promised(guest)
    Lot.objects.update(qty_reserved=19_000)

    answer = pay(guest, quote)
    page = guest.get(answer.url).content.decode()

    assert answer.url == "/basket/"
    assert "1 pack is left of Turpan raisins" in page
    assert not Order.objects.exists() and not Payment.objects.exists()


def test_nobody_else_sees_a_quote_or_how_an_order_is_paid(guest):
    quote = promised(guest)
    returned = pay(guest, quote).url
    guest.cookies.clear()

    assert guest.get(quote).status_code == 404
    assert guest.get(returned).status_code == 404
    assert guest.post(returned, {"way": "bank-transfer"}).status_code == 404


def test_a_person_buys_with_their_earlier_address_in_one_press(client, world):
    from sogdia.plumbing.accounts.models import User

    user = User.objects.create_user("claire@example.org", "a long enough password")
    client.force_login(user)
    client.post("/basket/change/", {"offer": world.offer.pk, "departure": world.departure.ref, "packs": 2})
    promised(client)
    page = client.get("/checkout/").content.decode()
    kept = Address.objects.get(user=user)

    answer = client.post("/checkout/", {"earlier": kept.pk})

    assert "To an earlier address" in page
    assert answer.url.startswith("/checkout/quote/")
    assert client.post("/checkout/", {"earlier": kept.pk + 1}).status_code == 404
