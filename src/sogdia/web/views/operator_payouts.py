"""The operator's payouts and the true freight of departures."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sogdia.apps.settlement import costs
from sogdia.apps.settlement import selectors as settlement
from sogdia.domain.pricing.parts import Part
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import OPERATOR_ROLES, Role
from sogdia.plumbing import wiring
from sogdia.plumbing.listing import FILE_ROWS
from sogdia.usecases import approve_payout_batch, confirm_payout, make_payout_batch
from sogdia.usecases.pay_costs import pay_costs
from sogdia.usecases.true_up_departure import true_up_departure
from sogdia.web.deeds import attempt, key_of
from sogdia.web.forms.operator_money import AmountForm, FailForm
from sogdia.web.lists import money as lists
from sogdia.web.second_step import say_again_first
from sogdia.web.tables import Table
from sogdia.web.views.operator_money import bank_file, house_account, viewer_of
from sogdia.web.words import money as words


@require_safe
def payouts(request: HttpRequest) -> HttpResponse:
    """Show what sellers are due, and the batches."""
    viewer = viewer_of(request)
    due = settlement.list_due(viewer, today=request.now.date())  # type: ignore[attr-defined]
    reopened = settlement.list_reopened(viewer)
    due_table = Table(request, "due", lists.DUE)
    batch_table = Table(request, "batches", lists.BATCHES, of="batches")
    if due_table.is_file:
        return due_table.file(due_table.choose(due))
    if batch_table.is_file:
        return batch_table.file(batch_table.choose(settlement.list_batches(viewer, limit=FILE_ROWS)))
    context = {
        "due": due_table.cut(due),
        "due_table": due_table,
        "batch_table": batch_table,
        "reopened": reopened,
        "currencies": sorted({row.currency for row in due} | {row.currency for row in reopened}),
        "batches": [
            {"row": row, "tag": words.payout_tag(row.state)}
            for row in batch_table.cut(settlement.list_batches(viewer))
        ],
        "may_act": viewer.has_role(Role.TREASURER),
    }
    return render(request, "operator/money/payouts.html", context)


@require_POST
def make_batch(request: HttpRequest) -> HttpResponse:
    """Gather what is due in one currency."""
    made = attempt(
        request,
        lambda: make_payout_batch.make_payout_batch(
            viewer=viewer_of(request),
            currency=request.POST.get("currency", "")[:3],
            at=request.now,  # type: ignore[attr-defined]
            key=key_of(request),
        ),
    )
    if made is None:
        return redirect("operator:payouts")
    if made.left_out:
        messages.warning(request, _("Sellers without a bank account were left out."))
    messages.success(request, _("Batch %(ref)s waits for a second person.") % {"ref": made.ref})
    return redirect("operator:batch", made.ref)


@require_safe
def batch(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one batch with its payouts."""
    viewer = viewer_of(request)
    found, rows = settlement.get_batch(viewer, ref)
    context = {
        "batch": found,
        "tag": words.payout_tag(found.state),
        "rows": [{"row": row, "tag": words.payout_tag(row.state)} for row in rows],
        "may_act": viewer.has_role(Role.TREASURER),
        "is_own": found.made_by == viewer.user_id,
        "form": FailForm(),
    }
    return render(request, "operator/money/batch.html", context)


@require_POST
@say_again_first
def approve_batch(request: HttpRequest, ref: str) -> HttpResponse:
    """Let a batch go as the second person."""
    name = attempt(
        request,
        lambda: approve_payout_batch.approve_payout_batch(
            viewer=viewer_of(request),
            batch_ref=ref,
            reason=request.POST.get("reason", "")[:300],
            house=house_account(),
            maker=wiring.transfer_file(),
            files=wiring.files(),
            at=request.now,  # type: ignore[attr-defined]
        ),
    )
    if name:
        messages.success(request, _("Approved. The bank file is ready to download."))
    return redirect("operator:batch", ref)


