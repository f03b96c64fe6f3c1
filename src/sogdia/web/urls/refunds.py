"""A buyer's own page for refunds that wait for bank details."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sogdia.web.views import refunds

app_name = "refunds"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:order_ref>/", refunds.details, name="details"),
]
