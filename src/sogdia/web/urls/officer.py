"""The region officer's cockpit."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "officer"
urlpatterns: list[URLPattern | URLResolver] = []
