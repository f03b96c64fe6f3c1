"""How sign-in speaks to people: our pages, our language, our mail."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from sogdia.domain.viewer import Viewer
from sogdia.plumbing.accounts.models import User
from sogdia.usecases.merge_baskets import merge_baskets
from sogdia.web.middleware import BASKET_COOKIE


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's adapter; a new account speaks the page's language, and a guest's basket comes along at sign-in."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Keep the new account with the language of the page."""
        user.language = get_language() or "en"
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Bring the guest's basket along."""
        viewer = Viewer(user_id=user.pk, guest_key=request.COOKIES.get(BASKET_COOKIE, ""))
        merge_baskets(viewer=viewer, at=datetime.now(UTC))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response
