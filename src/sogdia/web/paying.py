"""How a page hands a buyer over to a way of paying."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from sogdia.domain.refusals import NotAllowed, NotFound, Refusal
from sogdia.plumbing import wiring
from sogdia.usecases.start_payment import start_payment
from sogdia.web import refusals
from sogdia.web.views.basket import buyer


def begin(request: HttpRequest, *, order_ref: str, provider: str, holds_link: bool = False) -> HttpResponse:
    """Open a payment and send the buyer to its page, or to our own with instructions; a refusal is told there."""
    ours = redirect("checkout:return", order_ref)
    gateway = wiring.payment_providers().get(provider)
    if gateway is None:
        raise NotFound(f"No way of paying {provider}.")
    try:
        started = start_payment(
            viewer=buyer(request),
            order_ref=order_ref,
            provider=gateway,
            transfer_days=settings.DEPLOYMENT["transfer_days"],
            return_url=request.build_absolute_uri(reverse("checkout:return", args=[order_ref])),
            notify_url=_notify_url(request, provider),
            language=get_language() or "en",
            at=request.now,  # type: ignore[attr-defined]
            holds_link=holds_link,
        )
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        messages.error(request, refusals.with_way(refusal))
        return ours
    return redirect(started.pay_url) if started.pay_url else ours


def _notify_url(request: HttpRequest, provider: str) -> str:
    try:
        path = reverse("hooks:payment", args=[provider])
    except NoReverseMatch:
        return ""
    return request.build_absolute_uri(path)
