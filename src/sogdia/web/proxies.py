"""Whose address a request comes from, where proxies of the deployment's own stand before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_View = Callable[[HttpRequest], HttpResponse]


class ProxyMiddleware:
    """
    Takes the address that the outermost own proxy saw, counted from the right; what stands left of it anybody may write.

    Without own proxies (``settings.PROXIES`` is 0) the header is not read at all.
    """

    def __init__(self, get_response: _View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on with ``REMOTE_ADDR`` set."""
        if settings.PROXIES:
            named = [
                each.strip() for each in request.headers.get("x-forwarded-for", "").split(",") if each.strip()
            ]
            if len(named) >= settings.PROXIES:
                request.META["REMOTE_ADDR"] = named[-settings.PROXIES]
        return self.get_response(request)


def username_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Give the account that a sign-in tries, however it was typed: what throttling counts by."""
    typed = (credentials or {}).get("email") or request.POST.get("login", "")
    return str(typed).strip().casefold()[:254]
