"""Public pages of places and things: departures, regions, producers, lots."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sogdia.web.kept_pages import kept
from sogdia.web.lists import rooms as lists
from sogdia.web.pages import shop_departures, shop_lot, shop_regions
from sogdia.web.tables import Table
from sogdia.web.views.shop import asking_of, number


@require_GET
@kept
def departures(request: HttpRequest) -> HttpResponse:
    """Show every departure of the coming eight weeks."""
    asked = shop_departures.Asked(
        market=request.GET.get("to", "")[:2].upper(),
        mode=request.GET.get("mode", "")[:6],
        sort=request.GET.get("sort", "")[:12],
        page=number(request.GET.get("page", ""), 1),
    )
    if request.GET.get("as") == "csv":
        return Table(request, "departures", lists.BOARD).file(
            shop_departures.lines_of(asking_of(request), asked)
        )
    page = shop_departures.assemble(asking_of(request), asked)
    return render(request, "shop/departures.html", {"page": page})


@require_GET
@kept
def departure(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one departure: its way, its times, its fill, its tariff, and what can go on it."""
    page = shop_departures.assemble_one(asking_of(request), ref.replace("-", " "))
    return render(request, "shop/departure.html", {"page": page})


@require_GET
@kept
def regions(request: HttpRequest) -> HttpResponse:
    """Show every region that has joined or is joining."""
    return render(request, "shop/regions.html", {"page": shop_regions.assemble_list(asking_of(request))})


@require_GET
@kept
def region(request: HttpRequest, code: str) -> HttpResponse:
    """Show a region's pavilion."""
    page = shop_regions.assemble(asking_of(request), code, page=number(request.GET.get("page", ""), 1))
    return render(request, "shop/region.html", {"page": page})


@require_GET
@kept
def producer(request: HttpRequest, code: str) -> HttpResponse:
    """Show one seller with their goods."""
    page = shop_regions.assemble_producer(asking_of(request), code)
    return render(request, "shop/producer.html", {"page": page})


@require_GET
def lot(request: HttpRequest, ref: str) -> HttpResponse:
    """Show where a lot comes from, what proves it, and the way it went."""
    return render(request, "shop/lot.html", {"page": shop_lot.assemble(asking_of(request), ref)})
