"""The load board of a departure: load, take out, move, add papers, seal, depart, cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from sogdia.apps.documents import selectors as documents
from sogdia.apps.hub import board_selectors
from sogdia.apps.hub import selectors as hub
from sogdia.apps.tracing import selectors as tracing
from sogdia.domain.refusals import NotAllowed, NotFound, Refusal
from sogdia.usecases.allow_light_departure import allow_light_departure
from sogdia.usecases.cancel_departure import cancel_departure
from sogdia.usecases.depart_departure import depart_departure
from sogdia.usecases.keep_paper import keep_paper
from sogdia.usecases.load_shipment import load_shipment
from sogdia.usecases.move_shipment import move_shipment
from sogdia.usecases.seal_departure import Sealed, seal_departure
from sogdia.usecases.unload_shipment import unload_shipment
from sogdia.web import refusals
from sogdia.web.deeds import attempt, key_of
from sogdia.web.forms.hub import PaperForm, SealForm, WhyForm
from sogdia.web.pages import hub as pages
from sogdia.web.views.hub import now_of, viewer_of
from sogdia.web.words import hub as words


@require_safe
def board(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the board; a code typed here picks a shipment of this departure or leads to where it is."""
    code = request.GET.get("code", "").strip()
    if code:
        return _pick(request, ref, code)
    return _board(request, ref)


def _pick(request: HttpRequest, ref: str, code: str) -> HttpResponse:
    here = reverse("hub:board", args=[ref])
    try:
        found = hub.find_by_code(viewer_of(request), code)
    except NotAllowed:
        raise
    except NotFound:
        messages.error(request, _("Nothing at this hub has the code %(code)s.") % {"code": code})
        return redirect(here)
    except Refusal as refusal:
        messages.error(request, refusals.with_way(refusal))
        return redirect(here)
    if found.kind == "shipment" and found.departure_ref == ref:
        return redirect(f"{here}?{urlencode({'ship': found.ref})}")
    return redirect(f"{reverse('hub:receive')}?{urlencode({'code': code})}")


def _board(request: HttpRequest, ref: str, **bad: forms.Form) -> HttpResponse:
    viewer = viewer_of(request)
    view = board_selectors.get_board(
        viewer, ref, is_light_allowed=tracing.is_light_load_allowed(ref), at=now_of(request)
    )
    page = pages.board(view, chosen=request.GET.get("ship", ""))
    context: dict[str, Any] = {
        "page": page,
        "is_past_cutoff": now_of(request) >= view.cutoff_at,
        "undo": request.GET.get("undo", ""),
        "seal": bad.get("seal") or SealForm(),
        "why": bad.get("why") or WhyForm(auto_id="light_%s"),
        "cancel": bad.get("cancel") or WhyForm(auto_id="cancel_%s"),
        "paper": PaperForm(auto_id=""),
        "issued": [
            (words.paper_name(paper.kind), paper) for paper in documents.list_of_departure(viewer, view.ref)
        ],
        "log": [
            (words.event_name(event.kind), event) for event in tracing.list_departure_events(viewer, ref)
        ],
    }
    return render(request, "hub/board.html", context, status=422 if bad else 200)


def _back(ref: str, **query: str) -> HttpResponse:
    address = reverse("hub:board", args=[ref])
    return redirect(f"{address}?{urlencode(query)}" if query else address)


def _do(request: HttpRequest, ref: str, deed: Callable[[], object], said: str, **query: str) -> HttpResponse:
    """Do it and go back to the board with a sentence; what the rules refuse says why instead."""
    done = attempt(request, lambda: deed() or True)
    if done is None:
        return _back(ref)
    messages.success(request, said)
    return _back(ref, **query)


@require_POST
def load(request: HttpRequest, ref: str, shipment: str) -> HttpResponse:
    """Load a shipment."""
    return _do(
        request,
        ref,
        lambda: load_shipment(
            viewer=viewer_of(request),
            departure_ref=ref,
            shipment_ref=shipment,
            at=now_of(request),
            key=key_of(request),
        ),
        _("%(shipment)s is loaded.") % {"shipment": shipment},
        undo=shipment,
    )


@require_POST
def unload(request: HttpRequest, ref: str, shipment: str) -> HttpResponse:
    """Take a shipment out."""
    return _do(
        request,
        ref,
        lambda: unload_shipment(
            viewer=viewer_of(request), shipment_ref=shipment, at=now_of(request), key=key_of(request)
        ),
        _("%(shipment)s was taken out.") % {"shipment": shipment},
    )


