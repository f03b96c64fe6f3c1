"""Orders to a seller: answer, label, hand over, talk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from sogdia.apps.orders import seller_selectors as orders
from sogdia.apps.settlement import seller_selectors as settlement
from sogdia.plumbing import formats
from sogdia.plumbing.listing import FILE_ROWS
from sogdia.usecases import accept_shipment as accepting
from sogdia.usecases import hand_over_shipment as handing
from sogdia.usecases import label_shipment as labelling
from sogdia.usecases import refuse_shipment as refusing
from sogdia.usecases import say_as_seller as saying
from sogdia.web import errands
from sogdia.web.deeds import attempt, key_of
from sogdia.web.forms.sell_orders import RefuseForm, SayForm
from sogdia.web.lists import sell as lists
from sogdia.web.pages import sell_orders as pages
from sogdia.web.tables import Table
from sogdia.web.views import sell_base as base

#: Most shipments that the page looks at; the file has them all.
_MOST = 2_000


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the shipments, by what they wait for."""
    desk = base.desk_of(request)
    group, asked = request.GET.get("group", ""), request.GET.get("q", "")
    counts = orders.count_shipments(desk.viewer, desk.party_id)
    if "group" not in request.GET and not asked:
        group = next((name for name in ("answer", "prepare") if counts[name]), "")
    table = Table(request, "shipments", lists.SHIPMENTS)
    most = FILE_ROWS if table.is_file else _MOST
    rows = orders.list_shipments(desk.viewer, desk.party_id, group=group, words=asked, limit=most)
    if table.is_file:
        return table.file(table.choose(rows))
    rows = tuple(table.cut(rows))
    context = pages.index(rows, counts=counts, group=group, words_asked=asked, at=request.now)  # type: ignore[attr-defined]
    return base.page(request, "sell/orders.html", desk, {"page": context, "table": table})


@require_safe
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one shipment."""
    return _show(request, ref, refuse=RefuseForm(), say=SayForm())


def _show(
    request: HttpRequest, ref: str, *, refuse: RefuseForm, say: SayForm, status: int = 200
) -> HttpResponse:
    desk = base.desk_of(request)
    row = orders.get_shipment(desk.viewer, desk.party_id, ref)
    shown = pages.show(
        row,
        said=orders.list_said(desk.viewer, desk.party_id, row.id),
        settled=settlement.settled_shipment(desk.viewer, desk.party_id, ref),
        at=request.now,  # type: ignore[attr-defined]
        may_sell=desk.sells,
    )
    context: dict[str, Any] = {"page": shown, "row": row, "refuse": refuse, "say": say}
    return base.page(request, "sell/order.html", desk, context, status=status)


@require_POST
def accept(request: HttpRequest, ref: str) -> HttpResponse:
    """Accept one shipment."""
    desk = base.desk_of(request)

    def deed() -> bool:
        accepting.accept_shipment(
            viewer=desk.viewer,
            shipment_ref=ref,
            at=request.now,  # type: ignore[attr-defined]
            key=key_of(request),
        )
        return True

    if attempt(request, deed):
        messages.success(request, _("Accepted. Print the labels next, and bring it to the hub."))
    return base.back_to(request, "sell:order", ref)


@require_POST
def accept_many(request: HttpRequest) -> HttpResponse:
    """Accept every shipment that was ticked; each is a deed of its own, so one that cannot be does not stop others."""
    desk = base.desk_of(request)
    done = 0
    refs = list(dict.fromkeys(request.POST.getlist("ref")[:200]))
    if len(refs) > errands.MANY_ORDERS:
        key = key_of(request)[:36]
        return errands.begin(request, "accept-many", {"refs": refs, "key": key}, key=key)
    for ref in refs:

        def deed(ref: str = ref) -> bool:
            accepting.accept_shipment(
                viewer=desk.viewer,
                shipment_ref=ref,
                at=request.now,  # type: ignore[attr-defined]
                key=f"{key_of(request)[:36]}/{ref}",
            )
            return True

        done += bool(attempt(request, deed))
    if done:
        said = ngettext("%(count)s order accepted.", "%(count)s orders accepted.", done)
        messages.success(request, said % {"count": formats.number(done)})
    else:
        messages.info(request, _("Nothing was ticked, so nothing was accepted."))
    return base.back_to(request, "sell:orders")


@require_POST
def refuse(request: HttpRequest, ref: str) -> HttpResponse:
    """Refuse one shipment; what was typed is kept when the reason is missing."""
    desk = base.desk_of(request)
    form = RefuseForm(request.POST)

    def deed() -> bool:
        refusing.refuse_shipment(
            viewer=desk.viewer,
            shipment_ref=ref,
            reason=form.cleaned_data["reason"],
            at=request.now,  # type: ignore[attr-defined]
            key=key_of(request),
        )
        return True

    if form.is_valid() and attempt(request, deed, form=form):
        messages.success(
            request, _("Refused. The buyer gets the money back, and the goods are for sale again.")
        )
        return redirect("sell:order", ref)
    return _show(request, ref, refuse=form, say=SayForm(), status=422)


@require_POST
def hand_over(request: HttpRequest, ref: str) -> HttpResponse:
    """Say that the goods left for the hub."""
    desk = base.desk_of(request)

    def deed() -> bool:
        handing.hand_over_shipment(
            viewer=desk.viewer,
            shipment_ref=ref,
            at=request.now,  # type: ignore[attr-defined]
            key=key_of(request),
        )
        return True

    if attempt(request, deed):
        messages.success(request, _("Handed over. The hub scans, weighs and grades it next."))
    return base.back_to(request, "sell:order", ref)


@require_POST
def label(request: HttpRequest, ref: str) -> HttpResponse:
    """Say that it is packed; the labels can be opened from then on."""
    desk = base.desk_of(request)

    def deed() -> bool:
        labelling.label_shipment(
            viewer=desk.viewer,
            shipment_ref=ref,
            at=request.now,  # type: ignore[attr-defined]
            key=key_of(request),
        )
        return True

    if attempt(request, deed):
        messages.success(request, _("The labels are ready. Print them, one on each pack."))
    return redirect("sell:order", ref)


@require_POST
def say(request: HttpRequest, ref: str) -> HttpResponse:
    """Say something to the buyer and the hub."""
    desk = base.desk_of(request)
    form = SayForm(request.POST)

    def deed() -> bool:
        saying.say_as_seller(
            viewer=desk.viewer,
            shipment_ref=ref,
            text=form.cleaned_data["text"],
            at=request.now,  # type: ignore[attr-defined]
            key=key_of(request),
        )
        return True

    if form.is_valid() and attempt(request, deed, form=form):
        messages.success(request, _("Sent."))
        return redirect("sell:order", ref)
    return _show(request, ref, refuse=RefuseForm(), say=form, status=422)
