"""The operator's queue of claims: look at the evidence, see what the rule gives, decide."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sogdia.apps.claims import selectors as claims
from sogdia.apps.claims.selectors import ClaimDossier
from sogdia.apps.quotes.part_names import part_name
from sogdia.domain.ledger.bearing import Bearer
from sogdia.domain.pricing.parts import Part
from sogdia.domain.viewer import Viewer
from sogdia.plumbing import links
from sogdia.plumbing.texts import pick
from sogdia.usecases.decide_claim import Decision, decide_claim
from sogdia.web.deeds import attempt, key_of
from sogdia.web.forms.claims import DecisionForm
from sogdia.web.lists import operator as lists
from sogdia.web.pages.thumbs import pack_name
from sogdia.web.tables import Table
from sogdia.web.words import orders as words


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """The claims that wait, the longest first; or what was decided."""
    is_open = request.GET.get("show") != "decided"
    table = Table(request, "claims", lists.claims(is_open=is_open), searches=True)
    found = claims.list_claims(_viewer(request), is_open=is_open)
    if table.is_file:
        return table.file(table.choose(found))
    page = table.cut(found)
    rows = [
        {
            "claim": one,
            "name": pick(one.goods.names),
            "reason": words.reason_name(one.reason),
            "tag": words.claim_tag(one.state),
            "payer": words.bearer_name(one.payer) if one.payer else "",
        }
        for one in page
    ]
    return render(
        request, "operator/claims.html", {"rows": rows, "is_open": is_open, "table": table, "page": page}
    )


@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, ref: str) -> HttpResponse:
    """One claim with its photographs, the computed refund and who bears it; decide with a reason."""
    asked = request.GET.get("bearer", "")
    bearer = Bearer(asked) if asked in {"seller", "carrier", "insurance", "house"} else None
    dossier = claims.get_dossier(_viewer(request), ref, bearer=bearer)
    form = _form(request, dossier)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        grants = request.POST.get("do") == "grant"
        done = attempt(
            request,
            lambda: decide_claim(
                viewer=_viewer(request),
                claim_ref=ref,
                decision=Decision(
                    grants, given["reason"], given["packs"], given["worth"] * 100, Bearer(given["bearer"])
                ),
                at=request.now,  # type: ignore[attr-defined]
                key=key_of(request),
            ),
            form=form,
        )
        if done is not None:
            messages.success(request, _("Granted, the money is on its way.") if grants else _("Rejected."))
            return redirect("operator:claims")
    row = dossier.claim
    context = {
        "form": form,
        "dossier": dossier,
        "claim": row,
        "name": pick(row.goods.names),
        "pack": pack_name(row.goods),
        "seller": pick(row.goods.seller_names),
        "reason": words.reason_name(row.reason),
        "tag": words.claim_tag(row.state),
        "payer": words.bearer_name(row.payer) if row.payer else "",
        "parts": [
            (part_name(Part(one.part)), one.minor, words.bearer_name(one.bearer)) for one in dossier.parts
        ],
        "photos": [_shown(request, photo.file, photo.widths) for photo in row.photos],
    }
    return render(request, "operator/claim.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, dossier: ClaimDossier) -> DecisionForm:
    initial = {
        "packs": dossier.claim.packs,
        "worth": dossier.lost_worth_bp // 100,
        "bearer": dossier.usual_bearer,
    }
    return DecisionForm(request.POST if request.method == "POST" else None, initial=initial)


def _shown(request: HttpRequest, file: str, widths: tuple[int, ...]) -> str:
    token = links.for_picture(file, at=request.now)  # type: ignore[attr-defined]
    return reverse("files:picture", args=[f"shown/{token}/{max(widths)}.webp"])
