"""The basket: look, change, move, take out, put back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sogdia.apps.quotes import basket_selectors as baskets
from sogdia.domain.viewer import Viewer
from sogdia.usecases.change_basket import change_basket, move_line
from sogdia.web.context import market_code
from sogdia.web.deeds import attempt
from sogdia.web.middleware import guest_key
from sogdia.web.pages import basket as pages
from sogdia.web.pages.basket import Removed
from sogdia.web.reading import whole

_REMOVED = "basket-removed"


def buyer(request: HttpRequest) -> Viewer:
    """Give who asks, with a basket key: a guest who has none yet gets one."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.guest_key or viewer.is_signed_in:
        return viewer
    return Viewer(guest_key=guest_key(request))


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The basket, priced for the chosen market."""
    view = baskets.get_basket(request.viewer, market_code=market_code(request), at=request.now)  # type: ignore[attr-defined]
    request._basket_count = view.pack_count  # type: ignore[attr-defined]
    removed = request.session.get(_REMOVED)
    page = pages.page(view, removed=Removed(**removed) if removed else None)
    return render(request, "checkout/basket.html", {"basket": page})


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Want so many packs; the button pressed may say one more, one less, or none."""
    wanted = _whole(request, "packs")
    step = request.POST.get("step", "")
    if step in {"more", "fewer"}:
        wanted = max(0, _whole(request, "now") + (1 if step == "more" else -1))
    elif step == "none":
        wanted = 0
    offer_id, departure = _whole(request, "offer"), request.POST.get("departure", "")[:12]
    done = attempt(
        request,
        lambda: change_basket(
            viewer=buyer(request),
            offer_id=offer_id,
            departure_ref=departure,
            packs=wanted,
            at=request.now,  # type: ignore[attr-defined]
        ),
    )
    request.session.pop(_REMOVED, None)
    if done == 0:
        name = request.POST.get("name", "")[:120]
        packs = max(1, _whole(request, "now"))
        request.session[_REMOVED] = {
            "offer_id": offer_id,
            "departure_ref": departure,
            "packs": packs,
            "name": name,
        }
    return redirect("checkout:basket")


@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Put a line on another departure."""
    attempt(
        request,
        lambda: move_line(
            viewer=buyer(request),
            line_id=_whole(request, "line"),
            departure_ref=request.POST.get("to", "")[:12],
            at=request.now,  # type: ignore[attr-defined]
        ),
    )
    messages.success(request, _("The line is on the other departure now."))
    return redirect("checkout:basket")


def _whole(request: HttpRequest, name: str) -> int:
    return whole(request.POST.get(name), -1)
