"""Who asks, and what a refusal looks like when no page caught it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject

from sogdia.apps.parties import selectors as parties
from sogdia.domain.refusals import NotAllowed, NotFound, Refusal
from sogdia.domain.viewer import Viewer
from sogdia.web import refusals, safety_log, second_step

#: Over HTTPS every cookie is bound to this very host: no other host of the same domain can set it.
BASKET_COOKIE = settings.COOKIE_PREFIX + "basket"
MARKET_COOKIE = settings.COOKIE_PREFIX + "market"
LANGUAGE_COOKIE = settings.COOKIE_PREFIX + "language"
THEME_COOKIE = settings.COOKIE_PREFIX + "theme"
_YEAR = 365 * 24 * 3600

View = Callable[[HttpRequest], HttpResponse]


class ViewerMiddleware:
    """Puts ``request.viewer`` (who asks), ``request.now`` (one instant per request) and the guest's basket key."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the viewer in place; a new guest gets a key only when a page asks for one to be kept."""
        request.now = datetime.now(UTC)  # type: ignore[attr-defined]
        key = request.COOKIES.get(BASKET_COOKIE, "")
        request.viewer = SimpleLazyObject(lambda: self._viewer(request, key))  # type: ignore[attr-defined]
        request.new_guest_key = ""  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.new_guest_key:  # type: ignore[attr-defined]
            keep(response, BASKET_COOKIE, request.new_guest_key, request)  # type: ignore[attr-defined]
        return response

    @staticmethod
    def _viewer(request: HttpRequest, key: str) -> Viewer:
        user = request.user
        if user.is_authenticated:
            viewer = parties.viewer_of(user.pk, name=user.get_full_name(), email=user.email, guest_key=key)
            return viewer if second_step.is_made(request) else viewer.without_second_step()
        return Viewer(guest_key=key)


def keep(response: HttpResponse, name: str, value: str, request: HttpRequest) -> None:
    """Set a cookie of ours for a year, readable by the server alone."""
    response.set_cookie(name, value, max_age=_YEAR, httponly=True, samesite="Lax", secure=is_secure(request))


def is_secure(request: HttpRequest) -> bool:
    """Tell whether a cookie goes over HTTPS only: always where the settings say so, as its name's prefix demands."""
    return settings.IS_HTTPS or request.is_secure()


def guest_key(request: HttpRequest) -> str:
    """Give the basket key of this browser, making one if it has none."""
    key: str = request.COOKIES.get(BASKET_COOKIE, "") or request.new_guest_key  # type: ignore[attr-defined]
    if not key:
        key = secrets.token_urlsafe(24)
        request.new_guest_key = key  # type: ignore[attr-defined]
    return key


class RefusalMiddleware:
    """Turns a refusal that no form caught into a page (or, after a form, into a message where it came from)."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal by name; everything else is a bug and goes on."""
        if not isinstance(error, Refusal):
            return None
        if isinstance(error, NotFound):
            if request.user.is_authenticated:
                safety_log.note(request, "not-theirs-or-not-there")
            return render(request, "errors/not_found.html", status=404)
        if isinstance(error, NotAllowed):
            if not request.user.is_authenticated and request.method == "GET":
                from django.contrib.auth.views import redirect_to_login

                return redirect_to_login(request.get_full_path())
            safety_log.note(request, "not-allowed", role=request.viewer.roles or "-")  # type: ignore[attr-defined]
            return render(request, "errors/forbidden.html", status=403)
        back = request.headers.get("referer", "")
        if request.method == "POST" and back.startswith(request.build_absolute_uri("/")):
            messages.error(request, refusals.with_way(error))
            return redirect(back)
        said = {"words": refusals.sentence(error), "step": refusals.next_step(error)}
        return render(request, "errors/refused.html", said, status=409)