@require_safe
def download_batch(request: HttpRequest, ref: str) -> HttpResponse:
    """Give the bank file of an approved batch; treasurers only."""
    viewer = viewer_of(request)
    viewer.require(Role.TREASURER)
    found, _rows = settlement.get_batch(viewer, ref)
    if not found.file:
        raise NotFound(f"{ref} has no file.")
    return bank_file(found.file, ref)


@require_POST
def payout_deed(request: HttpRequest, ref: str, deed: str) -> HttpResponse:
    """Take in that the bank sent a payout, or refused it."""
    viewer, at = viewer_of(request), request.now  # type: ignore[attr-defined]
    form = FailForm(request.POST)
    if deed == "confirm":

        def confirm() -> bool:
            confirm_payout.confirm_payout(viewer=viewer, payout_ref=ref, at=at)
            return True

        if attempt(request, confirm):
            messages.success(request, _("Kept: the payout left."))
    elif deed == "fail" and form.is_valid():

        def fail() -> bool:
            reason = form.cleaned_data["reason"]
            confirm_payout.fail_payout(viewer=viewer, payout_ref=ref, reason=reason, at=at)
            return True

        if attempt(request, fail):
            messages.success(request, _("Kept: it is due again and goes into the next batch."))
    else:
        messages.error(request, _("Say why: the reason is kept with the deed."))
    return redirect("operator:batch", ref.rpartition("-")[0])


@require_safe
def freight(request: HttpRequest) -> HttpResponse:
    """Show departures under way, with and without their true cost."""
    viewer = viewer_of(request)
    viewer.require(*OPERATOR_ROLES)
    table = Table(request, "freight", lists.FREIGHT, searches=True)
    rows = settlement.list_departures_to_cost(viewer)
    if table.is_file:
        return table.file(table.choose(rows))
    return render(
        request, "operator/money/freight.html", {"rows": table.cut(rows), "table": table, "page": table.page}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def departure_freight(request: HttpRequest, ref: str) -> HttpResponse:
    """Enter what a departure's vehicle truly cost, and show how it was shared."""
    viewer = viewer_of(request)
    viewer.require(*OPERATOR_ROLES)
    cost, shares = settlement.get_departure_cost(viewer, ref)
    form = AmountForm(request.POST or None, currency=cost.currency, label=_("What the vehicle truly cost"))
    if request.method == "POST" and form.is_valid():

        def enter() -> int:
            return true_up_departure(
                viewer=viewer,
                departure_ref=ref,
                true_fixed_minor=form.money.minor,
                at=request.now,  # type: ignore[attr-defined]
            )

        if attempt(request, enter, form=form) is not None:
            messages.success(
                request, _("Shared. What was quoted above the true share goes back to the buyers.")
            )
            return redirect("operator:freight_departure", ref)
    context = {
        "cost": cost,
        "shares": shares,
        "form": form,
        "costs": [(row, words.cost_name(row.part)) for row in costs.list_costs(viewer, ref)],
        "may_act": viewer.has_role(Role.TREASURER),
    }
    return render(
        request, "operator/money/freight_departure.html", context, status=422 if form.errors else 200
    )


@require_POST
def pay_departure_costs(request: HttpRequest, ref: str, part: str) -> HttpResponse:
    """Pay one kind of a departure's costs from working capital."""
    viewer = viewer_of(request)
    viewer.require(Role.TREASURER)
    if part not in set(Part):
        raise NotFound(f"No cost {part}.")

    def pay() -> int:
        return pay_costs(
            viewer=viewer,
            departure_ref=ref,
            part=Part(part),
            at=request.now,  # type: ignore[attr-defined]
            key=key_of(request),
        )

    if attempt(request, pay) is not None:
        messages.success(
            request, _("Paid from working capital. It comes back when the order's money is released.")
        )
    return redirect("operator:freight_departure", ref)
