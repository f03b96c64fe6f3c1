"""Public pages: home, search, product, lot, region, departures."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sogdia.web.views import place

app_name = "shop"
urlpatterns: list[URLPattern | URLResolver] = [
    path("place/", place.choose, name="place"),
]
