"""A person's own pages: start, notices, preferences."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sogdia.web.views import start

app_name = "account"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.start, name="start"),
]
