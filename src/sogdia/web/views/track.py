"""Tracking without an account: number and e-mail show the state, and send a fresh link on request."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sogdia.apps.orders import selectors as orders
from sogdia.apps.orders.facts import StatusFacts
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.plumbing import tries, wiring
from sogdia.usecases.send_order_link import send_order_link
from sogdia.web import order_links, refusals
from sogdia.web.forms.track import TrackForm
from sogdia.web.words import orders as words


@require_http_methods(["GET", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Look up a state; the same answer for a wrong number, a wrong e-mail and no order."""
    is_sent = request.method == "POST"
    form = TrackForm(request.POST if is_sent else None, initial={"ref": request.GET.get("ref", "")[:40]})
    status: StatusFacts | None = None
    if is_sent and form.is_valid():
        try:
            tries.count("track", address=_from(request), at=request.now)  # type: ignore[attr-defined]
        except Refusal as refusal:
            form.add_error(None, refusals.sentence(refusal))
            return render(request, "orders/track.html", {"form": form}, status=429)
        if request.POST.get("do") == "link":
            return _send(request, form)
        try:
            status = orders.get_status(
                request.viewer,  # type: ignore[attr-defined]
                typed_ref=form.cleaned_data["ref"],
                typed_email=form.cleaned_data["email"],
            )
        except NotFound:
            form.add_error(None, _("No order has this number and e-mail together. Check both."))
    shown = []
    if status is not None:
        shown = [(ref, words.shipment_tag(state), window) for ref, state, window in status.shipments]
    context = {
        "form": form,
        "status": status,
        "tag": words.order_tag(status.state) if status else None,
        "shipments": shown,
    }
    return render(request, "orders/track.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, form: TrackForm) -> HttpResponse:
    send_order_link(
        typed_ref=form.cleaned_data["ref"],
        typed_email=form.cleaned_data["email"],
        address_of=lambda ref, token: request.build_absolute_uri(order_links.url(ref, token)),
        mailer=wiring.mailer(),
        house=wiring.house(),
        at=request.now,  # type: ignore[attr-defined]
    )
    messages.success(
        request, _("If number and e-mail belong together, a fresh link is on its way to that address.")
    )
    return redirect("orders:track")


def _from(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
