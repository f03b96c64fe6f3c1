"""Say that a shipment ended other than well: first what it gives back and who pays, then why, then it is done."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sogdia.apps.claims import end_selectors as endings
from sogdia.apps.claims.end_selectors import EndChoice, EndPreview
from sogdia.apps.quotes.part_names import part_name
from sogdia.domain.ends import End
from sogdia.domain.ledger.bearing import Bearer
from sogdia.domain.viewer import Role
from sogdia.plumbing import formats
from sogdia.plumbing.texts import pick
from sogdia.usecases.end_shipment import end_shipment
from sogdia.web.deeds import attempt, key_of
from sogdia.web.forms.ends import FAULTS, EndForm, FaultForm
from sogdia.web.views.hub import now_of, viewer_of
from sogdia.web.words import orders as words

#: The ends that somebody can say of goods under way.
SAID = frozenset({End.REFUSED_BY_BUYER, End.UNDELIVERABLE, End.LOST, End.SEIZED, End.FAILED})


@require_http_methods(["GET", "POST"])
def carrier_end(request: HttpRequest, ref: str, shipment: str, end: str) -> HttpResponse:
    """End a shipment as its carrier."""
    viewer = viewer_of(request)
    viewer.require(Role.CARRIER)
    choice = endings.get_choice(viewer, shipment, departure_ref=ref)
    return _end(request, choice, end, back_to=reverse("carrier:departure", args=[ref]))


@require_http_methods(["GET", "POST"])
def operator_end(request: HttpRequest, shipment: str, end: str) -> HttpResponse:
    """End a shipment as the operator's support."""
    viewer = viewer_of(request)
    viewer.require(Role.SUPPORT)
    choice = endings.get_choice(viewer, shipment)
    return _end(request, choice, end, back_to=reverse("operator:order_ends", args=[choice.order_ref]))


@require_safe
def operator_order(request: HttpRequest, ref: str) -> HttpResponse:
    """Show an order's shipments with the ends that can be said of each."""
    rows = [
        (one, words.shipment_tag(one.state), _goods(one), [(end, words.end_name(end)) for end in one.ends])
        for one in endings.ends_of_order(viewer_of(request), ref)
    ]
    return render(request, "operator/order_ends.html", {"ref": ref, "rows": rows})


def _end(request: HttpRequest, choice: EndChoice, name: str, *, back_to: str) -> HttpResponse:
    if name not in SAID:
        raise Http404
    end = End(name)
    asked = request.POST if request.method == "POST" else request.GET
    fault = Bearer(asked["fault"]) if asked.get("fault") in FAULTS else None
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        done = attempt(
            request,
            partial(
                end_shipment,
                viewer=viewer_of(request),
                shipment_ref=choice.shipment_ref,
                end=end,
                reason=form.cleaned_data["reason"],
                at_fault=fault,
                at=now_of(request),
                key=key_of(request),
            ),
            form=form,
        )
        if done is not None:
            said = {"shipment": choice.shipment_ref, "end": words.end_name(end)}
            messages.success(request, _("%(shipment)s: %(end)s. Everybody concerned is told.") % said)
            return redirect(back_to)
    view = endings.preview_end(viewer_of(request), choice.shipment_ref, end, at_fault=fault)
    context = {
        "form": form,
        "choice": choice,
        "goods": _goods(choice),
        "name": words.end_name(end),
        "meaning": words.end_meaning(end),
        "tag": words.shipment_tag(choice.state),
        "back_to": back_to,
        "fault": str(fault or ""),
        "fault_name": words.bearer_name(fault) if fault else "",
        "ask_fault": FaultForm() if end is End.SEIZED and fault is None else None,
        "view": view,
        "parts": _parts(view),
    }
    return render(request, "components/end.html", context, status=422 if form.errors else 200)


def _parts(view: EndPreview) -> list[tuple[str, str, str, str]]:
    """Give each part: its name, who bears it, the whole amount, and what of it goes back."""
    nothing = formats.money(0, view.currency)
    return [
        (
            part_name(part.part),
            words.bearer_name(part.bearer),
            formats.money(part.minor, view.currency),
            nothing if part.bearer is Bearer.BUYER else formats.money(part.minor, view.currency),
        )
        for part in view.parts
    ]


def _goods(choice: EndChoice) -> str:
    return ", ".join(pick(names) for names in choice.names)
