"""One line for whatever looks like somebody trying a door: who, where, which door, never what they typed."""

from __future__ import annotations

import logging
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

#: Named apart, so that whoever collects the lines can watch these.
_log: Final = logging.getLogger("sogdia.safety")


def note(request: HttpRequest, what: str, **more: Any) -> None:
    """
    Write that ``what`` happened: by which person (their number), from which address (its digest, as in the table of
    tries), at which page (its name, for addresses may hold tokens).

    Asks the database nothing: a person is named only where the page knew them already.
    """
    say(what, user=_person(request), **{"from": _digest(request)}, page=_page(request), **more)


def say(what: str, **facts: Any) -> None:
    """Write that ``what`` happened where no request is at hand."""
    _log.warning("%s %s", what, " ".join(f"{name}={value}" for name, value in facts.items()))


def _person(request: HttpRequest) -> object:
    session = getattr(request, "session", None)
    if session is None or settings.SESSION_COOKIE_NAME not in request.COOKIES or not session.accessed:
        return "-"
    return session.get("_auth_user_id", "-")


def _digest(request: HttpRequest) -> str:
    address = request.META.get("REMOTE_ADDR", "")
    return salted_hmac("sogdia.tries", address, algorithm="sha256").hexdigest()[:16]


def _page(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.view_name if match is not None else "") or request.method or "-"
