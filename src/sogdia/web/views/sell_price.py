"""Set a price from the farm or to a market, with every net in view before anything is saved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sogdia.apps.catalogue import seller_selectors as catalogue
from sogdia.apps.markets import selectors as markets
from sogdia.apps.quotes import net_selectors as nets
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import SELLING_ROLES, Role
from sogdia.usecases import fix_market_price as fixing
from sogdia.usecases import set_price as setting
from sogdia.web.deeds import attempt, key_of
from sogdia.web.forms.sell_price import PriceForm
from sogdia.web.pages import sell_price as pages
from sogdia.web.pages.sell_desk import Desk
from sogdia.web.views import sell_base as base
from sogdia.web.words import sell as words

_ASKED = ("mode", "net", "delivered")


def edit(request: HttpRequest, slug: str, pack_code: str) -> HttpResponse:
    """Show the price of one pack; a GET with figures computes them, a POST sets the price."""
    desk = base.desk_of(request)
    desk.require(*SELLING_ROLES, Role.AGENT)
    product = catalogue.get_product(desk.viewer, desk.party_id, slug)
    pack = next((pack for pack in product.packs if pack.code == pack_code), None)
    if pack is None:
        raise NotFound(f"No pack {pack_code}.")
    fixed = {
        row.market_code: row.delivered_minor
        for row in catalogue.list_fixed_prices(desk.viewer, desk.party_id, pack.id)
    }
    typed = request.POST if request.method == "POST" else request.GET
    data = typed if any(name in typed for name in _ASKED) else None
    form = PriceForm(data, pack=pack, markets=markets.list_markets(), fixed=fixed)
    is_valid = data is not None and form.is_valid()
    if request.method == "POST" and is_valid:
        answer = _save(request, desk, form, slug, pack)
        if answer is not None:
            return answer
    live = _live(request, desk, form, pack, is_valid=is_valid)
    context = {"form": form, "product": product, "pack": pack, "fixed": fixed, "live": live}
    context["pack_name"] = words.pack_name(
        pack.names, unit_qty=pack.unit_qty, stock_unit=pack.stock_unit, net_mass_g=pack.net_mass_g
    )
    if base.is_part(request) and request.method == "GET":
        return base.page(request, "sell/_nets.html", desk, context)
    return base.page(
        request, "sell/price.html", desk, context, status=422 if request.method == "POST" else 200
    )


def _live(
    request: HttpRequest, desk: Desk, form: PriceForm, pack: catalogue.PackRow, *, is_valid: bool
) -> pages.PricePage | None:
    """Compute the nets of what was typed; of what is saved while nothing readable was; nothing without a price."""
    net, tiers, fixed = pack.net_minor, list(pack.tiers), {}
    if is_valid:
        found = form.cleaned_data
        if found["mode"] == "farm":
            net = found["net"]
            tiers = [(tier.from_packs, tier.discount_bp) for tier in form.tiers]
        elif found.get("delivered_minor") is not None:
            fixed = {found["market"]: found["delivered_minor"]}
    if net is None or not 0 < net < setting.MOST_MINOR:
        return None
    table = nets.list_nets(
        desk.viewer,
        desk.party_id,
        pack.id,
        net_minor=net,
        fixed=fixed,
        at=request.now,  # type: ignore[attr-defined]
    )
    return pages.page(table, old_minor=pack.net_minor, new_minor=net, tiers=tiers)


def _save(
    request: HttpRequest, desk: Desk, form: PriceForm, slug: str, pack: catalogue.PackRow
) -> HttpResponse | None:
    found: dict[str, Any] = form.cleaned_data
    common: dict[str, Any] = {"viewer": desk.viewer, "pack_id": pack.id, "key": key_of(request)}
    common["at"] = request.now  # type: ignore[attr-defined]
    if found["mode"] == "farm":
        said = attempt(
            request,
            lambda: setting.set_price(net_minor=found["net"], tiers=form.tiers, **common),
            form=form,
        )
        if said is None:
            return None
        messages.success(request, pages.change_words(said.old_minor, said.new_minor, said.currency))
    else:

        def deed() -> bool:
            fixing.fix_market_price(
                market_code=found["market"], delivered_minor=found["delivered_minor"], **common
            )
            return True

        if attempt(request, deed, form=form) is None:
            return None
        messages.success(request, _("The delivered price in this market is kept."))
    return redirect(reverse("sell:price", args=[slug, pack.code]))
