"""Public pages of goods: home, search, product, basket's door."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_supported_language_variant
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_GET, require_POST

from sogdia.apps.markets import selectors as markets
from sogdia.domain.viewer import Viewer
from sogdia.plumbing import wiring
from sogdia.usecases import change_basket
from sogdia.web import deeds
from sogdia.web.context import market_code
from sogdia.web.kept_pages import kept
from sogdia.web.middleware import LANGUAGE_COOKIE, guest_key
from sogdia.web.pages import shop, shop_goods, shop_home, shop_product
from sogdia.web.pages.shop import Asking
from sogdia.web.reading import whole

#: The last basket form that was done, so that the same form sent twice counts once.
LAST_KEY = "last-basket-key"


def asking_of(request: HttpRequest) -> Asking:
    """Give who asks, when, and for which market."""
    return Asking(
        viewer=request.viewer,  # type: ignore[attr-defined]
        market=markets.get_choice(market_code(request)),
        now=request.now,  # type: ignore[attr-defined]
    )


def language_of_device(request: HttpRequest) -> str:
    """Give the first language of this deployment that the browser asks for, or the deployment's own."""
    for code, _weight in parse_accept_lang_header(request.headers.get("accept-language", "")):
        if code.split("-")[0] == settings.LANGUAGE_CODE:
            break
        with suppress(LookupError):
            return get_supported_language_variant(code)
    return settings.LANGUAGE_CODE


def number(text: str, default: int) -> int:
    """Read a whole number that somebody typed into an address."""
    return whole(text, default)


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what leaves next and what is in season, a newcomer in the language of their device."""
    if request.path == "/" and LANGUAGE_COOKIE not in request.COOKIES and not request.user.is_authenticated:
        spoken = language_of_device(request)
        if spoken != settings.LANGUAGE_CODE:
            response = redirect(translate_url("/", spoken))
            patch_vary_headers(response, ["Accept-Language", "Cookie"])
            return response
    return _home(request)


@kept
def _home(request: HttpRequest) -> HttpResponse:
    return render(request, "shop/home.html", {"page": shop_home.assemble(asking_of(request))})


@require_GET
@kept
def goods(request: HttpRequest, *, season: bool = False) -> HttpResponse:
    """Show the goods that match, with their delivered prices."""
    asked = shop_goods.Asked.read(request.GET, season=season)
    page = shop_goods.assemble(asking_of(request), asked, index=wiring.search())
    return render(request, "shop/goods.html", {"page": page, "query": asked.words})


@require_GET
@kept
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one product with its price opened, or why it is closed."""
    wanted = shop_product.Wanted(
        pack_id=number(request.GET.get("pack", ""), 0) or None,
        packs=number(request.GET.get("n", ""), 1),
        departure_ref=request.GET.get("on", "")[:12],
    )
    page = shop_product.assemble(asking_of(request), slug, wanted)
    return render(request, "shop/product.html", {"page": page})


@require_GET
def reach(request: HttpRequest, slug: str) -> HttpResponse:
    """Show where else a product can be sent."""
    return render(request, "shop/reach.html", {"page": shop_product.assemble_reach(asking_of(request), slug)})


@require_POST
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Put packs into the basket; the same form sent twice puts them in once."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.is_signed_in and not viewer.guest_key:
        viewer = Viewer(guest_key=guest_key(request))
    key = deeds.key_of(request)
    if not key or request.session.get(LAST_KEY) != key:
        done = deeds.attempt(
            request,
            lambda: change_basket.change_basket(
                viewer=viewer,
                offer_id=number(request.POST.get("offer", ""), 0),
                departure_ref=request.POST.get("on", "")[:12],
                packs=number(request.POST.get("n", ""), 1),
                at=request.now,  # type: ignore[attr-defined]
                add=True,
            ),
        )
        if done is None:
            return redirect(reverse("shop:product", args=[slug]))
        request.session[LAST_KEY] = key
    messages.success(request, _("It lies in your basket."))
    return redirect(shop.address_or_none("checkout:basket") or reverse("shop:product", args=[slug]))
