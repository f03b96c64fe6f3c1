"""Today: at most five things to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sogdia.web.pages import sell_today as pages
from sogdia.web.views import sell_base as base


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Show what is to do, and what the month brought."""
    desk = base.desk_of(request)
    shown = pages.today(desk, at=request.now, day=base.today_of(request))  # type: ignore[attr-defined]
    return base.page(request, "sell/today.html", desk, {"today": shown})
