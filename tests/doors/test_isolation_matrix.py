"""Every address tried as the right party, as another party of the same kind, and as no one."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from builders.cast import NOBODY, Cast, a_cast
from doors import routes, routes_table
from fakes.pdf import PlainPress
from fakes.storage import MemoryStore
from sogdia.plumbing import wiring

pytestmark = pytest.mark.django_db
NOT_IN = {403, 404}


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


def test_is_1_every_address_is_entered_in_the_table():
    assert set(routes.names()) - routes_table.TABLE.keys() == set()


def test_is_1_every_entry_of_the_table_is_an_address():
    assert routes_table.TABLE.keys() - set(routes.names()) == set()


@pytest.mark.parametrize("name", sorted(routes_table.TABLE))
def test_is_1_only_those_concerned_get_in(name):
    route = routes_table.TABLE[name]
    cast = a_cast(state=route.state)
    route.prepare(cast)
    url = reverse(name, kwargs=route.kwargs(cast))
    secrets = cast.secrets()

    for person in sorted(route.refused):
        before = _count_rows()
        for method in ("get", "post"):
            answer = _as(cast, person, method, url, route)
            assert _is_refused(answer) or answer.status_code == 405, (
                f"{person} gets in with {method}: {answer.status_code}"
            )
        assert _count_rows() == before, f"{person} changed something"
    for person in sorted(route.blind):
        before = _count_rows()
        answer = _as(cast, person, "get", url, route)
        assert answer.status_code < 500, f"{person}: {answer.status_code}"
        read = [word for word in secrets if word not in url and word in _text(answer)]
        assert read == [], f"{person} reads {read}"
        if route.deed(cast):
            _as(cast, person, "post", url, route)
            assert _count_rows() == before, f"{person} changed something"
    for person in sorted(route.right):
        answer = _as(cast, person, "get", url, route)
        assert answer.status_code == 405 or not _is_refused(answer), (
            f"{person} does not get in: {answer.status_code}"
        )
        assert answer.status_code < 500
    for person in sorted(route.right)[: 1 if route.posts else 0]:
        answer = _as(cast, person, "post", url, route)
        assert answer.status_code == 405 or not _is_refused(answer), (
            f"{person} may not post: {answer.status_code}"
        )
        assert answer.status_code < 500


def _as(cast: Cast, person: str, method: str, url: str, route: routes.Route) -> Any:
    client = Client()
    if person != NOBODY:
        client.force_login(cast.users[person], backend="allauth.account.auth_backends.AuthenticationBackend")
    data = {"key": f"{person}-tries", **route.deed(cast)} if method == "post" else {}
    return getattr(client, method)(url, data)


def _is_refused(answer: Any) -> bool:
    to_sign_in = answer.status_code == 302 and answer.url.startswith("/account/login/")
    return answer.status_code in NOT_IN or to_sign_in


def _text(answer: Any) -> str:
    if answer.status_code != 200 or "text/html" not in answer.headers.get("Content-Type", ""):
        return ""
    body: str = answer.content.decode()
    return body


def _count_rows() -> dict[str, int]:
    """Count what deeds write, in one question; sign-in itself writes sessions and last-seen times only."""
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if model.__module__.startswith(("sogdia.apps.", "sogdia.plumbing.outbox"))
    ]
    # The names are of our own models.
    counts = (f"SELECT '{name}', count(*) FROM {connection.ops.quote_name(name)}" for name in tables)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts))
        return dict(cursor.fetchall())
