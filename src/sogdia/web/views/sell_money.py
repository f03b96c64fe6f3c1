"""A seller's money: owed, promised, paid; how to be paid; statements."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sogdia.apps.parties import seller_selectors as sellers
from sogdia.apps.settlement import seller_selectors as settlement
from sogdia.domain.viewer import MONEY_ROLES
from sogdia.plumbing import formats, wiring
from sogdia.usecases import choose_payout_mode as choosing
from sogdia.usecases import print_papers
from sogdia.web.deeds import attempt, key_of
from sogdia.web.lists import money as lists
from sogdia.web.pages import sell_money as pages
from sogdia.web.reading import whole
from sogdia.web.tables import Table, csv_file
from sogdia.web.views import sell_base as base


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show where the money stands, and every payout."""
    desk = base.desk_of(request)
    desk.require(*MONEY_ROLES)
    money = settlement.money_page(desk.viewer, desk.party_id)
    rows = settlement.list_payouts(desk.viewer, desk.party_id)
    waiting = settlement.list_waiting(desk.viewer, desk.party_id)
    owed_table = Table(request, "waiting", lists.WAITING, of="waiting")
    table = Table(request, "payouts", lists.PAYOUTS)
    if owed_table.is_file:
        return owed_table.file(owed_table.choose(waiting))
    if table.is_file:
        return table.file(table.choose(rows))
    context = {
        "money": money,
        "modes": pages.modes(money),
        "payouts": pages.payouts(tuple(table.cut(rows))),
        "table": table,
        "page": table.page,
        "waiting": pages.payables(tuple(owed_table.cut(waiting))),
        "owed_table": owed_table,
    }
    return base.page(request, "sell/payouts.html", desk, context)


@require_safe
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one payout and what it sums up."""
    desk = base.desk_of(request)
    desk.require(*MONEY_ROLES)
    found = settlement.get_payout(desk.viewer, desk.party_id, ref)
    if request.GET.get("as") == "csv":
        head = ["kind", "shipment", "amount", "currency", "due_on"]
        return csv_file(
            f"payout-{found.payout.ref}",
            head,
            (
                [
                    r.kind,
                    r.shipment_ref,
                    formats.money_plain(r.amount_minor, r.currency),
                    r.currency,
                    r.due_on,
                ]
                for r in found.rows
            ),
        )
    context = {"payout": pages.payouts((found.payout,))[0], "rows": pages.payables(found.rows)}
    return base.page(request, "sell/payout.html", desk, context)


@require_safe
def statement(request: HttpRequest, ref: str) -> HttpResponse:
    """Give the statement of one payout as a PDF."""
    desk = base.desk_of(request)
    desk.require(*MONEY_ROLES)
    found = settlement.get_payout(desk.viewer, desk.party_id, ref)
    days = [row.due_on for row in found.rows] or [found.payout.due_on]
    pdf = print_papers.print_statement(
        viewer=desk.viewer,
        party_code=sellers.get_house(desk.viewer, desk.party_id).code,
        since=min(days),
        until=max(days),
        language=get_language() or "en",
        pdf=wiring.pdf(),
        house=wiring.house(),
    )
    return base.pdf_file(f"statement-{found.payout.ref}", pdf)


@require_POST
def choose_mode(request: HttpRequest) -> HttpResponse:
    """Choose how to be paid from now on."""
    desk = base.desk_of(request)
    money = settlement.money_page(desk.viewer, desk.party_id)
    seen = request.POST.get("seen", "")

    def deed() -> bool:
        choosing.choose_payout_mode(
            viewer=desk.viewer,
            party_id=desk.party_id,
            mode=request.POST.get("mode", ""),
            receivable_minor=money.receivable_minor,
            seen_minor=whole(seen, -1, digits=18),
            at=request.now,  # type: ignore[attr-defined]
            key=key_of(request),
        )
        return True

    if attempt(request, deed):
        messages.success(request, _("Kept. It holds for what is released from now on."))
    return redirect("sell:payouts")
