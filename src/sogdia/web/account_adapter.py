"""How sign-in speaks to people: our pages, our language, our mail."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.core import context
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sogdia.domain.viewer import Viewer
from sogdia.plumbing.accounts.models import User
from sogdia.usecases.end_sign_ins import end_sign_ins
from sogdia.usecases.merge_baskets import merge_baskets
from sogdia.usecases.tell_safety import tell_safety
from sogdia.web import account_letters as letters
from sogdia.web import second_step, sign_ins
from sogdia.web.middleware import BASKET_COOKIE


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's adapter; a new account speaks the page's language, and a guest's basket comes along at sign-in."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Keep the new account with the language of the page."""
        user.language = get_language() or "en"
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved

    def login(self, request: HttpRequest, user: Any) -> None:
        """Keep the sign-in among the person's others; one from a browser not seen before is told them."""
        super().login(request, user)
        if not EmailAddress.objects.filter(user=user, primary=True).exists():
            EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"primary": True})
        sign_ins.begin(request, user.pk)

    def set_password(self, user: Any, password: str) -> None:
        """Keep a new password, and end every other sign-in with it."""
        super().set_password(user, password)
        request = context.request
        own = sign_ins.this(request) if request.user == user else None
        end_sign_ins(viewer=Viewer(user_id=user.pk), at=datetime.now(UTC), but=own)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Bring the guest's basket along; whoever chose a password a moment ago has said who they are."""
        if kwargs.get("signup"):
            record_authentication(request, user, "password")
        viewer = Viewer(user_id=user.pk, guest_key=request.COOKIES.get(BASKET_COOKIE, ""))
        merge_baskets(viewer=viewer, at=datetime.now(UTC))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again only when this person has not said lately who they are (rule SI-2)."""
        return not second_step.said_lately(context.request, at=datetime.now(UTC))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Whoever has a second step says by it who they are; the password is for those who have none."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        stronger = [method for method in methods if method["id"] != "reauthenticate"]
        return stronger or methods

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the person by the house's own notices; an address that was changed is told by letter as well."""
        kind, what = letters.TOLD[template_prefix]
        now = datetime.now(UTC)
        params = {"what": what, "new_email": (context or {}).get("to_email", "")}
        tell_safety(user_id=user.pk, kind=kind, at=now, **params)
        if email and email.lower() != user.email.lower():
            letters.send(
                kind,
                to=email,
                params={**params, "when_at": now.isoformat()},
                language=letters.language_of(user),
            )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the letter as a letter of the house; a mail server that is down is said on the page."""
        kind, way = letters.SENT[template_prefix]
        params = {"key_path": letters.path_of(context[way]), "email": email}
        if not letters.send(kind, to=email, params=params) and self.request is not None:
            messages.warning(
                self.request, _("The letter could not be sent just now. Ask for it again in a while.")
            )
