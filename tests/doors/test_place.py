"""The menu of market, language and theme."""

from __future__ import annotations

import pytest

from sogdia.apps.markets.models import Market
from sogdia.plumbing.accounts.models import User

pytestmark = pytest.mark.django_db


def test_choosing_a_language_goes_back_to_the_same_page_in_it(client):
    answer = client.post("/place/", {"language": "ar", "next": "/place/"})

    assert answer.status_code == 302
    assert answer.url == "/ar/place/"


def test_an_address_elsewhere_is_not_followed(client):
    answer = client.post("/place/", {"next": "https://elsewhere.example/"})

    assert answer.url == "/"


def test_a_theme_is_kept_until_the_device_decides_again(client):
    chosen = client.post("/place/", {"theme": "dark", "next": "/"})
    given_up = client.post("/place/", {"theme": "", "next": "/"})

    assert chosen.cookies["theme"].value == "dark"
    assert given_up.cookies["theme"].value == ""


def test_a_market_that_is_not_there_is_not_kept(client):
    answer = client.post("/place/", {"market": "XX", "next": "/"})

    assert "market" not in answer.cookies


def test_the_choice_is_made_by_a_form_only(client):
    assert client.get("/place/").status_code == 405


def test_a_signed_in_person_keeps_the_choice_in_their_account(client):
    person = User.objects.create_user("reader@example.org", "a-long-password")
    Market.objects.create(code="KZ", territory="EAEU", currency="KZT", timezone="Asia/Almaty")
    client.force_login(person)

    client.post("/place/", {"market": "KZ", "language": "ru", "theme": "dark", "next": "/"})

    person.refresh_from_db()
    assert (person.market_code, person.language, person.theme) == ("KZ", "ru", "dark")


def test_an_account_brings_its_market_along_to_a_new_browser(client):
    person = User.objects.create_user("reader@example.org", "a-long-password", market_code="KZ")
    Market.objects.create(code="KZ", territory="EAEU", currency="KZT", timezone="Asia/Almaty")
    client.force_login(person)

    assert client.get("/terms/").context["site"].market.code == "KZ"
