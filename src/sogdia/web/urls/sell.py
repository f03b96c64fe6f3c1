"""The seller's rooms: Today, products, lots, orders, payouts, team."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "sell"
urlpatterns: list[URLPattern | URLResolver] = []
