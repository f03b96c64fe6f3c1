"""The carrier's rooms: runs, milestones, the last mile, the vehicle's true cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sogdia.apps.claims.end_selectors import ends_of_departure
from sogdia.apps.documents import selectors as documents
from sogdia.apps.hub import carrier_selectors as runs
from sogdia.domain.milestones import MilestoneKind
from sogdia.domain.money import exponent
from sogdia.plumbing import formats
from sogdia.usecases import deliver_shipment as delivering
from sogdia.usecases.record_milestone import Report, record_milestone
from sogdia.usecases.true_up_departure import true_up_departure
from sogdia.web.deeds import attempt, key_of
from sogdia.web.forms.hub import CostForm, MilestoneForm
from sogdia.web.lists import rooms as lists
from sogdia.web.pages import carrier as pages
from sogdia.web.tables import Table
from sogdia.web.views.hub import now_of, viewer_of
from sogdia.web.words import hub as words


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show my departures, each with what is to be reported next."""
    found = runs.list_runs(viewer_of(request), at=now_of(request))
    live = [row for row in found if row.next_kinds or row.to_deliver]
    ahead = [row for row in found if row not in live and row.state in ("open", "closed", "loading")]
    live_table = Table(request, "under-way", lists.LIVE_RUNS)
    ahead_table = Table(request, "ahead", lists.RUNS_AHEAD, of="ahead")
    if live_table.is_file:
        return live_table.file(live_table.choose(live))
    if ahead_table.is_file:
        return ahead_table.file(ahead_table.choose(ahead))
    facts = {
        "live": pages.runs(live_table.cut(live)),
        "ahead": pages.runs(ahead_table.cut(ahead)),
        "live_table": live_table,
        "ahead_table": ahead_table,
    }
    return render(request, "carrier/home.html", facts)


