"""The carrier's rooms: departures, milestones, freight."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "carrier"
urlpatterns: list[URLPattern | URLResolver] = []
