"""A buyer's orders: the list, one order by account or signed link, and its deeds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from sogdia.apps.claims import selectors as claims
from sogdia.apps.documents import selectors as documents
from sogdia.apps.markets import selectors as markets
from sogdia.apps.orders import selectors as orders
from sogdia.apps.orders.access import Side
from sogdia.apps.orders.facts import OrderFacts
from sogdia.apps.payments import order_selectors as payments
from sogdia.domain.claims import ClaimReason
from sogdia.domain.guests import LinkNotValid
from sogdia.domain.refusals import NotAllowed, NotFound
from sogdia.domain.viewer import Viewer
from sogdia.plumbing import wiring
from sogdia.plumbing.links import OrderLink
from sogdia.plumbing.texts import pick
from sogdia.usecases.accept_delivery import accept_delivery
from sogdia.usecases.answer_proposal import answer_proposal
from sogdia.usecases.cancel_order import cancel_order
from sogdia.usecases.open_claim import Said, open_claim
from sogdia.usecases.render_document import render_document
from sogdia.usecases.say_message import say_message
from sogdia.usecases.withdraw_order import withdraw_order
from sogdia.web import order_links
from sogdia.web.deeds import attempt, key_of
from sogdia.web.forms.claims import ClaimForm
from sogdia.web.lists import sell as lists
from sogdia.web.pages import order as pages
from sogdia.web.pages import reckoned
from sogdia.web.pages.thumbs import pack_name
from sogdia.web.reading import whole
from sogdia.web.tables import Table
from sogdia.web.words import orders as words

_FILTERS = {
    "open": frozenset({"placed", "awaiting-payment", "paid", "on-the-way", "delivered"}),
    "done": frozenset({"completed", "cancelled", "refunded", "expired"}),
}


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """My orders, open or done, on the page or as a file."""
    if not _viewer(request).is_signed_in:
        raise NotAllowed("A guest has no list of orders.")
    chosen = request.GET.get("show", "")
    rows = orders.list_orders(_viewer(request), states=_FILTERS.get(chosen, frozenset()))
    table = Table(request, "orders", lists.MY_ORDERS, searches=True)
    if table.is_file:
        return table.file(table.choose(rows))
    shown = [
        {
            "row": row,
            "tag": words.order_tag(row.state),
            "goods": ", ".join(pick(names) for names in row.goods),
        }
        for row in table.cut(rows)
    ]
    facts = {"rows": shown, "chosen": chosen, "table": table, "page": table.page}
    return render(request, "orders/list.html", facts)


def _mine(request: HttpRequest, ref: str) -> tuple[OrderFacts, OrderLink | None]:
    """Give the order to its buyer, who signed in or holds its link; a guest without one is asked to sign in."""
    link = order_links.held(request, ref)
    try:
        order = orders.get_order(_viewer(request), ref, link=link)
    except NotFound:
        if not _viewer(request).is_signed_in:
            raise NotAllowed("Sign in, or use the link from the e-mail.") from None
        raise
    if not order.sides & {Side.BUYER, Side.OPERATOR}:
        raise NotFound(f"No order {ref}.")
    return order, link


@require_GET
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """One order, whole."""
    try:
        kept = order_links.take(request, ref)
    except LinkNotValid:
        return redirect("orders:track")
    if kept is not None:
        return kept
    order, link = _mine(request, ref)
    return render(request, "orders/order.html", {"page": _page(request, order, link)})


@require_safe
def reckoning(request: HttpRequest, ref: str) -> HttpResponse:
    """Open every part of an order's promised price to its formula, its source and its day."""
    order, _link = _mine(request, ref)
    context = {"page": reckoned.of_order(order), "back": reverse("orders:order", args=[ref])}
    return render(request, "checkout/reckoning.html", context)


def _page(request: HttpRequest, order: OrderFacts, link: OrderLink | None) -> pages.OrderPage:
    viewer = _viewer(request)
    linked = link.order_id if link is not None else None
    rights = orders.list_rights(viewer, order.ref, at=request.now, link=link)  # type: ignore[attr-defined]
    unpaid = order.state in {"placed", "awaiting-payment", "expired"}
    around = pages.Around(
        papers=documents.list_of_order(viewer, order.ref, linked_order_id=linked),
        payments=payments.list_payments(viewer, order),
        refunds=payments.list_refunds(viewer, order),
        claims=claims.list_of_order(viewer, order),
        rights=rights,
        rows=markets.address_format(order.address.country).rows if order.address else (),
        may_cancel=unpaid or any("cancel" in may for may in rights.values()),
    )
    return pages.page(order, around)


@require_GET
def paper(request: HttpRequest, ref: str, uid: Any) -> HttpResponse:
    """Open one of the order's papers; one that was not set yet is set now."""
    _order, link = _mine(request, ref)
    found = documents.open_document(
        _viewer(request), uid, linked_order_id=link.order_id if link is not None else None
    )
    file = found.file or render_document(
        document_id=found.id, pdf=wiring.pdf(), files=wiring.files(), house=wiring.house()
    )
    response = HttpResponse(wiring.files().read(file), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.save_as}"'
    return response


