"""What machines call: callbacks of payment providers, and whether this process is well."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from sogdia.domain.ports import CallbackForged
from sogdia.plumbing import health, wiring
from sogdia.usecases.take_provider_news import NewsTooEarly, take_provider_news
from sogdia.web import safety_log


@csrf_exempt
@require_POST
def provider_callback(request: HttpRequest, code: str) -> HttpResponse:
    """Take a provider's callback: 200 for news and for duplicates alike, 403 when forged, 503 to be told again."""
    provider = wiring.payment_providers().get(code)
    if provider is None:
        return HttpResponse("unknown", status=404, content_type="text/plain")
    try:
        outcome = take_provider_news(
            provider=provider, headers=dict(request.headers), body=request.body, at=datetime.now(UTC)
        )
    except CallbackForged:
        safety_log.note(request, "callback-forged", provider=code)
        return HttpResponse("forged", status=403, content_type="text/plain")
    except NewsTooEarly:
        return HttpResponse("later", status=503, content_type="text/plain")
    return HttpResponse(outcome, content_type="text/plain")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Tell that the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Tell whether pages can be served: the database answers and is migrated; 503 says what is missing."""
    missing = health.missing()
    body = {"ready": not missing, "missing": missing, "mode": settings.DEPLOYMENT["mode"]}
    return JsonResponse(body, status=503 if missing else 200)
