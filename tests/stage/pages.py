"""Pages of the house as different people get them: found by links, and by the table of addresses."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import translation

from builders.cast import NOBODY, Cast, a_cast
from doors import routes_table
from sogdia.plumbing.accounts.models import User
from stage.axe import Sheet

_LINK = re.compile(r"""<a\s[^>]*?href="([^"#]*)["#]""")
_ELEMENT = re.compile(r'<(\w+)(?:\s[^>]*?class="([^"]*)")?')
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class _Undo(Exception):
    """What was done for a page is undone."""


def signed_in(user: User | None) -> Client:
    """Give a browser without script in which somebody is signed in, or nobody."""
    client = Client()
    if user is not None:
        client.force_login(user, backend=_BACKEND)
    return client


def by_links(client: Client, who: str, start: str, language: str, *, each: int = 1) -> Iterator[Sheet]:
    """Follow links from ``start`` in one language, a few of each kind of page."""
    seen: Counter[str] = Counter()
    visited, queue = {start}, deque([start])
    while queue:
        url = queue.popleft()
        answer = client.get(url)
        found: list[str] = [answer.url] if answer.status_code in {301, 302} else []
        if answer.status_code == 200 and "text/html" in answer.headers.get("Content-Type", ""):
            html = answer.content.decode()
            yield Sheet(_name_of(urlsplit(url).path), who, language, html)
            found = [unescape(link) for link in _LINK.findall(html)]
        for link in found:
            parts = urlsplit(urljoin(url, link))
            name = _name_of(parts.path)
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            is_ours = not parts.netloc and not parts.scheme and name and not name.startswith("files:")
            if not is_ours or target in visited or seen[name] >= each or name == "account_logout":
                continue
            if language != "en" and not parts.path.startswith(f"/{language}/"):
                continue
            seen[name] += 1
            visited.add(target)
            queue.append(target)


def by_table(languages: Sequence[str], only: Collection[str] | None = None) -> list[Sheet]:
    """Open every address of the table (or ``only`` some) as each of those who may, and send its form empty."""
    groups: dict[tuple[str, object], list[str]] = {}
    for name, route in sorted(routes_table.TABLE.items()):
        if only is not None and name not in only:
            continue
        groups.setdefault((route.state, route.prepare), []).append(name)
    sheets: list[Sheet] = []
    for names in groups.values():
        with suppress(_Undo), _as_a_test():
            route = routes_table.TABLE[names[0]]
            cast = a_cast(state=route.state)
            route.prepare(cast)
            for name in names:
                with suppress(_Undo), _as_a_test():
                    sheets += _opened(cast, name, languages)
                    raise _Undo
            raise _Undo
    return sheets


@contextmanager
def undone() -> Iterator[None]:
    """Do what follows as a test does and leave no trace of it."""
    with _as_a_test():
        yield
        transaction.set_rollback(True)


def _as_a_test() -> transaction.Atomic:
    # As a test's own transaction is: deeds that insist on being the outermost one are done within it.
    around = transaction.atomic()
    around._from_testcase = True
    return around


def _opened(cast: Cast, name: str, languages: Sequence[str]) -> Iterator[Sheet]:
    route = routes_table.TABLE[name]
    people = sorted(route.right) or [NOBODY]
    clients = {person: signed_in(cast.users.get(person)) for person in people}
    urls = {}
    for language in languages:
        with translation.override(language):
            urls[language] = reverse(name, kwargs=route.kwargs(cast))
        for person, client in clients.items():
            answer = client.get(urls[language])
            if answer.status_code == 405:
                break
            if answer.status_code == 200 and "text/html" in answer.headers.get("Content-Type", ""):
                yield Sheet(name, person, language, answer.content.decode())
    with translation.override(languages[0]):
        answer = clients[people[0]].post(urls[languages[0]], {"key": "sent-empty"})
    if answer.status_code == 422:
        yield Sheet(f"{name} sent empty", people[0], languages[0], answer.content.decode())


def distinct(sheets: Iterable[Sheet]) -> list[Sheet]:
    """Leave out pages that have no element that an earlier one of the same address and language did not have."""
    seen: set[tuple[str, str, str, str]] = set()
    kept = []
    for sheet in sheets:
        body = sheet.html.partition("<body")[2]
        elements = {(sheet.name, sheet.language, tag, classes) for tag, classes in _ELEMENT.findall(body)}
        if not elements <= seen:
            seen |= elements
            kept.append(sheet)
    return kept


def _name_of(path: str) -> str:
    try:
        return resolve(path).view_name or ""
    except Resolver404:
        return ""
