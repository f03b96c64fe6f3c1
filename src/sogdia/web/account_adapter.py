"""How sign-in speaks to people: our pages, our language, our mail."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from sogdia.domain.viewer import Viewer
from sogdia.usecases.merge_baskets import merge_baskets
from sogdia.web.middleware import BASKET_COOKIE


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's adapter; after signing in, what the guest collected lies in the person's basket."""

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Bring the guest's basket along."""
        viewer = Viewer(user_id=user.pk, guest_key=request.COOKIES.get(BASKET_COOKIE, ""))
        merge_baskets(viewer=viewer, at=datetime.now(UTC))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response
