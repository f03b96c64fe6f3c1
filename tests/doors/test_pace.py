"""Nobody asks faster than people read; who does is told when to go on, in their language (SI-5)."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pace(settings):
    settings.PAGES_A_MINUTE = 20


def ask(client: Client, times: int, path: str = "/terms/") -> list[int]:
    return [client.get(path).status_code for _page in range(times)]


def test_si_5_after_half_a_minute_s_worth_the_next_page_waits():
    client = Client(REMOTE_ADDR="192.0.2.1")

    assert ask(client, 11) == [200] * 10 + [429]
    assert client.get("/terms/", REMOTE_ADDR="192.0.2.2").status_code == 200


@pytest.mark.parametrize(
    ("language", "says"), [("en", "Too many pages at once"), ("ar", 'dir="rtl"'), ("fr", 'lang="fr"')]
)
def test_si_5_the_answer_names_the_seconds_in_the_reader_s_language(language, says):
    client = Client(REMOTE_ADDR="192.0.2.3")
    path = "/terms/" if language == "en" else f"/{language}/terms/"
    ask(client, 10, path)

    answer = client.get(path)

    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert says in answer.content.decode()


def test_si_5_it_asks_the_database_nothing(django_assert_num_queries):
    client = Client(REMOTE_ADDR="192.0.2.4")
    ask(client, 10)

    with django_assert_num_queries(0):
        assert client.get("/terms/").status_code == 429


def test_si_5_a_whole_network_of_six_counts_as_one_house():
    client = Client()
    for n in range(10):
        client.get("/terms/", REMOTE_ADDR=f"2001:db8:1:2::{n + 1:x}")

    assert client.get("/terms/", REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code == 429
    assert client.get("/terms/", REMOTE_ADDR="2001:db8:1:3::1").status_code == 200


def test_si_5_machines_with_a_signature_and_style_sheets_are_not_counted():
    client = Client(REMOTE_ADDR="192.0.2.5")
    ask(client, 11)

    assert client.get("/hooks/healthz").status_code == 200
    sheet = client.get("/static/vendor/site.css")
    assert sheet.status_code == 200
    sheet.close()


def test_si_5_whoever_is_too_fast_is_noted_without_their_address(caplog):
    client = Client(REMOTE_ADDR="192.0.2.6")

    with caplog.at_level(logging.WARNING, "sogdia.safety"):
        ask(client, 11)

    (line,) = [record.getMessage() for record in caplog.records if record.name == "sogdia.safety"]
    assert line.startswith("too-fast ")
    assert "192.0.2.6" not in line
