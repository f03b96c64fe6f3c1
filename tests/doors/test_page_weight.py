"""A public page is light: what its text, style and script weigh as served, and what its web fonts weigh."""

from __future__ import annotations

import datetime as dt
import gzip
import re

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from sogdia.apps.departures.models import Departure
from sogdia.apps.lots.models import Lot
from sogdia.plumbing import wiring
from sogdia.usecases.rebuild_search import rebuild_search
from sogdia.usecases.world.load import load_world

PAGE_BUDGET, FONT_BUDGET = 100 * 1024, 60 * 1024
VENDOR = settings.PACKAGE / "web/static/vendor"
PUBLIC = (
    "/", "/goods/", "/season/", "/goods/raisins-turpan-green/", "/goods/raisins-turpan-green/markets/", "/departures/",
    "/departures/{departure}/", "/lots/{lot}/", "/regions/", "/regions/xinjiang/", "/price/", "/roles/", "/terms/",
    "/privacy/", "/basket/", "/orders/track/", "/account/login/", "/sell/join/",
)  # fmt: skip
#: Every kind of page in the language of most letters, and the two longest in the others.
ASKED = [("ru", path) for path in PUBLIC] + [
    (language, path)
    for language in ("en", "fr", "zh-hans", "ar")
    for path in ("/", "/goods/raisins-turpan-green/")
]
_LINKED = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"')
#: Which pieces of the web fonts a page in each script loads.
SCRIPTS = {"Latin": "ascii|latin|more", "Cyrillic": "ascii|cyrillic", "Arabic": "ascii|arabic"}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_world(at=dt.datetime.now(dt.UTC), operator="Test House", with_people=False)
        rebuild_search(index=wiring.search())
        yield
        transaction.set_rollback(True)


def fetched(client: Client, path: str) -> tuple[int, bytes]:
    """Give what an answer weighs on the line, and its text."""
    answer = client.get(path, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200, (path, answer.status_code)
    sent = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return len(sent), gzip.decompress(sent) if answer.get("Content-Encoding") == "gzip" else sent


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "path"), ASKED)
def test_a_public_page_weighs_at_most_100_kb_as_served(world, language, path):
    client = Client()
    client.cookies["market"] = "FR"
    path = path.format(
        departure=Departure.objects.order_by("-leaves_at").first().ref, lot=Lot.objects.first().ref
    )

    weight, text = fetched(client, path if language == "en" else f"/{language}{path}")
    parts = {link: fetched(client, link)[0] for link in _LINKED.findall(text.decode())}

    assert len(parts) >= 4, "the style sheet and the scripts are among what was weighed"
    assert weight + sum(parts.values()) <= PAGE_BUDGET, (weight, parts)


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_web_fonts_of_a_page_weigh_at_most_60_kb(script):
    pieces = [
        path for path in VENDOR.glob("fonts/*.woff2") if re.search(rf"-({SCRIPTS[script]})\.", path.name)
    ]

    assert pieces
    assert sum(path.stat().st_size for path in pieces) <= FONT_BUDGET


def test_who_cannot_read_compressed_pages_gets_them_plain(client, db):
    plain = client.get("/terms/")
    squeezed = client.get("/terms/", headers={"accept-encoding": "gzip"})

    assert "Content-Encoding" not in plain
    assert squeezed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in plain["Vary"]
    assert int(squeezed["Content-Length"]) == len(squeezed.content) < len(plain.content) / 2
