"""Packs of a product: add and change."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sogdia.apps.catalogue import seller_selectors as catalogue
from sogdia.domain.refusals import NotFound
from sogdia.usecases import write_pack as writing
from sogdia.web.deeds import attempt, key_of
from sogdia.web.forms.sell_products import PackForm
from sogdia.web.pages import sell_products as pages
from sogdia.web.views import sell_base as base
from sogdia.web.views.sell_products import SELLERS


def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a pack."""
    return _write(request, slug, None)


def edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change a pack."""
    return _write(request, slug, code)


def _write(request: HttpRequest, slug: str, code: str | None) -> HttpResponse:
    desk = base.desk_of(request)
    desk.require(*SELLERS)
    product = catalogue.get_product(desk.viewer, desk.party_id, slug)
    pack = next((row for row in product.packs if row.code == code), None)
    if code and pack is None:
        raise NotFound(f"No pack {code}.")
    data = request.POST if request.method == "POST" else None
    form = PackForm(data, stock_unit=product.stock_unit, pack=pack)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: writing.write_pack(
                viewer=desk.viewer,
                slug=slug,
                facts=form.facts(),
                code=code or "",
                at=request.now,  # type: ignore[attr-defined]
                key=key_of(request),
            ),
            form=form,
        )
        if done:
            messages.success(request, _("The pack is kept."))
            if pack is None:
                return redirect("sell:price", slug, done)
            return redirect("sell:product", slug)
    context = {"form": form, "product": product, "name": pages.name_of(pack) if pack else ""}
    return base.page(request, "sell/pack.html", desk, context, status=422 if form.errors else 200)
