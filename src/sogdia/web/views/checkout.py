"""From a basket to a payment: address, market, promised price, agreement, pay."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sogdia.apps.markets import selectors as markets
from sogdia.apps.orders import selectors as orders
from sogdia.apps.parties import selectors as parties
from sogdia.apps.payments import order_selectors as payments
from sogdia.apps.quotes import basket_selectors as baskets
from sogdia.apps.quotes import quote_selectors as quotes
from sogdia.apps.quotes.quote_selectors import QuoteView
from sogdia.domain.refusals import NotFound
from sogdia.domain.stock import LotTooSmall
from sogdia.plumbing import wiring
from sogdia.plumbing.texts import pick
from sogdia.usecases.change_market import change_market
from sogdia.usecases.keep_address import keep_address
from sogdia.usecases.make_quote import make_quote
from sogdia.usecases.place_order import Agreed, place_order
from sogdia.web import order_links
from sogdia.web.context import basket_count, market_code
from sogdia.web.deeds import attempt, key_of
from sogdia.web.forms.address import AddressForm
from sogdia.web.forms.payment import PaymentForm
from sogdia.web.middleware import MARKET_COOKIE, keep
from sogdia.web.pages import checkout as pages
from sogdia.web.pages import confirmation, consents, reckoned
from sogdia.web.paying import begin
from sogdia.web.views.basket import buyer

_ADDRESS = "checkout-address"
_COUNTRY = "checkout-country"


@require_http_methods(["GET", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Ask where the goods go; the country decides the form and the market."""
    viewer = buyer(request)
    chosen = market_code(request)
    if not basket_count(request):
        return redirect("checkout:basket")
    country = _country(request, chosen)
    if request.method == "POST" and "earlier" in request.POST:
        return _take_earlier(request, viewer_addresses=parties.list_addresses(viewer))
    form = _address_form(request, country)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        address_id = keep_address(
            viewer=viewer,
            country=country,
            name=given["recipient"],
            email=given["email"] or viewer.email,
            phone=given["phone"],
            lines=form.lines(),
            business_name=given["business_name"],
            tax_number=given["tax_number"],
            at=request.now,  # type: ignore[attr-defined]
        )
        return _go_on(request, address_id, country)
    view = baskets.get_basket(viewer, market_code=chosen, at=request.now, with_moves=False)  # type: ignore[attr-defined]
    context = {
        "form": form,
        "country": country,
        "countries": markets.list_markets(),
        "differs": country != chosen,
        "chosen": markets.get_choice(chosen),
        "earlier": [] if request.method == "POST" else _earlier(viewer),
        "steps": pages.nav("address"),
        "total_minor": view.total.minor,
        "currency": view.currency,
    }
    return render(request, "checkout/address.html", context)


def _country(request: HttpRequest, chosen: str) -> str:
    asked = request.POST.get("country") or request.GET.get("country") or chosen
    known = {market.code for market in markets.list_markets()}
    return asked if asked in known else chosen


def _address_form(request: HttpRequest, country: str) -> AddressForm:
    viewer = request.viewer  # type: ignore[attr-defined]
    return AddressForm(
        request.POST if request.method == "POST" else None,
        country=country,
        form=markets.address_format(country),
        asks_email=not viewer.is_signed_in,
        initial={"email": viewer.email, "recipient": viewer.name if viewer.is_signed_in else ""},
    )


def _earlier(viewer: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "text": ", ".join(one.written(markets.address_format(one.country).rows)),
            "country": one.country,
        }
        for one in parties.list_addresses(viewer)
    ]


def _take_earlier(request: HttpRequest, *, viewer_addresses: list[parties.AddressView]) -> HttpResponse:
    asked = request.POST.get("earlier", "")
    for one in viewer_addresses:
        if str(one.id) == asked:
            return _go_on(request, one.id, one.country)
    raise NotFound("No such address.")


def _go_on(request: HttpRequest, address_id: int, country: str) -> HttpResponse:
    if country != market_code(request):
        request.session[_ADDRESS], request.session[_COUNTRY] = address_id, country
        return redirect("checkout:market")
    return _quote(request, address_id, country)


def _quote(request: HttpRequest, address_id: int, country: str, *, was: str = "") -> HttpResponse:
    ref = attempt(
        request,
        lambda: make_quote(
            viewer=buyer(request),
            market_code=country,
            address_id=address_id,
            language=get_language() or "en",
            at=request.now,  # type: ignore[attr-defined]
        ),
    )
    if ref is None:
        return redirect("checkout:basket")
    return redirect(reverse("checkout:quote", args=[ref]) + (f"?was={was}" if was else ""))


