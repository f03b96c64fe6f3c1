"""Every address, given values that nobody sends in good faith: an answer in plain words, never a fall."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from builders.cast import NOBODY, Cast, a_cast
from doors import routes_table
from doors.routes import Route
from fakes.pdf import PlainPress
from fakes.storage import MemoryStore
from sogdia.plumbing import wiring
from stage import nasty

pytestmark = pytest.mark.django_db

#: How many values each address gets; 0 is all of them, in every field by itself too (some minutes).
MANY = int(os.environ.get("SOGDIA_NASTY_VALUES", "1"))
GETS = nasty.names_asked("GET")
POSTS = sorted({*nasty.names_asked("POST"), *nasty.names_of_fields()})


class Scribe:
    """Draws a word."""

    def draw(self, spec: object) -> str:
        """Draw."""
        return "<svg/>"


@pytest.fixture(autouse=True)
def _machines(monkeypatch):
    store = MemoryStore()
    store.save("papers/one.pdf", b"%PDF-")
    monkeypatch.setattr(wiring, "files", lambda: store)
    monkeypatch.setattr(wiring, "pdf", PlainPress)
    monkeypatch.setattr(wiring, "illustrator", Scribe)


@contextmanager
def _undone():
    """Whatever is written inside is taken back."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


class _Asker:
    """Asks as the right party, and writes down what fell."""

    def __init__(self, cast: Cast, route: Route) -> None:
        self.person = sorted(route.right or route.blind or {NOBODY})[0]
        self.cast = cast
        self.falls: list[str] = []

    def ask(self, method: str, url: str, data: dict[str, Any] | None = None, **more: Any) -> str:
        """Give the page."""
        client = Client()
        if self.person != NOBODY:
            client.force_login(
                self.cast.users[self.person], backend="allauth.account.auth_backends.AuthenticationBackend"
            )
        cookies = more.pop("cookies", "")
        if cookies:
            session = client.cookies.output(header="", sep=";").strip()
            more["HTTP_COOKIE"] = cookies or session
        said = f"{method} {url[:200]} {str(data)[:300]} as {self.person}"
        try:
            with _undone():
                answer = getattr(client, method)(url, data, **more)
                text = "" if answer.streaming else answer.content.decode(errors="replace")
        except Exception as error:  # noqa: BLE001
            self.falls.append(f"{said}: {type(error).__name__}: {str(error)[:300]}")
            return ""
        if answer.status_code >= 500 or "Traceback" in text:
            self.falls.append(f"{said}: {answer.status_code}")
        if (
            nasty.SCRIPT[:10] in text.replace("<script>alert('x')", nasty.SCRIPT[:10])
            and "alert('x')" in text
        ):
            self.falls.append(f"{said}: our mark-up came back unescaped")
        return text


@pytest.mark.parametrize("name", sorted(routes_table.TABLE))
def test_no_value_makes_an_address_fall(name):
    route = routes_table.TABLE[name]
    cast = a_cast(state=route.state)
    route.prepare(cast)
    kwargs = route.kwargs(cast)
    url = reverse(name, kwargs=kwargs)
    asker = _Asker(cast, route)

    page = asker.ask("get", url)
    _ask_for_nasty_queries(asker, url, seed=name)
    _ask_for_nasty_addresses(asker, url, kwargs, seed=name)
    _post_nasty_fields(asker, url, {"key": "one", **route.deed(cast)}, page, seed=name)

    assert asker.falls == [], "\n".join(asker.falls)


def _ask_for_nasty_queries(asker: _Asker, url: str, *, seed: str) -> None:
    for value in nasty.picks(nasty.VALUES, MANY, seed):
        asker.ask("get", f"{url}?{urlencode(dict.fromkeys(GETS, value))}")
    for raw in nasty.picks(nasty.RAW, MANY and 1, seed):
        asker.ask("get", f"{url}?{'&'.join(f'{name}={raw}' for name in GETS)}")
    if MANY == 0:
        for name in GETS:
            for value in nasty.VALUES:
                asker.ask("get", f"{url}?{urlencode({name: value})}")


def _ask_for_nasty_addresses(asker: _Asker, url: str, kwargs: dict[str, Any], *, seed: str) -> None:
    for part in kwargs.values():
        for value in nasty.picks(nasty.VALUES, MANY and 2, f"{seed} {part}"):
            bent = nasty.with_nasty_part(url, str(part), value)
            asker.ask("get", bent)
            asker.ask("post", bent, {"key": "two"})


def _post_nasty_fields(asker: _Asker, url: str, deed: dict[str, Any], page: str, *, seed: str) -> None:
    fields = dict(deed)
    for action, found in nasty.forms_of(page):
        if action in {"", url}:
            fields = {**found, **fields}
    for value in nasty.picks(nasty.VALUES, MANY, f"{seed} post"):
        asker.ask("post", url, {**dict.fromkeys([*POSTS, *fields], value), "key": value})
    names = nasty.picks(tuple(sorted(fields)), MANY and 2 * MANY, seed)
    for name in names:
        for value in nasty.picks(nasty.VALUES, MANY and 2, f"{seed} {name}"):
            asker.ask("post", url, {**fields, name: value})
