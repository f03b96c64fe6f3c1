"""A person's sign-ins: kept, seen, listed and ended; ending one ends its session at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.models import Session

from sogdia.plumbing.accounts.models import SignIn

#: By what a browser calls itself; the first that fits names it, so those that pretend to be others stand first.
_BROWSERS = (
    ("Edg/", "Edge"), ("OPR/", "Opera"), ("YaBrowser/", "Yandex"), ("MicroMessenger/", "WeChat"), ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SignInView:
    """One sign-in as its person sees it."""

    id: int
    device: str
    made_at: datetime
    seen_at: datetime
    is_this: bool


def device_of(agent: str) -> str:
    """Give what a browser calls itself in two words, by names that need no translation; empty when it says nothing known."""
    found = (next((name for sign, name in names if sign in agent), "") for names in (_BROWSERS, _SYSTEMS))
    return " · ".join(name for name in found if name)


def keep(*, user_id: int, session_key: str, mark: str, agent: str, at: datetime) -> tuple[int, bool]:
    """Keep a new sign-in; gives its id, and whether its browser is new to a person who has signed in before."""
    device = hashlib.sha256(mark.encode()).hexdigest()
    before = SignIn.objects.filter(user_id=user_id)
    is_new = before.exists() and not before.filter(device=device).exists()
    row = SignIn.objects.create(
        user_id=user_id, session_key=session_key, device=device, agent=agent[:200], made_at=at, seen_at=at
    )
    return row.pk, is_new


def see(sign_in_id: int, *, session_key: str, at: datetime) -> None:
    """Write that this sign-in was used, and under which key its session stands now."""
    SignIn.objects.filter(pk=sign_in_id, ended_at=None).update(seen_at=at, session_key=session_key)


def list_of(user_id: int, *, this: int | None, at: datetime) -> list[SignInView]:
    """Give the sign-ins of a person whose sessions still stand, this one first."""
    rows = list(SignIn.objects.filter(user_id=user_id, ended_at=None).order_by("-seen_at", "-id")[:100])
    keys = [row.session_key for row in rows if row.session_key]
    alive = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=at).values_list("session_key", flat=True)
    )
    shown = [
        SignInView(row.pk, device_of(row.agent), row.made_at, row.seen_at, row.pk == this)
        for row in rows
        if row.session_key in alive
    ]
    return sorted(shown, key=lambda row: not row.is_this)


def forget(*, at: datetime, before: datetime) -> int:
    """Delete sessions that have run out by ``at`` and sign-ins not used since ``before``; gives how many."""
    sessions, _by_table = Session.objects.filter(expire_date__lt=at).delete()
    old, _by_table = SignIn.objects.filter(seen_at__lt=before).delete()
    return sessions + old


def end(user_id: int, *, at: datetime, only: int | None = None, but: int | None = None) -> int:
    """End the sign-ins of a person: all, ``only`` one, or all ``but`` one; gives how many."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    rows = SignIn.objects.filter(user_id=user_id, ended_at=None)
    if only is not None:
        rows = rows.filter(pk=only)
    elif but is not None:
        rows = rows.exclude(pk=but)
    for key in [key for key in rows.values_list("session_key", flat=True) if key]:
        store(key).delete()
    return rows.update(ended_at=at, session_key="")
