"""Public pages of the house: the price, who holds which role, terms, privacy, and what search engines ask for."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sogdia.web.kept_pages import kept
from sogdia.web.pages import shop_house
from sogdia.web.views.shop import asking_of


@require_GET
@kept
def price(request: HttpRequest) -> HttpResponse:
    """Explain the promise of one price with a live example."""
    return render(request, "shop/price.html", {"page": shop_house.assemble_price(asking_of(request))})


@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """Name who holds each regulated role."""
    return render(request, "shop/roles.html", {"page": shop_house.assemble_roles(asking_of(request))})


@require_GET
def terms(request: HttpRequest) -> HttpResponse:
    """Show the terms."""
    return render(request, "shop/terms.html", {"version": shop_house.TERMS_VERSION})


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is kept of a person, and for how long."""
    return render(request, "shop/privacy.html", {"version": shop_house.PRIVACY_VERSION})


@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots where to look and where not."""
    root = settings.DEPLOYMENT["url"]
    closed = ("account", "me", "sell", "hub", "carrier", "broker", "officer", "operator", "orders", "basket")
    lines = ["User-agent: *", *(f"Disallow: /{room}/" for room in closed), f"Sitemap: {root}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_GET
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page in every language."""
    pages = shop_house.assemble_sitemap(asking_of(request))
    return render(request, "shop/sitemap.xml", {"pages": pages}, content_type="application/xml")
