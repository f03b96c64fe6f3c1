"""The hub's rooms: scan, receive, load, seal."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "hub"
urlpatterns: list[URLPattern | URLResolver] = []
