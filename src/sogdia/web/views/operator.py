"""The operator's room: what waits, the plan of departures, any order, what failed, who did what."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from sogdia.apps.departures import plan_selectors as plan
from sogdia.apps.departures.selectors import DepartureFacts
from sogdia.apps.orders import operator_selectors as orders
from sogdia.domain.lifecycle import OrderState
from sogdia.domain.viewer import OPERATOR_ROLES, Role, Viewer
from sogdia.plumbing import formats
from sogdia.plumbing.notices import selectors as notices
from sogdia.plumbing.outbox import selectors as outbox
from sogdia.usecases.cancel_departure import cancel_departure
from sogdia.usecases.try_again import try_event_again, try_mail_again
from sogdia.usecases.watch_queues import Queue, list_stale, watch_queues
from sogdia.web import deeds, rooms
from sogdia.web.lists import operator as lists
from sogdia.web.pages.parts import Fill
from sogdia.web.tables import Table
from sogdia.web.words import operator as words
from sogdia.web.words.occasions import why
from sogdia.web.words.orders import order_tag
from sogdia.web.words.sell import role_name


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show every queue with its clock, and figures that are too old."""
    viewer, now = _viewer(request), _now(request)
    queues = watch_queues(viewer=viewer, at=now)
    facts = {
        "rows": [_queue_row(queue, now) for queue in queues if queue.count],
        "quiet": [str(words.QUEUES[queue.code][0]) for queue in queues if not queue.count],
        "late": sum(queue.is_late(now) for queue in queues),
        "stale": list_stale(viewer=viewer, at=now),
    }
    return render(request, "operator/home.html", facts)


@require_GET
def departures(request: HttpRequest) -> HttpResponse:
    """Show the plan."""
    viewer, now = _viewer(request), _now(request)
    which, is_short = request.GET.get("which", "ahead"), request.GET.get("short") == "1"
    asked = request.GET.get("q", "").strip()[:20]
    table = Table(request, "departures", lists.DEPARTURES)
    page = table.show(
        plan.list_plan(viewer, at=now, which=which, words=asked, is_short=is_short, asked=table.asked)
    )
    if table.is_file:
        return table.file(page)
    facts = {
        "page": page,
        "table": table,
        "rows": [(one, _fill(one), words.departure_tag(one.state)) for one in page.object_list],
        "which": which if which in plan.VIEWS else "ahead",
        "is_short": is_short,
        "q": asked,
        "may_cancel": ("open", "closed", "loading"),
    }
    return render(request, "operator/departures.html", facts)


@require_POST
def cancel(request: HttpRequest, ref: str) -> HttpResponse:
    """Cancel a departure: goods go later or are refunded. A hub's clerks have their own door for it."""
    _viewer(request).require(*OPERATOR_ROLES)
    done = deeds.attempt(
        request,
        partial(
            cancel_departure,
            viewer=_viewer(request),
            departure_ref=ref,
            reason=request.POST.get("reason", "").strip()[:300],
            at=_now(request),
            key=deeds.key_of(request),
        ),
    )
    if done is not None:
        later, refunded = done
        later_words = ngettext("%(n)s shipment goes later", "%(n)s shipments go later", len(later))
        refunded_words = ngettext("%(n)s is refunded", "%(n)s are refunded", len(refunded))
        said = _("Departure %(ref)s is cancelled: %(later)s, %(refunded)s.") % {
            "ref": ref,
            "later": later_words % {"n": len(later)},
            "refunded": refunded_words % {"n": len(refunded)},
        }
        messages.success(request, said)
    return redirect("operator:departures")


@require_GET
def find_orders(request: HttpRequest) -> HttpResponse:
    """Find orders by number or state."""
    state = request.GET.get("state", "")
    state = state if state in {str(one) for one in OrderState} else ""
    asked = request.GET.get("q", "").strip()[:30]
    table = Table(request, "orders", lists.ORDERS)
    page = table.show(orders.find_orders(_viewer(request), words=asked, state=state, asked=table.asked))
    if table.is_file:
        return table.file(page)
    facts = {
        "page": page,
        "table": table,
        "rows": [(row, order_tag(row.state)) for row in page.object_list],
        "states": [(str(one), order_tag(str(one))[0]) for one in OrderState],
        "state": state,
        "q": asked,
        "may_end": _viewer(request).has_role(Role.SUPPORT),
    }
    return render(request, "operator/orders.html", facts)