@require_http_methods(["GET", "POST"])
def market(request: HttpRequest) -> HttpResponse:
    """The address is in another market than the one chosen: show both prices, go on only when asked to."""
    address_id, country = request.session.get(_ADDRESS), request.session.get(_COUNTRY, "")
    if not address_id or country == market_code(request):
        return redirect("checkout:checkout")
    viewer = buyer(request)
    if request.method == "POST":
        closed = attempt(
            request,
            lambda: change_market(
                viewer=viewer,
                market_code=country,
                drop_closed=request.POST.get("drop") == "yes",
                at=request.now,  # type: ignore[attr-defined]
            ),
        )
        response = (
            redirect("checkout:basket") if closed or closed is None else _quote(request, address_id, country)
        )
        keep(response, MARKET_COOKIE, country, request)
        return response
    old = baskets.get_basket(viewer, market_code=market_code(request), at=request.now, with_moves=False)  # type: ignore[attr-defined]
    new = baskets.preview_market(viewer, market_code=country, at=request.now)  # type: ignore[attr-defined]
    if new.is_empty:
        return redirect("checkout:basket")
    context = {
        "page": pages.market_page(old, new, country=markets.get_choice(country).name),
        "old_market": markets.get_choice(market_code(request)).name,
        "steps": pages.nav("address"),
    }
    return render(request, "checkout/market.html", context)


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, ref: str) -> HttpResponse:
    """The promised price in all its parts; agree, choose how to pay, and go."""
    viewer = buyer(request)
    quote = quotes.get_quote(viewer, ref)
    ways = pages.pay_choices(
        wiring.payment_providers(),
        at=request.now,  # type: ignore[attr-defined]
        cut_off=quote.first_cutoff_at,
    )
    form = PaymentForm(request.POST if request.method == "POST" else None, ways=ways)
    if request.method == "POST" and form.is_valid():
        done = _place(request, quote, form)
        if done is not None:
            return done
    rows = markets.address_format(quote.address.country).rows if quote.address else ()
    page = pages.quote_page(quote, at=request.now, rows=rows, was=_was(request))  # type: ignore[attr-defined]
    context = {
        "quote": page,
        "form": form,
        "ways": ways,
        "chosen_way": request.POST.get("way")
        or next((way.code for way in ways if not way.closed_reason), ""),
        "terms": consents.terms_sentence(),
        "steps": pages.nav("pay"),
    }
    return render(request, "checkout/review.html", context)


@require_safe
def reckoning(request: HttpRequest, ref: str) -> HttpResponse:
    """Open every part of a promised price to its formula, its source and its day."""
    quote = quotes.get_quote(buyer(request), ref)
    context = {
        "page": reckoned.of_quote(quote),
        "back": reverse("checkout:quote", args=[ref]),
        "pdf": reverse("files:quote", args=[ref]),
    }
    return render(request, "checkout/reckoning.html", context)


def _was(request: HttpRequest) -> QuoteView | None:
    asked = request.GET.get("was", "")
    try:
        return quotes.get_quote(buyer(request), asked) if asked else None
    except NotFound:
        return None


def _place(request: HttpRequest, quote: QuoteView, form: PaymentForm) -> HttpResponse | None:
    """Hold the goods and go to pay; ``None`` when a refusal now stands in the form."""
    language = get_language() or "en"
    agreed = Agreed("terms-of-sale", consents.TERMS_VERSION, consents.terms_digest(language))
    try:
        order_ref = attempt(
            request,
            lambda: _order(request, quote, agreed),
            form=form,
        )
    except _LeftTooLittle as short:
        messages.error(request, short.words)
        return redirect("checkout:basket")
    if order_ref is None:
        return None
    request.session.pop(_ADDRESS, None)
    request.session.pop(_COUNTRY, None)
    return begin(request, order_ref=order_ref, provider=form.cleaned_data["way"])


class _LeftTooLittle(Exception):
    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def _order(request: HttpRequest, quote: QuoteView, agreed: Agreed) -> str:
    try:
        return place_order(
            viewer=buyer(request),
            quote_ref=quote.ref,
            operator=settings.DEPLOYMENT["operator"],
            at=request.now,  # type: ignore[attr-defined]
            key=key_of(request),
            consent=agreed,
        )
    except LotTooSmall as refusal:
        raise _LeftTooLittle(_left_words(quote, refusal)) from refusal


def _left_words(quote: QuoteView, refusal: LotTooSmall) -> str:
    line = next(line for line in quote.lines if line.lot_ref == refusal.params["lot"])
    left = int(str(refusal.params["left"])) // line.pack_qty
    name = pick(line.goods.names)
    if left == 0:
        return _("Somebody was quicker: nothing is left of %(name)s in this lot. Nothing was paid.") % {
            "name": name
        }
    return ngettext(
        "Somebody was quicker: %(count)s pack is left of %(name)s. Nothing was paid.",
        "Somebody was quicker: %(count)s packs are left of %(name)s. Nothing was paid.",
        left,
    ) % {"count": left, "name": name}


@require_POST
def again(request: HttpRequest, ref: str) -> HttpResponse:
    """The promise ran out: promise a new price for the same goods and address, and show the difference."""
    quote = quotes.get_quote(buyer(request), ref)
    if quote.address is None:
        return redirect("checkout:checkout")
    return _quote(request, quote.address.id, quote.market_code, was=quote.ref)


@require_http_methods(["GET", "POST"])
def returned(request: HttpRequest, ref: str) -> HttpResponse:
    """After the provider's page, or with a transfer to make: what is known, and paying again if it failed."""
    link = order_links.held(request, ref)
    order = orders.get_paying(buyer(request), ref, link=link)
    if request.method == "POST":
        return begin(
            request, order_ref=ref, provider=request.POST.get("way", ""), holds_link=link is not None
        )
    paid = payments.list_payments(buyer(request), order)
    page = confirmation.page(order, paid, at=request.now, house=settings.DEPLOYMENT)  # type: ignore[attr-defined]
    ways = pages.pay_choices(
        wiring.payment_providers(),
        at=request.now,  # type: ignore[attr-defined]
        cut_off=order.first_cutoff_at,
    )
    context = {"page": page, "ways": ways, "steps": pages.nav("done")}
    part = request.headers.get("HX-Request") == "true"
    return render(request, "checkout/_returned.html" if part else "checkout/return.html", context)