def _deed(request: HttpRequest, ref: str, deed: Callable[[OrderLink | None], Any], said: str) -> HttpResponse:
    done = attempt(request, lambda: (deed(order_links.held(request, ref)), True))
    if done is not None:
        messages.success(request, said)
    return redirect("orders:order", ref)


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, ref: str) -> HttpResponse:
    """Say what comes back, then cancel: the whole order, or one shipment of it."""
    shipment = request.POST.get("shipment", "") or request.GET.get("shipment", "")
    if request.method == "POST":
        return _deed(
            request,
            ref,
            lambda link: cancel_order(
                viewer=_viewer(request),
                order_ref=ref,
                shipment_ref=shipment,
                at=request.now,  # type: ignore[attr-defined]
                key=key_of(request),
                link=link,
            ),
            _("Cancelled. What was paid for it goes back the way it came."),
        )
    order, link = _mine(request, ref)
    page = _page(request, order, link)
    asked = [one for one in page.shipments if "cancel" in one.may and (not shipment or one.ref == shipment)]
    back = sum(line.total_minor - line.refunded_minor for one in asked for line in one.lines)
    is_unpaid = order.paid_at is None
    context = {
        "page": page,
        "asked": asked,
        "back_minor": 0 if is_unpaid else back,
        "is_unpaid": is_unpaid,
        "shipment": shipment,
        "stays": [one for one in page.shipments if one not in asked and not one.has_ended],
    }
    return render(request, "orders/cancel.html", context)


@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Withdraw from a delivered shipment."""
    return _deed(
        request,
        ref,
        lambda link: withdraw_order(
            viewer=_viewer(request),
            order_ref=ref,
            shipment_ref=request.POST.get("shipment", ""),
            at=request.now,  # type: ignore[attr-defined]
            key=key_of(request),
            link=link,
        ),
        _("You have withdrawn. Everything paid for it goes back; the house writes to you about the goods."),
    )


@require_POST
def accept(request: HttpRequest, ref: str) -> HttpResponse:
    """Accept a delivered shipment."""
    return _deed(
        request,
        ref,
        lambda link: accept_delivery(
            viewer=_viewer(request),
            order_ref=ref,
            shipment_ref=request.POST.get("shipment", ""),
            at=request.now,  # type: ignore[attr-defined]
            key=key_of(request),
            link=link,
        ),
        _("Accepted. The growers and everybody on the way are paid now."),
    )


@require_POST
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    """Answer a question about a line."""
    agrees = request.POST.get("answer") == "yes"
    asked = request.POST.get("proposal", "")
    return _deed(
        request,
        ref,
        lambda link: answer_proposal(
            viewer=_viewer(request),
            order_ref=ref,
            proposal_id=whole(asked),
            agrees=agrees,
            at=request.now,  # type: ignore[attr-defined]
            key=key_of(request),
            link=link,
        ),
        _("Thank you. It goes on as you said.")
        if agrees
        else _("Cancelled. What was paid for it goes back."),
    )


@require_POST
def say(request: HttpRequest, ref: str) -> HttpResponse:
    """Say something on the order."""
    return _deed(
        request,
        ref,
        lambda link: say_message(
            viewer=_viewer(request),
            order_ref=ref,
            text=request.POST.get("text", ""),
            at=request.now,  # type: ignore[attr-defined]
            key=key_of(request),
            link=link,
        ),
        _("Sent to everybody who handles this order."),
    )


@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, ref: str, shipment: str) -> HttpResponse:
    """Say what was wrong with a shipment, and show it."""
    order, link = _mine(request, ref)
    found = next((one for one in order.shipments if one.ref == shipment), None)
    if found is None or Side.BUYER not in order.sides:
        raise NotFound(f"No shipment {shipment}.")
    lines = [
        (line.id, f"{pick(line.goods.names)}, {pack_name(line.goods)} × {line.packs_left}")
        for line in found.lines
        if line.packs_left > 0
    ]
    is_sent = request.method == "POST"
    form = ClaimForm(request.POST if is_sent else None, request.FILES if is_sent else None, lines=lines)
    if is_sent and form.is_valid():
        given = form.cleaned_data
        done = attempt(
            request,
            lambda: open_claim(
                viewer=_viewer(request),
                order_ref=ref,
                line_id=int(given["line"]),
                said=Said(ClaimReason(given["reason"]), given["packs"], given["text"], given["worth"]),
                photos=[photo.read() for photo in given["photos"]],
                pictures=wiring.pictures(),
                at=request.now,  # type: ignore[attr-defined]
                key=key_of(request),
                link=link,
            ),
            form=form,
        )
        if done is not None:
            messages.success(
                request, _("The claim is made. The house decides on your photographs and tells you.")
            )
            return redirect("orders:order", ref)
    context = {"form": form, "order": order, "shipment": found}
    return render(request, "orders/claim.html", context, status=422 if is_sent else 200)
