"""Where the reader is: market, language and theme, chosen in one menu."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import translate_url
from django.views.decorators.http import require_POST

from sogdia.apps.markets import selectors as markets
from sogdia.domain.viewer import Viewer
from sogdia.usecases import keep_place
from sogdia.web.middleware import LANGUAGE_COOKIE, MARKET_COOKIE, THEME_COOKIE, keep
from sogdia.web.reading import own_path


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the chosen market and theme, and go back to the same page in the chosen language."""
    back = own_path(request, request.POST.get("next", ""), "/")
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        back = translate_url(back, language)
    response = redirect(back)
    if language in dict(settings.LANGUAGES):
        keep(response, LANGUAGE_COOKIE, language, request)
    market = request.POST.get("market", "")
    is_market = market in {choice.code for choice in markets.list_markets()}
    if is_market:
        keep(response, MARKET_COOKIE, market, request)
    theme = request.POST.get("theme")
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.is_signed_in:
        keep_place.keep_place(
            viewer=viewer,
            market_code=market if is_market else None,
            language=language if language in dict(settings.LANGUAGES) else None,
            theme=theme if theme in {"light", "dark", ""} else None,
        )
    if theme in {"light", "dark"}:
        keep(response, THEME_COOKIE, theme, request)
    elif theme == "":
        response.delete_cookie(THEME_COOKIE)
    return response