@require_POST
def move(request: HttpRequest, ref: str, shipment: str) -> HttpResponse:
    """Move a shipment to another departure of the lane."""
    to = request.POST.get("to", "")
    return _do(
        request,
        ref,
        lambda: move_shipment(
            viewer=viewer_of(request),
            shipment_ref=shipment,
            to_ref=to,
            may_be_late=request.POST.get("late") == "on",
            at=now_of(request),
            key=key_of(request),
        ),
        _("%(shipment)s travels with %(departure)s now.") % {"shipment": shipment, "departure": to},
    )


@require_POST
def paper(request: HttpRequest, ref: str, shipment: str) -> HttpResponse:
    """Note that a paper has arrived."""
    return _do(
        request,
        ref,
        lambda: keep_paper(
            viewer=viewer_of(request),
            shipment_ref=shipment,
            lot_ref=request.POST.get("lot", ""),
            document=request.POST.get("document", ""),
            number=request.POST.get("number", ""),
            at=now_of(request),
            key=key_of(request),
        ),
        _("The paper is held for the lot now."),
        ship=shipment,
    )


@require_POST
def seal(request: HttpRequest, ref: str) -> HttpResponse:
    """Seal the departure."""
    form = SealForm(request.POST)
    if not form.is_valid():
        return _board(request, ref, seal=form)
    done = attempt(
        request,
        lambda: seal_departure(
            viewer=viewer_of(request),
            departure_ref=ref,
            seal_number=form.cleaned_data["seal_number"],
            is_early=form.cleaned_data["is_early"],
            at=now_of(request),
            key=key_of(request),
        ),
        form=form,
    )
    if done is None:
        return _board(request, ref, seal=form)
    messages.success(request, _sealed_words(ref, done))
    return _back(ref)


def _sealed_words(ref: str, done: Sealed) -> str:
    said = [
        ngettext(
            "%(departure)s is sealed with %(n)s shipment. Its papers are issued.",
            "%(departure)s is sealed with %(n)s shipments. Its papers are issued.",
            len(done.leaving),
        )
        % {"departure": ref, "n": len(done.leaving)}
    ]
    if done.later:
        later = ngettext(
            "%(n)s shipment goes with a later departure.", "%(n)s shipments go with a later departure.", len(done.later)
        )  # fmt: skip
        said.append(later % {"n": len(done.later)})
    if done.cancelled:
        gone = ngettext(
            "%(n)s shipment was cancelled and refunded.", "%(n)s shipments were cancelled and refunded.",
            len(done.cancelled),
        )  # fmt: skip
        said.append(gone % {"n": len(done.cancelled)})
    return " ".join(said)


@require_POST
def depart(request: HttpRequest, ref: str) -> HttpResponse:
    """Let a sealed departure leave."""
    return _do(
        request,
        ref,
        lambda: depart_departure(
            viewer=viewer_of(request), departure_ref=ref, at=now_of(request), key=key_of(request)
        ),
        _("%(departure)s has left.") % {"departure": ref},
    )


@require_POST
def allow_light(request: HttpRequest, ref: str) -> HttpResponse:
    """Let it leave below its least load, as the operator."""
    form = WhyForm(request.POST, auto_id="light_%s")
    if not form.is_valid():
        return _board(request, ref, why=form)
    return _do(
        request,
        ref,
        lambda: allow_light_departure(
            viewer=viewer_of(request),
            departure_ref=ref,
            reason=form.cleaned_data["reason"],
            at=now_of(request),
            key=key_of(request),
        ),
        _("%(departure)s may leave as light as it is.") % {"departure": ref},
    )


@require_POST
def cancel(request: HttpRequest, ref: str) -> HttpResponse:
    """Cancel the departure."""
    form = WhyForm(request.POST, auto_id="cancel_%s")
    if not form.is_valid():
        return _board(request, ref, cancel=form)
    return _do(
        request,
        ref,
        lambda: cancel_departure(
            viewer=viewer_of(request),
            departure_ref=ref,
            reason=form.cleaned_data["reason"],
            at=now_of(request),
            key=key_of(request),
        ),
        _("%(departure)s is cancelled. Its shipments go later, or their buyers get their money back.")
        % {"departure": ref},
    )
