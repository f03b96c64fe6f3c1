"""The same form sent twice with the same key has one effect (ID-1, ID-3)."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from builders.cast import Cast, a_cast
from doors import routes_table
from fakes.pdf import PlainPress
from fakes.storage import MemoryStore
from sogdia.plumbing import wiring

pytestmark = pytest.mark.django_db

#: Forms of the main job: each of these has to change something the first time.
MAIN_JOB = (
    "shop:add",
    "sell:accept",
    "sell:refuse",
    "sell:say",
    "sell:photo",
    "sell:price",
    "sell:lot_withdraw",
    "sell:withdraw",
    "hub:receive_line",
    "hub:load",
    "hub:seal",
    "carrier:delivered",
    "orders:accept",
    "orders:cancel",
    "orders:withdraw",
    "orders:say",
    "operator:approve_batch",
    "operator:send_back_seller",
)


@pytest.fixture(autouse=True)
def _machines(monkeypatch):
    store = MemoryStore()
    monkeypatch.setattr(wiring, "files", lambda: store)
    monkeypatch.setattr(wiring, "pdf", PlainPress)


def _picture() -> dict[str, list[Any]]:
    """Give every row of ours but for keys, sessions and visits."""
    left_out = {"outbox.DeedKey"}
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model.__module__.startswith(("sogdia.apps.", "sogdia.plumbing.outbox", "sogdia.plumbing.notices"))
        and model._meta.label not in left_out
    }


def _differences(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> list[str]:
    return [label for label in before if before[label] != after[label]]


def _world(name: str) -> tuple[Cast, Client, str]:
    route = routes_table.TABLE[name]
    cast = a_cast(state=route.state)
    route.prepare(cast)
    url = reverse(name, kwargs=route.kwargs(cast))
    client = Client()
    person = "buyer" if "buyer" in route.right else min(route.right)
    client.force_login(cast.users[person], backend="allauth.account.auth_backends.AuthenticationBackend")
    return cast, client, url


@pytest.mark.parametrize(
    "name", sorted(name for name, route in routes_table.TABLE.items() if route.right and route.posts)
)
def test_id_3_a_form_sent_twice_has_one_effect(name):
    cast, client, url = _world(name)
    form = {"key": "the-same-key", **routes_table.TABLE[name].deed(cast)}
    at_first = _picture()

    first = client.post(url, form)
    once = _picture()
    second = client.post(url, form)
    twice = _picture()

    assert first.status_code < 500
    assert second.status_code < 500
    assert _differences(once, twice) == []
    assert name not in MAIN_JOB or _differences(at_first, once) != []


def test_every_form_of_the_main_job_is_tried():
    assert set(MAIN_JOB) <= routes_table.TABLE.keys()
