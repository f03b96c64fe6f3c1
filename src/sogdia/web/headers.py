"""What every answer says about itself, whoever made it: page, file, error, redirect or style sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_View = Callable[[HttpRequest], HttpResponse]

#: Powers of a browser that no page of ours asks for; passkeys and the camera of a scanning clerk are our own.
POLICY: Final = (
    "accelerometer=(), autoplay=(), bluetooth=(), browsing-topics=(), camera=(self), display-capture=(), "
    "geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self), serial=(), usb=()"
)


class HeadersMiddleware:
    """Stands before all others, so that nothing leaves without these headers."""

    def __init__(self, get_response: _View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers; a page of somebody who is signed in is kept by no cache and no history."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not response.has_header("Cache-Control") and _is_signed_in(request):
            response["Cache-Control"] = "private, no-store"
        return response


def _is_signed_in(request: HttpRequest) -> bool:
    """Tell it without a query: only where the page itself has read the session."""
    session = getattr(request, "session", None)
    if session is None or settings.SESSION_COOKIE_NAME not in request.COOKIES or not session.accessed:
        return False
    return "_auth_user_id" in session