@require_GET
def failing(request: HttpRequest) -> HttpResponse:
    """Show events and letters that did not get through."""
    viewer = _viewer(request)
    events = Table(request, "events", lists.EVENTS)
    letters = Table(request, "letters", lists.LETTERS, of="letters")
    if events.is_file:
        return events.file(events.choose(outbox.list_failing(viewer)))
    if letters.is_file:
        return letters.file(letters.choose(notices.list_failing(viewer)))
    facts = {
        "events": events.cut(outbox.list_failing(viewer)),
        "events_table": events,
        "mails": letters.cut(notices.list_failing(viewer)),
        "mails_table": letters,
    }
    return render(request, "operator/outbox.html", facts)


@require_POST
def again(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Try one of them again."""
    viewer, now = _viewer(request), _now(request)
    viewer.require(*OPERATOR_ROLES)
    if what == "event":
        try_event_again(viewer=viewer, event_id=pk, at=now, key=deeds.key_of(request))
    else:
        try_mail_again(viewer=viewer, notice_id=pk, at=now, key=deeds.key_of(request))
    messages.success(request, _("It is tried again within a minute."))
    return redirect("operator:outbox")


@require_GET
def audit_log(request: HttpRequest) -> HttpResponse:
    """Show privileged deeds."""
    viewer, given = _viewer(request), request.GET
    wanted = outbox.DeedFilter(
        words=given.get("q", "").strip()[:60],
        deed=given.get("deed", "")[:60],
        who=given.get("who", "").strip()[:60],
        since=_day(given.get("since", "")),
        until=_day(given.get("until", "")),
    )
    table = Table(request, "deeds", lists.DEEDS)
    page = table.show(outbox.list_deeds(viewer, wanted=wanted, asked=table.asked))
    if table.is_file:
        return table.file(page)
    rows = [
        (
            row,
            [role_name(role) for role in row.role.split(",") if role],
            why(row.reason),
            _changes(row.changed),
        )
        for row in page.object_list
    ]
    facts = {
        "page": page,
        "table": table,
        "rows": rows,
        "wanted": wanted,
        "kinds": outbox.kinds_of_deeds(viewer),
    }
    return render(request, "operator/audit_log.html", facts)


def _changes(written: str) -> list[tuple[str, str]]:
    """Give names and values out of what a deed wrote down; a value in parts is said part by part."""
    told = json.loads(written) if written else {}
    parts = [
        (f"{name} {part}", value) if part else (name, value)
        for name, whole in told.items()
        for part, value in (whole.items() if isinstance(whole, dict) else [("", whole)])
    ]
    return [(name.replace("_", " "), "" if value is None else str(value)) for name, value in parts]


def _day(text: str) -> date | None:
    """Give a day as a browser's field writes it; anything else is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _queue_row(queue: Queue, now: datetime) -> dict[str, object]:
    name, hint, url_name = words.QUEUES[queue.code]
    url = rooms.address(url_name) if url_name else ""
    if queue.code == "departures" and url:
        url += "?short=1"
    return {
        "name": name,
        "hint": hint,
        "url": url,
        "count": queue.count,
        "oldest_at": queue.oldest_at,
        "is_late": queue.is_late(now),
        "clock": _clock(queue, now),
    }


def _clock(queue: Queue, now: datetime) -> str:
    """Say how long is left, or for how long it has been late."""
    if queue.due_at is None:
        return ""
    if queue.due_at < now:
        return _("late by %(time)s") % {"time": _time(now - queue.due_at)}
    return _("%(time)s left") % {"time": _time(queue.due_at - now)}


def _time(span: timedelta) -> str:
    hours = int(span.total_seconds() // 3600)
    if hours >= 24:
        return ngettext("%(n)s day", "%(n)s days", hours // 24) % {"n": formats.number(hours // 24)}
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}


def _fill(one: DepartureFacts) -> Fill:
    """Say how full it is, by weight or by room, whichever is fuller."""
    by_mass = one.booked_mass_g * 100 // one.capacity_mass_g
    by_room = one.booked_volume_cm3 * 100 // one.capacity_volume_cm3
    return Fill(
        percent=max(by_mass, by_room),
        least_percent=one.minimum_fill_bp // 100,
        free_g=one.capacity_mass_g - one.booked_mass_g,
    )


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def _now(request: HttpRequest) -> datetime:
    now: datetime = request.now  # type: ignore[attr-defined]
    return now
