"""The customs broker's queue of classifications."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "broker"
urlpatterns: list[URLPattern | URLResolver] = []
