"""The plan of departures as the operator reads it: what runs, how full it is, what is below its least load."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page
from django.db.models import F, Q, QuerySet

from sogdia.apps.departures.models import Departure
from sogdia.apps.departures.selectors import facts_of
from sogdia.domain.viewer import OPERATOR_ROLES, Viewer
from sogdia.plumbing.listing import FIRST_PAGE, Asked, ordered, page_of

#: How long before the cut-off a departure below its least load asks for a decision.
SOON = timedelta(days=3)
#: What a person chooses from, and the states it stands for.
VIEWS = {
    "ahead": ("open", "closed", "loading", "sealed"),
    "under-way": ("departed", "arrived"),
    "done": ("closed-out", "cancelled"),
}
COLUMNS = {
    "ref": ("ref",),
    "cutoff": ("cutoff_at",),
    "leaves": ("leaves_at",),
    "state": ("state", "cutoff_at"),
}


def list_plan(
    viewer: Viewer,
    *,
    at: datetime,
    which: str = "ahead",
    words: str = "",
    is_short: bool = False,
    asked: Asked = FIRST_PAGE,
) -> Page[Any]:
    """
    Give departures by their state, by cut-off; ``is_short`` gives those below the least load near their cut-off.

    :raises sogdia.domain.refusals.NotAllowed: for anybody but the operator.
    """
    viewer.require(*OPERATOR_ROLES)
    rows = Departure.objects.select_related("lane", "lane__hub").filter(
        state__in=VIEWS.get(which, VIEWS["ahead"])
    )
    if which == "ahead":
        rows = rows.exclude(_never_ran(at))
    if is_short:
        rows = rows.filter(_short(at))
    if words:
        rows = rows.filter(Q(ref__icontains=words) | Q(lane__code__iexact=words))
    order = ("cutoff_at", "id") if which == "ahead" else ("-leaves_at", "-id")
    found: Page[Any] = page_of(ordered(rows, asked, COLUMNS, otherwise=order), asked)
    found.object_list = [facts_of(row) for row in found.object_list]
    return found


def below_least(viewer: Viewer, *, at: datetime) -> QuerySet[Departure]:
    """Give the departures that need a decision soon. :raises sogdia.domain.refusals.NotAllowed:"""
    viewer.require(*OPERATOR_ROLES)
    return Departure.objects.filter(_short(at))


def _short(at: datetime) -> Q:
    # By weight or by room, whichever is fuller: both must be below the least for the vehicle to be light.
    least_mass = F("capacity_mass_g") * F("lane__minimum_fill_bp") / 10_000
    least_room = F("capacity_volume_cm3") * F("lane__minimum_fill_bp") / 10_000
    light = Q(
        state__in=["open", "closed", "loading"], cutoff_at__lte=at + SOON, leaves_at__gt=at - SOON,
        booked_mass_g__lt=least_mass, booked_volume_cm3__lt=least_room,
    )  # fmt: skip
    return light & ~Q(cutoff_at__lte=at, booked_mass_g=0)


def _never_ran(at: datetime) -> Q:
    # Nobody booked it and its day has passed: nothing is left to plan or to decide.
    return Q(state__in=["open", "closed"], leaves_at__lte=at, booked_mass_g=0)
