"""Every link that a person is shown leads somewhere that lets them in."""

from __future__ import annotations

import re
from collections import Counter, deque
from datetime import UTC, datetime
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from sogdia.apps.markets.selectors import forget_markets
from sogdia.plumbing import wiring
from sogdia.plumbing.accounts.models import User
from sogdia.usecases.rebuild_search import rebuild_search
from sogdia.usecases.world.load import load_world
from sogdia.usecases.world.people import PEOPLE

pytestmark = pytest.mark.django_db(transaction=True)
_EACH = 3
_LINK = re.compile(r"""<a\s[^>]*?href="([^"#]*)["#]|<img\s[^>]*?src="([^"]+)\"""")


def _name_of(path: str) -> str:
    try:
        match = resolve(path)
    except Resolver404:
        return path
    return match.view_name or path


def walk(client: Client, start: str) -> dict[str, int]:
    """Follow links from ``start``, a few of each kind of page; gives what did not answer with a page."""
    seen: Counter[str] = Counter()
    visited, queue, broken = {start}, deque([(start, "")]), {}
    while queue:
        url, source = queue.popleft()
        answer = client.get(url)
        if answer.status_code >= 400:
            broken[f"{url} (from {source})"] = answer.status_code
        if answer.status_code in {301, 302}:
            found = [answer.url]
        elif "text/html" in answer.headers.get("Content-Type", ""):
            found = [unescape(a or b) for a, b in _LINK.findall(answer.content.decode())]
        else:
            found = []
        for link in found:
            parts = urlsplit(urljoin(url, link))
            if parts.netloc or parts.scheme or not parts.path or parts.path.startswith("/static/"):
                continue
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            name = _name_of(parts.path)
            if target in visited or seen[name] >= _EACH or name == "account_logout":
                continue
            seen[name] += 1
            visited.add(target)
            queue.append((target, url))
    return broken


def test_every_link_that_a_person_is_shown_leads_somewhere():
    now = datetime.now(UTC)
    load_world(at=now, operator="Trade house (fictional)", with_people=True, tell=lambda what, count: None)
    forget_markets()
    rebuild_search(index=wiring.search())

    broken = {"nobody": walk(Client(), "/")}
    for person in PEOPLE:
        client = Client()
        client.force_login(
            User.objects.get(email=person.email),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        broken[person.email] = {**walk(client, "/me/"), **walk(client, "/")}

    assert {who: found for who, found in broken.items() if found} == {}
