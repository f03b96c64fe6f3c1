"""Which sign-in this browser's session belongs to: kept at sign-in, seen now and then, marked by a cookie of the browser."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sogdia.plumbing.accounts import sign_ins
from sogdia.usecases.keep_sign_in import keep_sign_in
from sogdia.web.middleware import is_secure

DEVICE_COOKIE = settings.COOKIE_PREFIX + "device"
SEEN_EVERY = timedelta(minutes=5)
_KEPT = "sign_in"
_BEGUN = "sign_in_begun"
_YEAR = 365 * 24 * 3600
_View = Callable[[HttpRequest], HttpResponse]


def begin(request: HttpRequest, user_id: int) -> None:
    """Keep the sign-in that has just happened in this session."""
    now = datetime.now(UTC)
    mark = request.COOKIES.get(DEVICE_COOKIE, "")
    if not mark:
        mark = request.new_device = secrets.token_urlsafe(24)  # type: ignore[attr-defined]
    if request.session.session_key is None:
        request.session.save()
    key = str(request.session.session_key)
    agent = request.headers.get("user-agent", "")
    pk = keep_sign_in(user_id=user_id, session_key=key, mark=mark, agent=agent, at=now)
    request.session[_KEPT] = [pk, key, int(now.timestamp())]
    request.session[_BEGUN] = int(now.timestamp())


def life_of(request: HttpRequest) -> tuple[datetime, datetime] | None:
    """Give when this session's sign-in began and when it was last seen; nothing where it was not kept."""
    kept = request.session.get(_KEPT)
    if not kept:
        return None
    seen = datetime.fromtimestamp(kept[2], UTC)
    begun = request.session.get(_BEGUN)
    return (datetime.fromtimestamp(begun, UTC) if begun else seen), seen


def this(request: HttpRequest) -> int | None:
    """Give the id of this session's sign-in."""
    kept = request.session.get(_KEPT)
    return kept[0] if kept else None


class SignInMiddleware:
    """Writes now and then that a sign-in is in use, and gives a new browser its mark."""

    def __init__(self, get_response: _View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then look; a request that did not touch its session costs nothing."""
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.accessed:
            _see(request)
        mark = getattr(request, "new_device", "")
        if mark:
            response.set_cookie(
                DEVICE_COOKIE, mark, max_age=_YEAR, httponly=True, samesite="Lax", secure=is_secure(request)
            )
        return response


def _see(request: HttpRequest) -> None:
    kept, key = request.session.get(_KEPT), request.session.session_key
    if not kept or key is None:
        return
    now = datetime.now(UTC)
    pk, kept_key, seen = kept
    if key != kept_key or now - datetime.fromtimestamp(seen, UTC) >= SEEN_EVERY:
        sign_ins.see(pk, session_key=key, at=now)
        request.session[_KEPT] = [pk, key, int(now.timestamp())]
