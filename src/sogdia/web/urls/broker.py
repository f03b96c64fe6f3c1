"""The customs broker's room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sogdia.web.views import broker

app_name = "broker"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", broker.home, name="home"),
    path("codes.csv", broker.table, name="table"),
    path("codes/<int:pk>/", broker.case, name="case"),
]
