"""The customs broker's room: which code, and why not."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sogdia.apps.lots import classifications
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.listing import FILE_ROWS, Asked
from sogdia.usecases.decide_classification import decide_classification
from sogdia.web import deeds
from sogdia.web.forms.broker import DecisionForm
from sogdia.web.lists import rooms as lists
from sogdia.web.pages.thumbs import thumb
from sogdia.web.tables import Table
from sogdia.web.words.reasons import ADMISSIBILITY

STATES = ("asked", "approved", "refused")


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for a code, or what was decided."""
    viewer, state, territory = _viewer(request), _state(request), request.GET.get("territory", "")[:6]
    listed = Table(request, f"codes-{state}", lists.cases(state))
    page = listed.show(
        classifications.list_cases(viewer, state=state, territory=territory, asked=listed.asked)
    )
    if listed.is_file:
        return listed.file(page)
    facts = {
        "table": listed,
        "page": page,
        "rows": [(case, thumb(case.slug, case.name, case.ground)) for case in page.object_list],
        "counts": [(name, classifications.count_by_state(viewer).get(name, 0)) for name in STATES],
        "territories": classifications.list_territories(viewer),
        "state": state,
        "territory": territory,
    }
    return render(request, "broker/home.html", facts)


@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Give the same as a file."""
    state, territory = _state(request), request.GET.get("territory", "")[:6]
    listed = Table(request, f"codes-{state}", lists.cases(state))
    everything = Asked(listed.sort, 1, FILE_ROWS)
    return listed.file(
        classifications.list_cases(_viewer(request), state=state, territory=territory, asked=everything)
    )


@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one product with what the tariff offers, and take the decision."""
    viewer = _viewer(request)
    file = classifications.get_case(viewer, pk, on=_now(request).date())
    first = file.case.code if file.case.state == "approved" or not file.lines else file.lines[0].code
    form = DecisionForm(initial={"code": first, "vat_class": file.case.vat_class})
    if request.method == "POST":
        form = DecisionForm(request.POST, is_refusal=request.POST.get("decision") != "approve")
        if form.is_valid() and _decide(request, viewer, pk, form):
            return redirect("broker:home")
    facts = {
        "file": file,
        "case": file.case,
        "form": form,
        "picture": thumb(file.case.slug, file.case.name, file.case.ground),
        "rules": [(rule, ADMISSIBILITY.get(rule.reason_key, "")) for rule in file.rules],
    }
    return render(request, "broker/case.html", facts, status=422 if form.errors else 200)


def _decide(request: HttpRequest, viewer: Viewer, pk: int, form: DecisionForm) -> bool:
    is_approved = request.POST.get("decision") == "approve"
    deed = partial(
        decide_classification,
        viewer=viewer,
        classification_id=pk,
        is_approved=is_approved,
        code=form.cleaned_data["code"],
        vat_class=form.cleaned_data["vat_class"],
        reason=form.cleaned_data["reason"],
        at=_now(request),
        key=deeds.key_of(request),
    )
    if deeds.attempt(request, deed, form=form) is None:
        return False
    if is_approved:
        messages.success(request, _("The code is approved. The goods open wherever nothing else is missing."))
    else:
        messages.success(request, _("Refused. The seller reads your reason."))
    return True


def _safe(text: str) -> str:
    """Keep a spreadsheet from reading words as a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text


def _state(request: HttpRequest) -> str:
    asked = request.GET.get("state", "asked")
    return asked if asked in STATES else "asked"


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def _now(request: HttpRequest) -> datetime:
    now: datetime = request.now  # type: ignore[attr-defined]
    return now
