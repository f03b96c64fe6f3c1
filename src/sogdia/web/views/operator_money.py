"""The operator's receipts, statements and refunds."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sogdia.apps.payments import selectors as payments
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing import wiring
from sogdia.usecases import allocate_receipt, approve_refund, confirm_refund, make_refund_file, return_refund
from sogdia.usecases import import_statement as importing
from sogdia.usecases.make_refund_file import HouseAccount
from sogdia.usecases.settle_provider import settle_provider
from sogdia.web import errands
from sogdia.web.deeds import attempt, key_of
from sogdia.web.forms.operator_money import ProposalForm, ProviderPayoutForm, StatementForm
from sogdia.web.lists import money as lists
from sogdia.web.second_step import say_again_first
from sogdia.web.tables import Table
from sogdia.web.words import money as words
from sogdia.web.words.reasons import kept_reason


def viewer_of(request: HttpRequest) -> Viewer:
    """Give who asks."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def house_account() -> HouseAccount:
    """Give the account that pays."""
    house = settings.DEPLOYMENT
    return HouseAccount(house["escrow_holder"] or house["operator"], house["bank_account"], house["bank_bic"])


@require_safe
def receipts(request: HttpRequest) -> HttpResponse:
    """Show money that arrived; what waits can be given to an order or sent back."""
    viewer = viewer_of(request)
    state = request.GET.get("state", "unallocated")
    table = Table(request, "receipts", lists.RECEIPTS)
    found = table.show(
        payments.list_receipts(viewer, state="" if state == "all" else state, asked=table.asked)
    )
    if table.is_file:
        return table.file(found)
    rows = [
        {
            "row": row,
            "tag": words.receipt_tag(row.state),
            "match": words.match_name(row.reason),
            "provider": words.provider_name(row.provider),
            "is_own_proposal": row.proposed_by == viewer.user_id,
        }
        for row in found
    ]
    states = [("unallocated", _("Waiting")), ("matched", _("Given to orders")), ("all", _("All"))]
    context = {
        "rows": rows,
        "page": found,
        "table": table,
        "state": state,
        "states": states,
        "form": ProposalForm(),
        "waiting": payments.count_waiting(viewer),
        "may_act": viewer.has_role(Role.TREASURER),
        "statements": payments.list_statements(viewer, limit=5),
        "provider_form": ProviderPayoutForm(currency="EUR"),
    }
    return render(request, "operator/money/receipts.html", context)


@require_POST
def receipt_deed(request: HttpRequest, receipt_id: int, deed: str) -> HttpResponse:
    """Propose what waiting money is for, confirm another's proposal, or take one's own back."""
    viewer, at = viewer_of(request), request.now  # type: ignore[attr-defined]
    done: bool | None = None
    if deed == "propose":
        form = ProposalForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Say why: the reason is kept with the deed."))
            return redirect("operator:receipts")

        def propose() -> bool:
            allocate_receipt.propose_allocation(
                viewer=viewer, receipt_id=receipt_id, at=at, **form.cleaned_data
            )
            return True

        done = attempt(request, propose)
        word = _("Proposed. Another person confirms it.")
    elif deed == "confirm":

        def confirm() -> bool:
            allocate_receipt.confirm_allocation(viewer=viewer, receipt_id=receipt_id, at=at)
            return True

        done = attempt(request, confirm)
        word = _("Done as proposed.")
    elif deed == "withdraw":

        def withdraw() -> bool:
            allocate_receipt.withdraw_proposal(viewer=viewer, receipt_id=receipt_id, at=at)
            return True

        done = attempt(request, withdraw)
        word = _("The proposal is taken back.")
    else:
        raise NotFound(deed)
    if done:
        messages.success(request, word)
    return redirect("operator:receipts")


@require_POST
def provider_paid_out(request: HttpRequest) -> HttpResponse:
    """Book what a payment provider paid out to the house's account."""
    currency = request.POST.get("currency", "EUR")[:3].upper()
    form = ProviderPayoutForm(request.POST, currency=currency)
    if not form.is_valid() or not form.money.minor:
        messages.error(request, _("Enter the amount and the provider's reference."))
        return redirect("operator:receipts")

    def deed() -> bool:
        return settle_provider(
            viewer=viewer_of(request),
            amount=form.money,
            reference=form.cleaned_data["reference"],
            at=request.now,  # type: ignore[attr-defined]
        )

    done = attempt(request, deed)
    if done is not None:
        messages.success(request, _("Booked.") if done else _("This payout was booked before."))
    return redirect("operator:receipts")


@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest) -> HttpResponse:
    """Take a statement file and show what each credit would become; nothing is booked yet."""
    viewer = viewer_of(request)
    viewer.require(Role.TREASURER)
    form = StatementForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read()

        def look() -> importing.StatementSeen:
            return importing.preview_statement(
                viewer=viewer,
                content=content,
                reader=wiring.statements(),
                at=request.now,  # type: ignore[attr-defined]
            )

        seen = attempt(request, look, form=form)
        if seen is not None:
            name = _kept(seen.digest)
            if not wiring.files().exists(name):
                wiring.files().save(name, content)
            context |= {"seen": seen, "lines": _lines(seen)}
            return render(request, "operator/money/statement_seen.html", context)
    status = 422 if request.method == "POST" else 200
    return render(request, "operator/money/statement.html", context, status=status)


