"""Public pages: home, search, product, lot, region, departures."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "shop"
urlpatterns: list[URLPattern | URLResolver] = []