@require_safe
def departure(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one run."""
    return _departure(request, ref)


def _departure(request: HttpRequest, ref: str, *, bad: forms.Form | None = None) -> HttpResponse:
    viewer = viewer_of(request)
    view = runs.get_run(viewer, ref)
    form = bad or _form(request, view.row)
    context = {
        "page": pages.run_page(view, ends_of_departure(viewer, view.row.ref)),
        "form": form,
        "papers": [
            (words.paper_name(paper.kind), paper)
            for paper in documents.list_of_departure(viewer, view.row.ref)
        ],
        "now_there": formats.in_zone(now_of(request), view.row.zone).strftime("%Y-%m-%dT%H:%M"),
    }
    return render(request, "carrier/departure.html", context, status=422 if bad else 200)


def _form(request: HttpRequest, row: runs.RunRow, *, is_sent: bool = False) -> MilestoneForm:
    here = formats.in_zone(now_of(request), row.zone)
    return MilestoneForm(
        request.POST if is_sent else None,
        kinds=row.next_kinds,
        zone=row.zone,
        initial={"day": here.date(), "time": here.time().replace(second=0, microsecond=0)},
    )


@require_POST
def milestone(request: HttpRequest, ref: str) -> HttpResponse:
    """Report what happened."""
    viewer = viewer_of(request)
    view = runs.get_run(viewer, ref)
    form = _form(request, view.row, is_sent=True)
    if form.is_valid():
        data = form.cleaned_data
        report = Report(
            MilestoneKind(data["kind"]),
            exact(form.happened_at, view.row.not_before, now=now_of(request)),
            data["place"],
            data["note"],
            data.get("delay_days") or 0,
        )

        def report_it() -> bool:
            record_milestone(
                viewer=viewer, departure_ref=ref, report=report, at=now_of(request), key=key_of(request)
            )
            return True

        if attempt(request, report_it, form=form):
            messages.success(request, _("Reported: %(what)s.") % {"what": words.milestone_name(data["kind"])})
            return redirect("carrier:departure", ref)
    return _departure(request, ref, bad=form)


def exact(typed: dt.datetime, not_before: dt.datetime | None, *, now: dt.datetime) -> dt.datetime:
    """People type minutes: within the minute that is now, or that of the last report, take that instant itself."""
    for instant in (now, not_before):
        if instant is not None and typed == instant.replace(second=0, microsecond=0):
            return instant
    return typed


def _last_mile(request: HttpRequest, ref: str, deed: Callable[[], object], said: str) -> HttpResponse:
    if attempt(request, lambda: deed() or True) is not None:
        messages.success(request, said)
    return redirect("carrier:departure", ref)


def _when(request: HttpRequest, ref: str) -> dt.datetime:
    """Read when it happened, in the zone of the run's hub; without it, now."""
    row = runs.get_run(viewer_of(request), ref).row
    zone = formats.in_zone(now_of(request), row.zone).tzinfo
    try:
        typed = dt.datetime.fromisoformat(request.POST.get("when", "")).replace(tzinfo=zone)
        # The first and the last day of the calendar have no other zone's time.
        happened_at = typed.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return now_of(request)
    return exact(happened_at, row.not_before, now=now_of(request))


@require_POST
def delivered(request: HttpRequest, ref: str, shipment: str) -> HttpResponse:
    """Say that a shipment was delivered."""
    return _last_mile(
        request,
        ref,
        lambda: delivering.deliver_shipment(
            viewer=viewer_of(request),
            shipment_ref=shipment,
            happened_at=_when(request, ref),
            at=now_of(request),
            key=key_of(request),
        ),
        _("%(shipment)s is delivered.") % {"shipment": shipment},
    )


@require_POST
def failed(request: HttpRequest, ref: str, shipment: str) -> HttpResponse:
    """Say that a delivery failed, and why."""
    return _last_mile(
        request,
        ref,
        lambda: delivering.fail_delivery(
            viewer=viewer_of(request),
            shipment_ref=shipment,
            reason=request.POST.get("reason", "")[:300],
            happened_at=_when(request, ref),
            at=now_of(request),
            key=key_of(request),
        ),
        _("Noted: %(shipment)s could not be delivered.") % {"shipment": shipment},
    )


@require_POST
def again(request: HttpRequest, ref: str, shipment: str) -> HttpResponse:
    """Send a shipment out once more."""
    return _last_mile(
        request,
        ref,
        lambda: delivering.deliver_again(
            viewer=viewer_of(request), shipment_ref=shipment, at=now_of(request), key=key_of(request)
        ),
        _("%(shipment)s is out for delivery again.") % {"shipment": shipment},
    )


@require_safe
def freight(request: HttpRequest) -> HttpResponse:
    """Show the runs that left, with what their vehicles truly cost."""
    return _freight(request)


def _freight(request: HttpRequest, *, bad: tuple[str, CostForm] | None = None) -> HttpResponse:
    rows = [
        (item, bad[1] if bad and bad[0] == item.row.ref else CostForm(auto_id=f"cost-{item.row.ref}-%s"))
        for item in pages.runs(runs.list_costs(viewer_of(request)))
    ]
    return render(request, "carrier/freight.html", {"rows": rows}, status=422 if bad else 200)


@require_POST
def true_cost(request: HttpRequest, ref: str) -> HttpResponse:
    """Enter what a vehicle truly cost; it is shared at once, and what was quoted above it goes back."""
    viewer = viewer_of(request)
    row = runs.get_run(viewer, ref).row
    form = CostForm(request.POST, auto_id=f"cost-{ref}-%s")
    if form.is_valid():
        amount = form.cleaned_data["amount"].scaleb(exponent(row.currency)).quantize(1, ROUND_HALF_EVEN)
        done = attempt(
            request,
            lambda: true_up_departure(
                viewer=viewer, departure_ref=ref, true_fixed_minor=int(amount), at=now_of(request)
            ),
            form=form,
        )
        if done is not None:
            messages.success(
                request, _("The true cost of %(departure)s is entered and shared.") % {"departure": ref}
            )
            return redirect("carrier:freight")
    return _freight(request, bad=(ref, form))
