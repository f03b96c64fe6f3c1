"""The menu of market, language and theme."""

from __future__ import annotations

import pytest

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
