"""A person's own pages: start, notices, preferences, data."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sogdia.web.views import account, sell_team, start

app_name = "account"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.start, name="start"),
    path("join/<str:token>/", sell_team.join, name="join"),
    path("notices/", account.list_notices, name="notices"),
    path("notices/read/", account.read, name="read"),
    path("preferences/", account.preferences, name="preferences"),
    path("data/", account.data, name="data"),
    path("data/my-data.json", account.download, name="download"),
    path("data/erase/", account.erase, name="erase"),
]
