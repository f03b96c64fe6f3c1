"""The first page after sign-in: each person's room, or a choice when there are several."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from sogdia.web import context, rooms


@login_required
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Send a person with one room there; show several, or the ways of a buyer."""
    areas = context.areas(request.viewer)  # type: ignore[attr-defined]
    if len(areas) == 1:
        return redirect(areas[0].url)
    ways = rooms.links(rooms.OWN, request.path)
    return render(
        request,
        "me/start.html",
        {"areas": areas, "ways": ways, "shop": rooms.links(rooms.SHOP, request.path)},
    )
