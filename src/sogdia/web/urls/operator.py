"""The operator's rooms: verify, moderate, pay, decide, ledger."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "operator"
urlpatterns: list[URLPattern | URLResolver] = []
