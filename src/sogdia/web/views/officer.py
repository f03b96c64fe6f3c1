"""The region officer's pages: did growers gain, who sells, how far the agreement is."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sogdia.apps.officers import selectors as officers
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Viewer
from sogdia.web.lists import rooms as lists
from sogdia.web.pages import officer as pages
from sogdia.web.tables import Table, csv_file

ZONE = "Asia/Shanghai"
#: Products on the page; the file has all of them.
_MOST = 20


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show the cockpit."""
    is_for_others = request.GET.get("as") == "others"
    page = officers.get_cockpit(_viewer(request), at=_now(request), zone=ZONE, is_for_others=is_for_others)
    open_products = [row for row in page.products if not row.figures.is_withheld]
    facts = {
        "page": page,
        "products": open_products[:_MOST],
        "more_products": max(len(open_products) - _MOST, 0),
        "withheld_counties": pages.withheld(page.counties, is_place=True),
        "withheld_products": pages.withheld(page.products, is_place=False),
        "outcomes": pages.outcomes(page),
        "map": pages.draw(page),
        "zone": ZONE,
    }
    return render(request, "officer/home.html", facts)


@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Give county and product as a file; the one to pass on withholds cells of fewer than five producers."""
    is_for_others = request.GET.get("as") == "others"
    page = officers.get_cockpit(_viewer(request), at=_now(request), zone=ZONE, is_for_others=is_for_others)
    name = f"{page.region.code}-{'open' if is_for_others else 'own'}"
    head, *rows = pages.table(page.cells, page.currency)
    return csv_file(name, head, rows)


@require_GET
def producers(request: HttpRequest) -> HttpResponse:
    """Show the sellers of the region."""
    viewer = _viewer(request)
    table = Table(request, "growers", lists.PRODUCERS, searches=True)
    found = officers.list_sellers(viewer)
    if table.is_file:
        return table.file(table.choose(found))
    facts = {
        "region": officers.own_region(viewer),
        "rows": table.cut(found),
        "all": len(found),
        "table": table,
        "page": table.page,
    }
    return render(request, "officer/producers.html", facts)


@require_GET
def agreements(request: HttpRequest) -> HttpResponse:
    """Show the region's agreement."""
    viewer = _viewer(request)
    region = officers.own_region(viewer)
    try:
        agreement = officers.get_agreement(viewer)
    except NotFound:
        agreement = None
    return render(request, "officer/agreement.html", {"region": region, "agreement": agreement, "zone": ZONE})


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def _now(request: HttpRequest) -> datetime:
    now: datetime = request.now  # type: ignore[attr-defined]
    return now
