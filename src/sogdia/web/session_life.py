"""A sign-in ends by itself: after a while without use, and after its longest life (rule SI-3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sogdia.domain.signing_in import is_over
from sogdia.domain.viewer import SECOND_STEP_ROLES
from sogdia.usecases.end_sign_ins import end_sign_ins
from sogdia.web import sign_ins

View = Callable[[HttpRequest], HttpResponse]


class SessionLifeMiddleware:
    """Stands before everything that asks what a person may do."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """End a sign-in whose time is over, and lead to where it is begun anew."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return None
        life = sign_ins.life_of(request)
        if life is None or not is_over(
            *life, acts_for_others=_acts_for_others(request), at=datetime.now(UTC)
        ):
            return None
        viewer = request.viewer  # type: ignore[attr-defined]
        end_sign_ins(viewer=viewer, at=datetime.now(UTC), only=sign_ins.this(request))
        logout(request)
        messages.info(request, _("Your sign-in has ended by itself. Sign in again to go on."))
        is_page = request.method in {"GET", "HEAD"}
        return redirect_to_login(request.get_full_path() if is_page else reverse(settings.LOGIN_REDIRECT_URL))


def _acts_for_others(request: HttpRequest) -> bool:
    viewer = request.viewer  # type: ignore[attr-defined]
    is_staff = bool(getattr(request.user, "is_staff", False))
    return is_staff or viewer.is_held_back or viewer.has_role(*SECOND_STEP_ROLES)
