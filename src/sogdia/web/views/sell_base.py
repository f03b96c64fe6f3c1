"""What every page of the seller's rooms shares: whose house it is, and its frame."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from sogdia.apps.parties import seller_selectors as sellers
from sogdia.domain.refusals import NotAllowed
from sogdia.domain.viewer import Viewer
from sogdia.plumbing import formats
from sogdia.web.pages.sell_desk import Desk
from sogdia.web.reading import own_path

SESSION_KEY = "seller"
#: Days at the seller's are days in China, whatever the server's clock says.
ZONE = "Asia/Shanghai"


def desk_of(request: HttpRequest) -> Desk:
    """
    Give the house that this person works in now; the first one until another is chosen.

    :raises NotAllowed: for whoever sells nowhere.
    """
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    houses = sellers.houses_of(viewer)
    if not houses:
        raise NotAllowed("The viewer sells nowhere.")
    chosen = request.session.get(SESSION_KEY)
    party_id, name = next((house for house in houses if house[0] == chosen), houses[0])
    return Desk(viewer, party_id, name, tuple(house for house in houses if house[0] != party_id))


def today_of(request: HttpRequest) -> dt.date:
    """Give the day it is at the seller's."""
    return formats.in_zone(request.now, ZONE).date()  # type: ignore[attr-defined]


def page(
    request: HttpRequest, template: str, desk: Desk, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page of this room with its house."""
    return render(request, template, {"desk": desk, **context}, status=status)


def is_part(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a part of the page."""
    return request.headers.get("HX-Request") == "true"


@require_POST
def choose_house(request: HttpRequest) -> HttpResponse:
    """Work in another of one's houses from now on."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    wanted = request.POST.get("house", "")
    if wanted in {str(party_id) for party_id, _name in sellers.houses_of(viewer)}:
        request.session[SESSION_KEY] = int(wanted)
    return redirect("sell:today")


def back_to(request: HttpRequest, otherwise: str, *args: Any) -> HttpResponse:
    """Go back to the page that the form named, if it is one of ours."""
    return redirect(own_path(request, request.POST.get("next", ""), reverse(otherwise, args=args)))


def pdf_file(name: str, content: bytes) -> HttpResponse:
    """Give a PDF to read in the browser."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
