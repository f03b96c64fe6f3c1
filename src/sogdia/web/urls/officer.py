"""The region officer's cockpit."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sogdia.web.views import officer

app_name = "officer"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", officer.home, name="home"),
    path("table.csv", officer.table, name="table"),
    path("producers/", officer.producers, name="producers"),
    path("agreement/", officer.agreements, name="agreements"),
]
