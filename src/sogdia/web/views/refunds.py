"""A buyer says where money goes that cannot go back the way it came."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sogdia.apps.payments import selectors as payments
from sogdia.domain.refusals import NotFound
from sogdia.usecases.give_refund_details import give_refund_details
from sogdia.web import order_links
from sogdia.web.deeds import attempt
from sogdia.web.forms.refunds import BankDetailsForm


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, order_ref: str) -> HttpResponse:
    """Show the refunds of an order that wait for bank details, and take them."""
    answer = order_links.take(request, order_ref)
    if answer is not None:
        return answer
    found = payments.refunds_to_detail(
        request.viewer,  # type: ignore[attr-defined]
        order_ref,
        link=order_links.held(request, order_ref),
    )
    form = BankDetailsForm(request.POST or None)
    if request.method == "POST":
        uid = request.POST.get("refund", "")
        if uid not in {row.uid for row in found}:
            raise NotFound("No such refund.")

        def give() -> bool:
            given = form.cleaned_data
            at = request.now  # type: ignore[attr-defined]
            give_refund_details(refund_uid=uid, at=at, **given)
            return True

        if form.is_valid() and attempt(request, give, form=form):
            messages.success(request, _("Thank you. Two people check the account, then the money is sent."))
            return redirect("refunds:details", order_ref)
    context = {"order_ref": order_ref, "refunds": found, "form": form}
    return render(request, "refunds/details.html", context, status=422 if form.errors else 200)
