"""Photographs of a product: add, order, describe, remove, and take a removal back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sogdia.apps.catalogue import seller_selectors as catalogue
from sogdia.plumbing import wiring
from sogdia.plumbing.texts import short
from sogdia.usecases import add_photo as adding
from sogdia.usecases import arrange_photos as arranging
from sogdia.web.deeds import attempt, key_of
from sogdia.web.forms.sell_products import PhotoForm
from sogdia.web.views import sell_base as base
from sogdia.web.views.sell_products import SELLERS, show_page


@require_POST
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a photograph; what was written stays when the file is refused."""
    desk = base.desk_of(request)
    desk.require(*SELLERS)
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        done = attempt(
            request,
            lambda: adding.add_photo(
                viewer=desk.viewer,
                slug=slug,
                content=form.cleaned_data["photo"].read(),
                alt={short(get_language()): form.cleaned_data["alt"]},
                pictures=wiring.pictures(),
                at=request.now,  # type: ignore[attr-defined]
                key=key_of(request),
            ),
            form=form,
        )
        if done is not None:
            messages.success(request, _("The photograph is kept."))
            return redirect(reverse("sell:product", args=[slug]) + "#photos")
    return show_page(request, slug, photo=form, status=422)


@require_POST
def change(request: HttpRequest, slug: str, photo_id: int) -> HttpResponse:
    """Move, describe or remove a photograph, as the pressed button says."""
    desk = base.desk_of(request)
    desk.require(*SELLERS)
    what = request.POST.get("do", "")
    now = request.now  # type: ignore[attr-defined]
    back = reverse("sell:product", args=[slug])
    if what in ("up", "down"):
        arranging.move_photo(
            viewer=desk.viewer, slug=slug, photo_id=photo_id, up=what == "up", at=now, key=key_of(request)
        )
    elif what == "remove":
        key = key_of(request)
        arranging.remove_photo(viewer=desk.viewer, slug=slug, photo_id=photo_id, at=now, key=key)
        back += f"?removed={key}"
    elif what == "describe":
        product = catalogue.get_product(desk.viewer, desk.party_id, slug)
        kept = next((dict(row.alt) for row in product.photos if row.id == photo_id), {})
        words = request.POST.get("alt", "")[:200]
        arranging.describe_photo(
            viewer=desk.viewer,
            slug=slug,
            photo_id=photo_id,
            alt={**kept, short(get_language()): words},
            at=now,
            key=key_of(request),
        )
    return redirect(back + "#photos")


@require_POST
def restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the removed photograph back."""
    desk = base.desk_of(request)
    desk.require(*SELLERS)
    arranging.restore_photo(
        viewer=desk.viewer,
        slug=slug,
        removal_key=request.POST.get("removed", "")[:80],
        at=request.now,  # type: ignore[attr-defined]
    )
    messages.success(request, _("The photograph is back."))
    return redirect(reverse("sell:product", args=[slug]) + "#photos")
