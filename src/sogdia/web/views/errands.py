"""The page of a long deed: how far it is, what came of it, and a way to stop it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sogdia.plumbing.errands import selectors, services
from sogdia.web import errands


@login_required
@require_safe
def show(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show how far it is; the page asks again by itself until it has ended."""
    errand = selectors.get_errand(request.viewer, uid)  # type: ignore[attr-defined]
    url, link = errands.way_on(errand)
    context = {
        "errand": errand,
        "title": errands.TITLES[errand.kind],
        "percent": errand.done * 100 // errand.total if errand.total else None,
        "url": url,
        "link": link,
    }
    answer = render(request, "me/errand.html", context)
    patch_cache_control(answer, private=True, no_store=True)
    return answer


@login_required
@require_POST
def stop(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Stop it where it is."""
    errand = selectors.get_errand(request.viewer, uid)  # type: ignore[attr-defined]
    if services.stop(viewer=request.viewer, uid=errand.uid, at=request.now):  # type: ignore[attr-defined]
        messages.success(request, _("Stopped. What was done by then stays done."))
    return redirect("account:errand", uid)


@login_required
@require_safe
def file(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give the file that came of it."""
    errand = selectors.get_errand(request.viewer, uid)  # type: ignore[attr-defined]
    content = selectors.read_file(request.viewer, uid)  # type: ignore[attr-defined]
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{errand.file_name}"'
    patch_cache_control(answer, private=True, no_store=True)
    return answer