@require_POST
def book_statement(request: HttpRequest) -> HttpResponse:
    """Book a statement that was looked at."""
    viewer = viewer_of(request)
    viewer.require(Role.TREASURER)
    digest = request.POST.get("digest", "")
    name = _kept(digest)
    if len(digest) != 64 or not digest.isascii() or not digest.isalnum() or not wiring.files().exists(name):
        raise NotFound("No such statement.")
    content = wiring.files().read(name)
    assert hashlib.sha256(content).hexdigest() == digest, "a kept file never changes"

    if len(content) > errands.LARGE_STATEMENT:
        return errands.begin(request, "statement", {"name": name}, key=key_of(request))

    def book() -> importing.StatementSeen:
        return importing.import_statement(
            viewer=viewer,
            content=content,
            reader=wiring.statements(),
            at=request.now,  # type: ignore[attr-defined]
        )

    booked = attempt(request, book)
    if booked is None:
        return redirect("operator:statement")
    words_ = ngettext("%(n)s credit was booked.", "%(n)s credits were booked.", booked.new_count)
    messages.success(request, words_ % {"n": booked.new_count})
    return redirect("operator:receipts")


def _kept(digest: str) -> str:
    return f"statements/{digest}"


def _lines(seen: importing.StatementSeen) -> list[dict[str, object]]:
    return [
        {"row": line, "match": words.match_name(line.match), "kind": words.match_kind(line.match)}
        for line in seen.lines
    ]


@require_safe
def refunds(request: HttpRequest) -> HttpResponse:
    """Show the refund queue."""
    viewer = viewer_of(request)
    state = request.GET.get("state", "")
    table = Table(request, "refunds", lists.REFUNDS)
    found = table.show(payments.list_refunds(viewer, state=state, asked=table.asked))
    if table.is_file:
        return table.file(found)
    rows = [
        {
            "row": row,
            "tag": words.refund_tag(row.state),
            "kind": words.refund_kind(row.kind),
            "reason": kept_reason(row.reason),
            "provider": words.provider_name(row.provider),
            "may_approve": row.by_bank
            and row.state in ("due", "details-given")
            and row.checked_by != viewer.user_id,
            "may_confirm": row.by_bank and row.state == "sent",
            "may_return": row.by_bank and row.state in ("sent", "confirmed"),
        }
        for row in found
    ]
    is_treasurer = viewer.has_role(Role.TREASURER)
    states = ["", "due", "needs-details", "details-given", "approved", "sent", "confirmed"]
    context = {
        "rows": rows,
        "page": found,
        "table": table,
        "state": state,
        "states": [(s, words.refund_tag(s)[0] if s else _("All")) for s in states],
        "may_act": is_treasurer,
        "currencies": payments.currencies_approved(viewer),
        "files": payments.list_files(viewer) if is_treasurer else [],
    }
    return render(request, "operator/money/refunds.html", context)


@require_POST
@say_again_first
def refund_deed(request: HttpRequest, uid: UUID, deed: str) -> HttpResponse:
    """Approve a refund that goes by transfer, confirm that it left, or take in that it came back."""
    viewer, at = viewer_of(request), request.now  # type: ignore[attr-defined]
    why = request.POST.get("reason", "")[:300]
    if deed == "approve":
        state = attempt(
            request,
            lambda: approve_refund.approve_refund(viewer=viewer, refund_uid=str(uid), reason=why, at=at),
        )
        if state == "approved":
            messages.success(request, _("Approved. It goes into the next bank file."))
        elif state:
            messages.success(request, _("Checked. A second person approves it."))
    elif deed == "confirm":

        def confirm() -> bool:
            confirm_refund.confirm_refund(viewer=viewer, refund_uid=str(uid), at=at)
            return True

        if attempt(request, confirm):
            messages.success(request, _("Kept: the refund left."))
    elif deed == "return":
        back = attempt(
            request,
            lambda: return_refund.return_refund(viewer=viewer, refund_uid=str(uid), reason=why, at=at),
        )
        if back:
            messages.success(request, _("Kept: it came back. The buyer is asked for other details."))
    else:
        raise NotFound(deed)
    return redirect("operator:refunds")


@require_POST
def refund_file(request: HttpRequest) -> HttpResponse:
    """Write the approved refunds of one currency into a bank file."""
    ref = attempt(
        request,
        lambda: make_refund_file.make_refund_file(
            viewer=viewer_of(request),
            currency=request.POST.get("currency", "")[:3],
            house=house_account(),
            maker=wiring.transfer_file(),
            files=wiring.files(),
            at=request.now,  # type: ignore[attr-defined]
        ),
    )
    if ref:
        messages.success(request, _("Bank file %(ref)s is ready to download.") % {"ref": ref})
    return redirect("operator:refunds")


@require_safe
def download_refund_file(request: HttpRequest, ref: str) -> HttpResponse:
    """Give a bank file of refunds."""
    return bank_file(payments.get_file(viewer_of(request), ref).file, ref)


def bank_file(name: str, ref: str) -> HttpResponse:
    """Give a file for the bank; browsers keep no copy."""
    answer = HttpResponse(wiring.files().read(name), content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="{ref}.xml"'
    answer["Cache-Control"] = "no-store"
    return answer
