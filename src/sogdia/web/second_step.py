"""The second step at sign-in: who owes it, who made it, and where everybody who owes it is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse

from sogdia.domain.signing_in import is_fresh
from sogdia.plumbing.accounts import second_step

P = ParamSpec("P")
View = Callable[[HttpRequest], HttpResponse]

#: Where somebody who owes the second step may go: to make it, to leave, to change the language.
OPEN = frozenset(
    {"account:security", "account_logout", "account_reauthenticate", "account_confirm_email", "shop:place"}
)
OPEN_PREFIX = "mfa_"
#: Machines' addresses: nobody is sent anywhere there, and a viewer held back has no right there either.
MACHINES = frozenset({"hooks", "files", "api"})


def is_made(request: HttpRequest) -> bool:
    """Tell whether this session proved more than a password: a code or a passkey."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def said_lately(request: HttpRequest, *, at: datetime) -> bool:
    """Tell whether this person said who they are, at sign-in or since, lately enough for a dangerous deed (SI-2)."""
    return any(
        is_fresh(datetime.fromtimestamp(record["at"], UTC), at=at)
        for record in get_authentication_records(request, request.user)
    )


def say_again_first(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Ask a signed-in person to say who they are before a form of this page is taken; what they typed is kept."""

    @wraps(view)
    def asking(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        is_form = request.method not in {"GET", "HEAD", "OPTIONS"}
        if is_form and request.user.is_authenticated and not said_lately(request, at=datetime.now(UTC)):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return asking


class SecondStepMiddleware:
    """Sends whoever owes a second step to the page where it is made, whatever address they try."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Answer in the view's stead when the second step is owed."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or _is_open(request.resolver_match):
            return None
        if not request.user.is_authenticated or not _owes(request):
            return None
        assert request.user.pk is not None
        if second_step.has_second_step(request.user.pk):
            return redirect(f"{reverse('mfa_reauthenticate')}?next={reverse('account:start')}")
        return redirect("account:security")


def _owes(request: HttpRequest) -> bool:
    if request.viewer.is_held_back:  # type: ignore[attr-defined]
        return True
    return bool(getattr(request.user, "is_staff", False)) and not is_made(request)


def _is_open(match: ResolverMatch | None) -> bool:
    if match is None:
        return False
    name = match.view_name or ""
    return name in OPEN or name.startswith(OPEN_PREFIX) or match.namespace.split(":")[0] in MACHINES
