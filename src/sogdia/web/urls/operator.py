"""The operator's rooms: verify, moderate, pay, decide, ledger."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

app_name = "operator"
urlpatterns: list[URLPattern | URLResolver] = [
    path("claims/", include("sogdia.web.urls.operator_claims")),
    path("money/", include("sogdia.web.urls.operator_money")),
]
