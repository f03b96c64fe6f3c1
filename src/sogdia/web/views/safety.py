"""Sign-in and safety: what protects a person's account, and their second steps."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from sogdia.plumbing.accounts import addresses, second_step
from sogdia.plumbing.accounts.sign_ins import list_of
from sogdia.usecases.end_sign_ins import end_sign_ins
from sogdia.web import sign_ins
from sogdia.web.mfa_adapter import takes_passkeys


@login_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Show password, address and second steps, and what is owed."""
    assert request.user.pk is not None
    facts = {
        "steps": second_step.steps_of(request.user.pk),
        "is_owed": request.viewer.is_held_back,  # type: ignore[attr-defined]
        "has_passkeys": takes_passkeys(request),
        "sign_ins": list_of(request.user.pk, this=sign_ins.this(request), at=request.now),  # type: ignore[attr-defined]
    }
    return render(request, "me/security.html", facts)


@login_required
@require_POST
def end_one(request: HttpRequest, pk: int) -> HttpResponse:
    """End one sign-in of this person; this very one signs out."""
    end_sign_ins(viewer=request.viewer, at=request.now, only=pk)  # type: ignore[attr-defined]
    if pk == sign_ins.this(request):
        logout(request)
        return redirect("account_login")
    messages.success(request, _("That sign-in has ended."))
    return redirect("account:security")


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End every sign-in but this one."""
    count = end_sign_ins(
        viewer=request.viewer,  # type: ignore[attr-defined]
        at=request.now,  # type: ignore[attr-defined]
        but=sign_ins.this(request),
    )
    said = ngettext("%(n)s sign-in has ended.", "%(n)s sign-ins have ended.", count)
    messages.success(request, said % {"n": count})
    return redirect("account:security")


def _prove_address_first(request: HttpRequest) -> HttpResponse | None:
    """
    Send whoever has not answered a letter to their address yet such a letter, before their first second step.

    Else somebody could take another's address, bind it to a telephone of their own, and wait for a role to be given to it.
    """
    user = request.user
    if not user.is_authenticated or addresses.is_proven(user) or second_step.has_second_step(user.pk):
        return None
    if send_verification_email_to_address(request, addresses.primary_of(user)):
        said = _(
            "First show that this address is yours: we have sent a letter to it. Follow its link, then come back here."
        )
    else:
        said = _(
            "First show that this address is yours: follow the link in the letter that we sent a moment ago."
        )
    messages.warning(request, said)
    return redirect("account:security")


class ActivateApp(ActivateTOTPView):  # type: ignore[misc]
    """Set up an authenticator app; the code that proves it is this session's second step too."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for a proved address first."""
        return _prove_address_first(request) or super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the app and count its first code."""
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type=Authenticator.Type.TOTP)
        return response


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    """Add a passkey; the ceremony that made it is this session's second step too."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for a proved address first."""
        return _prove_address_first(request) or super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the passkey and count its first use."""
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type=Authenticator.Type.WEBAUTHN)
        return response


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """Remove a passkey, but never the last second step of whoever needs one."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, or say why not."""
        adapter = get_mfa_adapter()
        if not adapter.can_delete_authenticator(self.object):
            words = adapter.error_messages["cannot_delete_authenticator"]
            get_account_adapter().add_message(self.request, messages.ERROR, message=str(words))
            return HttpResponseRedirect(self.get_success_url())
        response: HttpResponse = super().form_valid(form)
        return response
