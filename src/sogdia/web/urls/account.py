"""A person's own pages: start, notices, preferences, data."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sogdia.web.views import account, errands, safety, sell_team, start

app_name = "account"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.start, name="start"),
    path("join/<str:token>/", sell_team.join, name="join"),
    path("notices/", account.list_notices, name="notices"),
    path("notices/read/", account.read, name="read"),
    path("preferences/", account.preferences, name="preferences"),
    path("security/", safety.security, name="security"),
    path("security/end/", safety.end_others, name="end_sign_ins"),
    path("security/end/<int:pk>/", safety.end_one, name="end_sign_in"),
    path("errands/<uuid:uid>/", errands.show, name="errand"),
    path("errands/<uuid:uid>/stop/", errands.stop, name="errand_stop"),
    path("errands/<uuid:uid>/table.csv", errands.file, name="errand_file"),
    path("data/", account.data, name="data"),
    path("data/my-data.json", account.download, name="download"),
    path("data/erase/", account.erase, name="erase"),
]
