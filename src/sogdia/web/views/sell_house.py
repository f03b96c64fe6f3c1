"""A seller's house: join, register, papers, submit."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sogdia.apps.parties import seller_selectors as sellers
from sogdia.domain.viewer import Role
from sogdia.plumbing import wiring
from sogdia.usecases import keep_house_papers as papers
from sogdia.usecases import register_seller as registering
from sogdia.usecases import submit_seller as submitting
from sogdia.web.deeds import attempt, key_of
from sogdia.web.forms.sell_house import BankForm, HouseForm, LicenceForm
from sogdia.web.pages import sell_terms as terms
from sogdia.web.second_step import say_again_first
from sogdia.web.views import sell_base as base
from sogdia.web.words import sell as words


@require_safe
def join(request: HttpRequest) -> HttpResponse:
    """Say in public what joining takes and brings."""
    regions = [row for row in sellers.list_region_choices() if not row.parent_names]
    live = [row.name for row in regions if row.is_live]
    waiting = [row.name for row in regions if not row.is_live]
    return render(request, "sell/join.html", {"live": live, "waiting": waiting})


@login_required
def register(request: HttpRequest) -> HttpResponse:
    """Begin a house: the draft is kept from the first form on."""
    form = HouseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        party_id = attempt(
            request,
            lambda: registering.register_seller(
                viewer=request.viewer,  # type: ignore[attr-defined]
                facts=form.facts(),
                at=request.now,  # type: ignore[attr-defined]
                key=key_of(request),
            ),
            form=form,
        )
        if party_id is not None:
            request.session[base.SESSION_KEY] = party_id
            messages.success(
                request, _("The draft is kept. Add a licence and a bank account, then submit it.")
            )
            return redirect("sell:house")
    status = 422 if form.errors else 200
    return render(request, "sell/register.html", {"form": form}, status=status)


@require_safe
def house(request: HttpRequest) -> HttpResponse:
    """Show the house, what is missing, and its papers."""
    return _house(request)


def _house(
    request: HttpRequest,
    *,
    form: HouseForm | None = None,
    licence: LicenceForm | None = None,
    bank: BankForm | None = None,
) -> HttpResponse:
    desk = base.desk_of(request)
    desk.require(Role.OWNER, Role.AGENT)
    found = sellers.get_house(desk.viewer, desk.party_id)
    today = base.today_of(request)
    missing = sellers.missing_of(desk.viewer, desk.party_id, today=today)
    context = {
        "house": found,
        "tag": words.seller_tag(found.state),
        "form": form or HouseForm(house=found),
        "licence": licence or LicenceForm(),
        "licences": [(words.licence_name(row.kind), row, row.days_left(today)) for row in found.licences],
        "bank": bank or BankForm(house=found),
        "missing": [words.house_missing_name(code) for code in missing],
        "may_submit": found.state in ("draft", "sent-back"),
        "terms": terms.seller_terms_sentence(),
        "steps": [(words.seller_tag(step.state), step) for step in found.steps],
    }
    status = 422 if any(each is not None and each.errors for each in (form, licence, bank)) else 200
    return base.page(request, "sell/house.html", desk, context, status=status)


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Keep who the house is."""
    desk = base.desk_of(request)
    found = sellers.get_house(desk.viewer, desk.party_id)
    form = HouseForm(request.POST, house=found)
    if form.is_valid():
        done = attempt(
            request,
            lambda: registering.register_seller(
                viewer=desk.viewer,
                facts=form.facts(),
                party_id=desk.party_id,
                at=request.now,  # type: ignore[attr-defined]
                key=key_of(request),
            ),
            form=form,
        )
        if done is not None:
            messages.success(request, _("Kept."))
            return redirect("sell:house")
    return _house(request, form=form)


@require_POST
def keep_licence(request: HttpRequest) -> HttpResponse:
    """Add a licence, or renew one."""
    desk = base.desk_of(request)
    form = LicenceForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        done = attempt(
            request,
            lambda: papers.keep_licence(
                viewer=desk.viewer,
                party_id=desk.party_id,
                kind=given["licence_kind"],
                number=given["licence_number"],
                valid_until=given["valid_until"],
                paper=given["paper"].read() if given["paper"] else b"",
                files=wiring.files(),
                today=base.today_of(request),
                licence_id=given["licence"],
                at=request.now,  # type: ignore[attr-defined]
                key=key_of(request),
            ),
            form=form,
        )
        if done is not None:
            messages.success(request, _("The licence is kept."))
            return redirect("sell:house")
    return _house(request, licence=form)


@require_POST
@say_again_first
def keep_bank(request: HttpRequest) -> HttpResponse:
    """Keep where the house is paid."""
    desk = base.desk_of(request)
    form = BankForm(request.POST, house=sellers.get_house(desk.viewer, desk.party_id))
    if form.is_valid():
        given = form.cleaned_data

        def deed() -> bool:
            papers.keep_bank_account(
                viewer=desk.viewer,
                party_id=desk.party_id,
                holder=given["holder"],
                account=given["account"],
                bank_code=given["bank_code"],
                bank_name=given["bank_name"],
                at=request.now,  # type: ignore[attr-defined]
                key=key_of(request),
            )
            return True

        if attempt(request, deed, form=form):
            messages.success(request, _("The account is kept. Payouts go there from now on."))
            return redirect("sell:house")
    return _house(request, bank=form)


@require_POST
def submit(request: HttpRequest) -> HttpResponse:
    """Ask to be verified."""
    desk = base.desk_of(request)
    consent = terms.seller_consent(get_language() or "en") if request.POST.get("consent") else None

    def deed() -> bool:
        submitting.submit_seller(
            viewer=desk.viewer,
            party_id=desk.party_id,
            consent=consent,
            today=base.today_of(request),
            at=request.now,  # type: ignore[attr-defined]
            key=key_of(request),
        )
        return True

    if attempt(request, deed):
        messages.success(request, _("Submitted. You hear by e-mail once it is verified."))
    return redirect("sell:house")
