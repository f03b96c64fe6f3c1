"""The operator's ledger: trial balance, accounts, an order's journal, the audit."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sogdia.apps.ledger import selectors as ledger
from sogdia.apps.payments import selectors as payments
from sogdia.apps.quotes.part_names import part_name
from sogdia.domain.pricing.parts import Part
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import OPERATOR_ROLES, Viewer
from sogdia.plumbing import formats
from sogdia.plumbing.errands.selectors import get_errand
from sogdia.plumbing.listing import SHORT_FILE
from sogdia.usecases.audit_books import Checked, audit_books
from sogdia.web import errands
from sogdia.web.deeds import key_of
from sogdia.web.forms.operator_money import FindOrderForm
from sogdia.web.reading import page_number
from sogdia.web.tables import csv_file
from sogdia.web.views.operator_money import viewer_of
from sogdia.web.words import money as words

#: Books with more entries are checked by the worker.
SHORT_BOOKS: Final = 500


@require_safe
def trial_balance(request: HttpRequest) -> HttpResponse:
    """Show every account per currency, both sides added up."""
    viewer = viewer_of(request)
    rows = ledger.trial_balance(viewer)
    if request.GET.get("as") == "csv":
        head = ["account", "kind", "currency", "debit", "credit", "balance"]
        return csv_file("trial-balance", head, [_balance_cells(row) for row in rows])
    form = FindOrderForm(request.GET or None)
    if "order" in request.GET and form.is_valid():
        wanted = form.cleaned_data["order"]
        if payments.find_order_id(viewer, wanted) is not None:
            return redirect("operator:journal", wanted.strip())
        messages.error(request, _("There is no order with this number."))
    context = {
        "groups": [
            {
                "total": total,
                "rows": [
                    {"row": row, "name": words.account_name(row.code)}
                    for row in rows
                    if row.currency == total.currency
                ],
            }
            for total in ledger.totals(rows)
        ],
        "form": FindOrderForm(),
    }
    return render(request, "operator/money/ledger.html", context)


def _balance_cells(row: ledger.BalanceRow) -> list[object]:
    amounts = (row.debit_minor, row.credit_minor, row.balance_minor)
    return [
        row.code,
        row.kind,
        row.currency,
        *(formats.money_plain(amount, row.currency) for amount in amounts),
    ]


@require_safe
def account(request: HttpRequest, code: str, currency: str) -> HttpResponse:
    """Show one account, oldest first, with its running balance."""
    viewer = viewer_of(request)
    if request.GET.get("as") == "csv":
        tell = getattr(request, "tell", None)
        whole = ledger.account_statement(
            viewer, code=code, currency=currency, size=SHORT_FILE if tell is None else 100_000
        )
        if whole.paginator.num_pages > 1 and tell is None:
            return errands.begin_file(request)
        head = ["entry", "at", "kind", "reason", "order", "party", "shipment", "part", "amount", "balance"]
        return csv_file(f"{code}-{currency}", head, [_posting_cells(row) for row in whole])
    found = ledger.account_statement(viewer, code=code, currency=currency, page=page_number(request))
    refs = payments.order_refs(viewer, {row.order_id for row in found if row.order_id})
    context = {
        "name": words.account_name(code),
        "code": code,
        "currency": currency,
        "page": found,
        "rows": [
            {
                "row": row,
                "kind": words.entry_name(row.kind),
                "reason": words.reason_words(row.kind, row.reason),
                "order_ref": refs.get(row.order_id or 0, ""),
            }
            for row in found
        ],
    }
    return render(request, "operator/money/account.html", context)


def _posting_cells(row: ledger.PostingRow) -> list[object]:
    return [
        row.entry_id,
        row.at.isoformat(),
        row.kind,
        row.reason,
        row.order_id,
        row.party_id,
        row.shipment_id,
        row.part,
        formats.money_plain(row.amount_minor, row.currency),
        formats.money_plain(row.balance_minor, row.currency),
    ]


@require_safe
def journal(request: HttpRequest, ref: str) -> HttpResponse:
    """Show every entry that touches an order, and its escrow."""
    viewer = viewer_of(request)
    order_id = payments.find_order_id(viewer, ref)
    if order_id is None:
        raise NotFound(f"No order {ref}.")
    entries = ledger.journal_of_order(viewer, order_id=order_id)
    if request.GET.get("as") == "csv":
        head = ["entry", "at", "kind", "account", "currency", "amount", "party", "shipment", "part"]
        rows = [
            [
                line.entry_id,
                line.at.isoformat(),
                line.kind,
                line.code,
                line.currency,
                formats.money_plain(line.amount_minor, line.currency),
                line.party_id,
                line.shipment_id,
                line.part,
            ]
            for entry in entries
            for line in entry.postings
        ]
        return csv_file(f"journal-{ref}", head, rows)
    context = {
        "ref": ref,
        "escrow": ledger.escrow_of(viewer, order_id=order_id),
        "entries": [
            {
                "row": entry,
                "name": words.entry_name(entry.kind),
                "reason": words.reason_words(
                    entry.kind, entry.reason, is_reversal=entry.reverses_id is not None
                ),
                "postings": [
                    {
                        "row": line,
                        "name": words.account_name(line.code),
                        "part": part_name(Part(line.part)) if line.part else "",
                    }
                    for line in entry.postings
                ],
            }
            for entry in entries
        ],
    }
    return render(request, "operator/money/journal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def audit(request: HttpRequest) -> HttpResponse:
    """Prove the invariants: at once while the books are short, else as an errand that shows how far it is."""
    viewer = viewer_of(request)
    viewer.require(*OPERATOR_ROLES)
    if request.method == "POST":
        return errands.begin(request, "audit", {}, key=key_of(request) or str(uuid4()))
    found = _checked(request, viewer)
    if found is None:
        return render(request, "operator/money/audit.html", {"is_long": True})
    checked = [{"row": row, "name": words.invariant_name(row.code)} for row in found]
    failed = sum(not one["row"].is_ok for one in checked)  # type: ignore[attr-defined]
    return render(request, "operator/money/audit.html", {"checked": checked, "failed": failed})


def _checked(request: HttpRequest, viewer: Viewer) -> list[Checked] | None:
    """Give what an errand found, or what is found now; ``None`` where that would take too long for a page."""
    if asked := request.GET.get("errand"):
        try:
            errand = get_errand(viewer, UUID(asked))
        except ValueError:
            raise NotFound(f"No errand {asked}.") from None
        told = errand.answer.get("checked", ())
        return [Checked(one["code"], tuple(one["broken"]), one["count"]) for one in told] or None
    return None if ledger.count_entries(viewer, most=SHORT_BOOKS) >= SHORT_BOOKS else audit_books(viewer)
