"""A seller's products: list, write, publish, withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sogdia.apps.catalogue import seller_selectors as catalogue
from sogdia.apps.lots import seller_selectors as lots
from sogdia.apps.parties import seller_selectors as sellers
from sogdia.domain.viewer import MONEY_ROLES, SELLING_ROLES, Role
from sogdia.usecases import publish_product as publishing
from sogdia.usecases import withdraw_product as withdrawing
from sogdia.usecases import write_product as writing
from sogdia.web.deeds import attempt, key_of
from sogdia.web.forms.sell_products import PhotoForm, ProductForm
from sogdia.web.lists import sell as lists
from sogdia.web.pages import sell_products as pages
from sogdia.web.tables import Table
from sogdia.web.views import sell_base as base
from sogdia.web.words import sell as words

SELLERS = (*SELLING_ROLES, Role.AGENT)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the products."""
    desk = base.desk_of(request)
    desk.require(*SELLERS, *MONEY_ROLES)
    asked = {name: request.GET.get(name, "") for name in ("state", "category")}
    rows = catalogue.list_products(desk.viewer, desk.party_id, words=request.GET.get("q", ""), **asked)
    free = lots.free_by_product(desk.viewer, desk.party_id)
    table = Table(request, "products", lists.products(free))
    if table.is_file:
        return table.file(table.choose(rows))
    context = {
        "rows": pages.index(tuple(table.cut(rows)), free),
        "table": table,
        "page": table.page,
        "asked": asked,
        "q": request.GET.get("q", ""),
        "states": [(code, words.product_tag(code)[0]) for code in ("draft", "published", "withdrawn")],
        "categories": list(words.category_names().items()),
    }
    return base.page(request, "sell/products.html", desk, context)


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one product with what is missing."""
    return show_page(request, slug, photo=PhotoForm())


def show_page(request: HttpRequest, slug: str, *, photo: PhotoForm, status: int = 200) -> HttpResponse:
    """Show one product; ``photo`` keeps what was typed for one."""
    desk = base.desk_of(request)
    product = catalogue.get_product(desk.viewer, desk.party_id, slug)
    context = {
        "shown": pages.show(product, missing=catalogue.missing_of(desk.viewer, product)),
        "product": product,
        "lots": lots.list_lots(desk.viewer, desk.party_id, slug=slug),
        "photo": photo,
        "house": sellers.get_house(desk.viewer, desk.party_id),
        "removed": request.GET.get("removed", "")[:80],
    }
    return base.page(request, "sell/product.html", desk, context, status=status)


@require_safe
def commodities(request: HttpRequest) -> HttpResponse:
    """Offer the codes that words find, as the code field is typed."""
    desk = base.desk_of(request)
    found = catalogue.find_commodities(request.GET.get("hs6", ""))
    return base.page(request, "sell/_codes.html", desk, {"codes": found})


def create(request: HttpRequest) -> HttpResponse:
    """Write a new product."""
    return _write(request, None)


def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a product."""
    return _write(request, slug)


def _write(request: HttpRequest, slug: str | None) -> HttpResponse:
    desk = base.desk_of(request)
    desk.require(*SELLERS)
    house = sellers.get_house(desk.viewer, desk.party_id)
    product = catalogue.get_product(desk.viewer, desk.party_id, slug) if slug else None
    data = request.POST if request.method == "POST" else None
    form = ProductForm(data, region_id=house.region_id, product=product)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: writing.write_product(
                viewer=desk.viewer,
                party_id=desk.party_id,
                facts=form.facts(),
                slug=slug or "",
                at=request.now,  # type: ignore[attr-defined]
                key=key_of(request),
            ),
            form=form,
        )
        if done:
            messages.success(request, _("Kept."))
            return redirect("sell:product", done)
    context = {"form": form, "product": product, "codes": form.code_choices}
    return base.page(request, "sell/product_edit.html", desk, context, status=422 if form.errors else 200)


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a product up for sale."""
    desk = base.desk_of(request)

    def deed() -> bool:
        publishing.publish_product(
            viewer=desk.viewer,
            slug=slug,
            at=request.now,  # type: ignore[attr-defined]
            key=key_of(request),
        )
        return True

    if attempt(request, deed):
        messages.success(
            request,
            _(
                "It is for sale. Where a customs broker has not approved its code yet, it opens once they have."
            ),
        )
    return redirect("sell:product", slug)


@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a product off sale."""
    desk = base.desk_of(request)

    def deed() -> bool:
        withdrawing.withdraw_product(
            viewer=desk.viewer,
            slug=slug,
            at=request.now,  # type: ignore[attr-defined]
            key=key_of(request),
        )
        return True

    if attempt(request, deed):
        messages.success(request, _("It is not for sale any more. Orders that were placed stand."))
    return redirect("sell:product", slug)
