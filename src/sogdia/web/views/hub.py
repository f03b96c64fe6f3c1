"""The hub's rooms: scan, receive, bays, differences."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from sogdia.apps.hub import receiving_selectors, selectors
from sogdia.domain.refusals import NotAllowed, NotFound, Refusal
from sogdia.domain.viewer import Viewer
from sogdia.plumbing import wiring
from sogdia.usecases.make_units import make_units
from sogdia.usecases.receive_line import Weighed, receive_line
from sogdia.web import refusals
from sogdia.web.deeds import attempt, key_of
from sogdia.web.forms.hub import ReceiveForm, UnitsForm
from sogdia.web.lists import rooms as lists
from sogdia.web.pages import hub as pages
from sogdia.web.tables import Table
from sogdia.web.words import hub as words


def viewer_of(request: HttpRequest) -> Viewer:
    """Give who asks."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def now_of(request: HttpRequest) -> datetime:
    """Give the instant of the request."""
    now: datetime = request.now  # type: ignore[attr-defined]
    return now


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show departures, what is expected, and what waits for a buyer."""
    view = selectors.get_home(viewer_of(request), at=now_of(request))
    return render(request, "hub/home.html", {"page": pages.home(view)})


@require_safe
def receive(request: HttpRequest) -> HttpResponse:
    """Find what was scanned or typed; without a code, list what is expected."""
    viewer = viewer_of(request)
    code = request.GET.get("code", "").strip()
    if code:
        try:
            return _lead(selectors.find_by_code(viewer, code))
        except NotAllowed:
            raise
        except NotFound:
            messages.error(request, _("Nothing at this hub has the code %(code)s.") % {"code": code})
        except Refusal as refusal:
            messages.error(request, refusals.with_way(refusal))
    expected = pages.ship_items(selectors.list_expected(viewer))
    return render(request, "hub/receive.html", {"expected": expected, "code": code})


def _lead(found: selectors.Found) -> HttpResponse:
    if found.kind == "departure":
        return redirect("hub:board", found.ref)
    if found.kind == "lot":
        return redirect("files:lot", found.ref)
    if found.state in ("ready", "loaded"):
        return redirect(reverse("hub:board", args=[found.departure_ref]) + f"?ship={found.ref}")
    return redirect("hub:receiving", found.ref)


@require_safe
def receiving(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a shipment with a form for each line that waits for the scale."""
    return _receiving(request, ref)


def _receiving(
    request: HttpRequest,
    ref: str,
    *,
    bad: tuple[int, ReceiveForm] | None = None,
    units: UnitsForm | None = None,
) -> HttpResponse:
    view = receiving_selectors.get_receiving(viewer_of(request), ref)
    page = pages.receiving(view, now=now_of(request))
    lines = [(item, bad[1] if bad and bad[0] == item.line.id else _form(item.line)) for item in page.lines]
    again = request.GET.get("again", "")
    context = {"page": page, "lines": lines, "units": units or UnitsForm(), "again": again}
    return render(request, "hub/receiving.html", context, status=422 if bad or units else 200)


def _form(line: receiving_selectors.LineView, data: HttpRequest | None = None) -> ReceiveForm:
    given = (data.POST, data.FILES) if data is not None else (None, None)
    return ReceiveForm(*given, grades=line.grades, ordered=line.grade, auto_id=f"line{line.id}_%s")


@require_POST
def receive_a_line(request: HttpRequest, ref: str, line_id: int) -> HttpResponse:
    """Write what the scale showed of one line."""
    view = receiving_selectors.get_receiving(viewer_of(request), ref)
    line = next((one for one in view.lines if one.id == line_id), None)
    if line is None:
        raise NotFound(f"No line {line_id} in {ref}.")
    form = _form(line, request)
    if form.is_valid():
        said = attempt(request, lambda: _weigh(request, line, form), form=form)
        if said is not None:
            messages.success(request, words.outcome_tag(said)[0])
            return redirect("hub:receiving", ref)
    return _receiving(request, ref, bad=(line_id, form))


def _weigh(request: HttpRequest, line: receiving_selectors.LineView, form: ReceiveForm) -> str:
    data = form.cleaned_data
    is_lower = line.grades.index(data["grade"]) > line.grades.index(line.grade)
    return receive_line(
        viewer=viewer_of(request),
        line_id=line.id,
        weighed=Weighed(
            packs=data["packs"],
            net_mass_g=data["net"],
            gross_mass_g=data["gross"],
            grade=data["grade"],
            value_bp=data["value"] * 100 if is_lower else 10_000,
            temperature_c10=data["temperature"],
            note=data["note"],
        ),
        photos=[photo.read() for photo in data["photos"]],
        pictures=wiring.pictures(),
        at=now_of(request),
        key=key_of(request),
    )


@require_POST
def units(request: HttpRequest, ref: str) -> HttpResponse:
    """Make pallets or cases with labels of their own."""
    form = UnitsForm(request.POST)
    if form.is_valid():
        made = attempt(
            request,
            lambda: make_units(
                viewer=viewer_of(request),
                shipment_ref=ref,
                count=form.cleaned_data["count"],
                bay=form.cleaned_data["bay"],
                company_prefix=settings.GS1_PREFIX,
                at=now_of(request),
                key=key_of(request),
            ),
            form=form,
        )
        if made is not None:
            said = ngettext("%(n)s label to print.", "%(n)s labels to print.", len(made)) % {"n": len(made)}
            messages.success(request, said)
            return redirect("hub:receiving", ref)
    return _receiving(request, ref, units=form)


@require_safe
def stock(request: HttpRequest) -> HttpResponse:
    """Show what stands in the hub, by bay."""
    table = Table(request, "bays", lists.STOCK, searches=True)
    found = selectors.list_stock(viewer_of(request))
    if table.is_file:
        return table.file(table.choose(found))
    facts = {"ships": pages.ship_items(table.cut(found)), "table": table, "page": table.page}
    return render(request, "hub/stock.html", facts)


@require_safe
def discrepancies(request: HttpRequest) -> HttpResponse:
    """Show every question that buyers were asked because of weight, grade or delay."""
    table = Table(request, "differences", lists.DIFFERENCES, searches=True)
    found = selectors.list_discrepancies(viewer_of(request))
    if table.is_file:
        return table.file(table.choose(found))
    rows = [pages.waiting_item(row) for row in table.cut(found)]
    return render(request, "hub/discrepancies.html", {"rows": rows, "table": table, "page": table.page})
