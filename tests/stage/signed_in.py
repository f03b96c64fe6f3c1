"""Tests let people in as sign-in would: with a second step made a moment ago, unless they say otherwise."""

from __future__ import annotations

import time
from typing import Any

from django.test import Client

_let_in = Client.force_login


def with_second_step(client: Client, user: Any, backend: str | None = None) -> None:
    """Let somebody in by password and code: what ``force_login`` means in these tests."""
    _let_in(client, user, backend)
    _prove(client, user, {"method": "password"}, {"method": "mfa", "type": "totp"})


def with_password_only(client: Client, user: Any) -> None:
    """Let somebody in by password alone."""
    _let_in(client, user)
    _prove(client, user, {"method": "password"})


def long_ago(client: Client) -> None:
    """Make what this browser proved an hour old."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3_600
    session.save()


def _prove(client: Client, user: Any, *methods: dict[str, str]) -> None:
    session = client.session
    session["account_authentication_methods"] = [{**method, "at": time.time()} for method in methods]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
