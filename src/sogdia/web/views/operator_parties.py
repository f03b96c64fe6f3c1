"""The operator's queue of sellers, and the agreements with regions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sogdia.apps.parties import seller_selectors as sellers
from sogdia.apps.regions import agreement_selectors as agreements
from sogdia.domain.viewer import OPERATOR_ROLES, Role, Viewer
from sogdia.usecases import move_agreement as moving
from sogdia.usecases import send_back_seller as sending
from sogdia.usecases import verify_seller as verifying
from sogdia.web.deeds import attempt, key_of
from sogdia.web.lists import operator as lists
from sogdia.web.tables import Table
from sogdia.web.views.sell_base import today_of
from sogdia.web.words import sell as words

STATES = ("submitted", "draft", "sent-back", "verified")


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    viewer.require(*OPERATOR_ROLES)
    return viewer


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the sellers; whoever waits longest comes first."""
    viewer = _viewer(request)
    counts = sellers.count_sellers(viewer)
    state = request.GET.get("state", "submitted" if counts.get("submitted") else "")
    table = Table(request, "sellers", lists.SELLERS)
    asked = request.GET.get("q", "")
    if table.is_file:
        return table.file(table.choose(sellers.list_sellers(viewer, state=state, words=asked)))
    if asked or table.sort:
        shown = table.cut(sellers.list_sellers(viewer, state=state, words=asked))
    else:
        shown = table.show(sellers.page_of_queue(viewer, state=state, page=table.number))
    context = {
        "rows": [(row, words.seller_tag(row.state)) for row in shown],
        "table": table,
        "page": table.page,
        "groups": [(code, words.seller_tag(code)[0], counts.get(code, 0)) for code in STATES],
        "total": sum(counts.values()),
        "state": state,
        "q": asked,
    }
    return render(request, "operator/sellers.html", context)


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one seller with everything that was sent in."""
    viewer = _viewer(request)
    house = sellers.find_house_by_code(viewer, code)
    today = today_of(request)
    context: dict[str, Any] = {
        "house": house,
        "tag": words.seller_tag(house.state),
        "kind": words.party_kind_name(house.kind),
        "register": words.registration_name(house.registration_kind),
        "licences": [(words.licence_name(row.kind), row, row.days_left(today)) for row in house.licences],
        "missing": [
            words.house_missing_name(code) for code in sellers.missing_of(viewer, house.id, today=today)
        ],
        "steps": [(words.seller_tag(step.state), step) for step in house.steps],
        "members": sellers.list_members(viewer, house.id),
        "decides": viewer.has_role(Role.SUPPORT),
    }
    return render(request, "operator/seller.html", context)


@require_POST
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Verify a submitted house."""

    def deed() -> bool:
        verifying.verify_seller(
            viewer=_viewer(request),
            code=code,
            at=request.now,  # type: ignore[attr-defined]
            key=key_of(request),
        )
        return True

    if attempt(request, deed):
        messages.success(request, _("Verified. The owners are told."))
    return redirect("operator:seller", code)


@require_POST
def send_back(request: HttpRequest, code: str) -> HttpResponse:
    """Send a house back with a reason."""

    def deed() -> bool:
        sending.send_back_seller(
            viewer=_viewer(request),
            code=code,
            reason=request.POST.get("reason", ""),
            at=request.now,  # type: ignore[attr-defined]
            key=key_of(request),
        )
        return True

    if attempt(request, deed):
        messages.success(request, _("Sent back. The owners are told why."))
    return redirect("operator:seller", code)


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """Show the agreements with regions, and what may follow."""
    rows = agreements.list_agreements(_viewer(request))
    context = {
        "rows": [
            (row, words.agreement_tag(row.state) if row.state else (_("No contact yet"), ""), _deeds(row))
            for row in rows
        ],
        "scopes": [(code, words.scope_name(code)) for code in moving.SCOPES],
        "decides": request.viewer.has_role(Role.SUPPORT),  # type: ignore[attr-defined]
    }
    return render(request, "operator/regions.html", context)


def _deeds(row: agreements.RegionAgreement) -> list[tuple[str, str]]:
    return [(event, words.agreement_event(event)) for event in row.events]


@require_POST
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Take one step of an agreement."""
    state = attempt(
        request,
        lambda: moving.move_agreement(
            viewer=_viewer(request),
            region_code=code,
            event=request.POST.get("event", ""),
            reason=request.POST.get("reason", ""),
            scope=request.POST.getlist("scope"),
            at=request.now,  # type: ignore[attr-defined]
            key=key_of(request),
        ),
    )
    if state is not None:
        said = _("The agreement is now: %(state)s.") % {"state": words.agreement_tag(state)[0]}
        messages.success(request, said)
    return redirect("operator:regions")
