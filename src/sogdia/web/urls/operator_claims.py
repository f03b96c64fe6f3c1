"""The operator's queue of claims."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sogdia.web.views import operator_claims

urlpatterns: list[URLPattern | URLResolver] = [
    path("", operator_claims.queue, name="claims"),
    path("<str:ref>/", operator_claims.claim, name="claim"),
]
