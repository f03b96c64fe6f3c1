"""A seller's lots: what there is, with its evidence."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sogdia.apps.catalogue import seller_selectors as catalogue
from sogdia.apps.lots import seller_selectors as lots
from sogdia.domain.viewer import MONEY_ROLES
from sogdia.plumbing import wiring
from sogdia.plumbing.texts import short
from sogdia.usecases import prove_lot as proving
from sogdia.usecases import withdraw_lot as withdrawing
from sogdia.usecases import write_lot as writing
from sogdia.web.deeds import attempt, key_of
from sogdia.web.forms.sell_lots import LotForm, LotPhotoForm, TestForm, WithdrawForm
from sogdia.web.lists import sell as lists
from sogdia.web.pages import sell_lots as pages
from sogdia.web.tables import Table
from sogdia.web.views import sell_base as base
from sogdia.web.views.sell_products import SELLERS
from sogdia.web.words import sell as words


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the lots with their stock."""
    desk = base.desk_of(request)
    desk.require(*SELLERS, *MONEY_ROLES)
    state, q = request.GET.get("state", ""), request.GET.get("q", "")
    rows = lots.list_lots(desk.viewer, desk.party_id, state=state, words=q)
    table = Table(request, "lots", lists.LOTS)
    if table.is_file:
        return table.file(table.choose(rows))
    context = {
        "rows": pages.index(tuple(table.cut(rows)), today=base.today_of(request)),
        "table": table,
        "page": table.page,
        "state": state,
        "q": q,
        "states": [(code, words.lot_tag(code)[0]) for code in ("open", "withdrawn", "recalled")],
    }
    return base.page(request, "sell/lots.html", desk, context)


def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a lot of a product; without a harvest date there is none."""
    desk = base.desk_of(request)
    desk.require(*SELLERS)
    product = catalogue.get_product(desk.viewer, desk.party_id, slug)
    today = base.today_of(request)
    form = LotForm(request.POST if request.method == "POST" else None, product=product, today=today)
    if request.method == "POST" and form.is_valid():
        ref = attempt(
            request,
            lambda: writing.write_lot(
                viewer=desk.viewer,
                slug=slug,
                facts=form.facts(),
                today=today,
                at=request.now,  # type: ignore[attr-defined]
                key=key_of(request),
            ),
            form=form,
        )
        if ref:
            messages.success(request, _("The lot is open. Add what the laboratory found, and a photograph."))
            return redirect("sell:lot", ref)
    context = {"form": form, "product": product}
    return base.page(request, "sell/lot_new.html", desk, context, status=422 if form.errors else 200)


@require_safe
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one lot with its evidence."""
    return _show(request, ref, test=TestForm(), photo=LotPhotoForm(), withdrawal=WithdrawForm())


def _show(
    request: HttpRequest,
    ref: str,
    *,
    test: TestForm,
    photo: LotPhotoForm,
    withdrawal: WithdrawForm,
    status: int = 200,
) -> HttpResponse:
    desk = base.desk_of(request)
    found = lots.get_lot(desk.viewer, desk.party_id, ref)
    context = {
        "shown": pages.show(found, today=base.today_of(request)),
        "lot": found.lot,
        "test": test,
        "photo": photo,
        "withdrawal": withdrawal,
    }
    return base.page(request, "sell/lot.html", desk, context, status=status)


@require_POST
def add_test(request: HttpRequest, ref: str) -> HttpResponse:
    """Add what a laboratory found."""
    desk = base.desk_of(request)
    desk.require(*SELLERS)
    form = TestForm(request.POST, request.FILES)
    if form.is_valid():
        report = form.cleaned_data["report"]
        passed = attempt(
            request,
            lambda: proving.add_test(
                viewer=desk.viewer,
                lot_ref=ref,
                finding=form.finding(),
                report=report.read() if report else b"",
                files=wiring.files(),
                today=base.today_of(request),
                at=request.now,  # type: ignore[attr-defined]
                key=key_of(request),
            ),
            form=form,
        )
        if passed is not None:
            said = (
                _("The finding is kept: within its limit.")
                if passed
                else _("The finding is kept: above its limit.")
            )
            messages.success(request, said)
            return redirect("sell:lot", ref)
    return _show(request, ref, test=form, photo=LotPhotoForm(), withdrawal=WithdrawForm(), status=422)


@require_POST
def add_photo(request: HttpRequest, ref: str) -> HttpResponse:
    """Add a photograph of the lot."""
    desk = base.desk_of(request)
    desk.require(*SELLERS)
    form = LotPhotoForm(request.POST, request.FILES)
    if form.is_valid():
        found = form.cleaned_data
        done = attempt(
            request,
            lambda: proving.add_lot_photo(
                viewer=desk.viewer,
                lot_ref=ref,
                content=found["photo"].read(),
                alt={short(get_language()): found["alt"]},
                taken_at=dt.datetime.combine(found["taken_on"], dt.time(), ZoneInfo(base.ZONE)),
                place=found["place"],
                pictures=wiring.pictures(),
                at=request.now,  # type: ignore[attr-defined]
                key=key_of(request),
            ),
            form=form,
        )
        if done is not None:
            messages.success(request, _("The photograph is kept."))
            return redirect("sell:lot", ref)
    return _show(request, ref, test=TestForm(), photo=form, withdrawal=WithdrawForm(), status=422)


@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Take what is left of a lot off sale."""
    desk = base.desk_of(request)
    desk.require(*SELLERS)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        left = attempt(
            request,
            lambda: withdrawing.withdraw_lot(
                viewer=desk.viewer,
                lot_ref=ref,
                reason=form.cleaned_data["reason"],
                at=request.now,  # type: ignore[attr-defined]
                key=key_of(request),
            ),
            form=form,
        )
        if left is not None:
            messages.success(
                request, _("The rest of the lot is not for sale any more. What was sold stays promised.")
            )
            return redirect("sell:lot", ref)
    return _show(request, ref, test=TestForm(), photo=LotPhotoForm(), withdrawal=form, status=422)
