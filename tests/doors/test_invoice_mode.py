"""Without a licensed holder of buyers' money nothing promises one: pages and letters of invoice mode."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from builders import orders as build
from builders import trade
from builders.cast import a_cast
from sogdia.apps.departures.models import Departure
from sogdia.apps.markets.models import ExchangeRate
from sogdia.apps.orders.models import Order, OrderLine
from sogdia.domain.ledger.accounts import Account
from sogdia.web import refusals
from sogdia.web.words import money as words

pytestmark = pytest.mark.django_db
WEB = Path(__file__).resolve().parents[2] / "src/sogdia/web"
PROMISE = re.compile(r"escrow|is held until you|payment is held", re.IGNORECASE)
PUBLIC = [
    "/",
    "/departures/",
    "/goods/",
    "/season/",
    "/regions/",
    "/price/",
    "/roles/",
    "/terms/",
    "/privacy/",
]
PARIS = {
    "country": "FR", "recipient": "Claire Martin", "house": "12", "street": "rue du Four", "city": "Paris",
    "postal_code": "75006", "email": "claire@example.org", "phone": "01 42 68 53 00",
}  # fmt: skip


@pytest.fixture
def world(settings):
    settings.DEPLOYMENT = {**settings.DEPLOYMENT, "default_market": "FR", "escrow_holder": ""}
    settings.PAYMENT_PROVIDERS = {"bank-transfer": "sogdia.gateways.payments.transfer.BankTransfer"}
    world = trade.priced(build.a_world(kg=20))
    now = timezone.now()
    Departure.objects.update(cutoff_at=now + timedelta(days=10), leaves_at=now + timedelta(days=11))
    ExchangeRate.objects.update(as_of=now.date())
    return world


def read(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def promises(page):
    """Give what a reader reads of it; an account's code in an address is no wording."""
    return PROMISE.findall(re.sub(r"<[^>]*>", " ", page))


def test_no_public_page_promises_an_escrow(client, world):
    pages = [*PUBLIC, f"/goods/{world.product.slug}/"]

    assert {url: promises(read(client, url)) for url in pages} == {url: [] for url in pages}


def test_from_the_basket_to_the_payment_nothing_promises_an_escrow(client, world):
    client.post("/basket/change/", {"offer": world.offer.pk, "departure": world.departure.ref, "packs": 2})
    basket, checkout = read(client, "/basket/"), read(client, "/checkout/")
    quote = client.post("/checkout/", PARIS).url
    review = read(client, quote)
    sent = client.post(quote, {"way": "bank-transfer", "terms": "on", "key": "invoice-mode"})
    returned = client.get(sent.url, follow=True).content.decode()

    assert "You pay on invoice" in review and Order.objects.exists()
    assert [promises(page) for page in (basket, checkout, review, returned)] == [[], [], [], []]


def test_with_a_holder_the_buyer_is_told_that_the_money_is_held(client, world, settings):
    settings.DEPLOYMENT = {**settings.DEPLOYMENT, "escrow_holder": "Silk Ring (fictional)"}
    client.post("/basket/change/", {"offer": world.offer.pk, "departure": world.departure.ref, "packs": 2})

    review = read(client, client.post("/checkout/", PARIS).url)

    assert "The money is held until you have the goods" in review
    assert "Silk Ring (fictional)" in read(client, "/terms/")


def test_neither_the_order_nor_the_operators_pages_speak_of_escrow(client, settings):
    settings.DEPLOYMENT = {**settings.DEPLOYMENT, "escrow_holder": ""}
    cast = a_cast()
    for line in OrderLine.objects.filter(order=cast.order):
        line.figures = [{**figure, "basis": {}} for figure in line.figures]
        line.save()
    client.force_login(cast.users["treasurer"], backend="allauth.account.auth_backends.AuthenticationBackend")
    ours = [read(client, f"/operator/money/{page}") for page in ("ledger/", "audit/")]
    journal = client.get(f"/operator/money/ledger/orders/{cast.order.ref}/")
    client.force_login(cast.users["buyer"], backend="allauth.account.auth_backends.AuthenticationBackend")
    order = read(client, f"/orders/{cast.order.ref}/")

    assert [promises(page) for page in [*ours, journal.content.decode(), order]] == [[], [], [], []]


def test_the_word_itself_stands_only_where_a_holder_is_asked_for_first():
    found = {}
    for path in (WEB / "templates").rglob("*.html"):
        said = re.findall(
            r'translate "[^"]*escrow[^"]*"|blocktranslate[^%]*%\}[^{]*escrow', path.read_text("utf-8")
        )
        if said:
            found[path.name] = said

    assert list(found) == ["_offer.html"]
    assert 'if site.deployment.escrow_holder %}{% translate "Held in escrow' in (
        WEB / "templates/shop/_offer.html"
    ).read_text("utf-8")


def test_no_word_of_ours_and_no_refusal_says_escrow():
    names = [words.account_name(code) for code in Account]
    sentences = [str(refusals._SENTENCES[code]) for code in refusals.codes()]

    assert [text for text in [*names, *sentences] if promises(text)] == []
