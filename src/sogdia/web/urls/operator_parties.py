"""The operator's sellers and regions: verify, send back, agree."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sogdia.web.views import operator_parties

urlpatterns: list[URLPattern | URLResolver] = [
    path("sellers/", operator_parties.index, name="sellers"),
    path("sellers/<slug:code>/", operator_parties.show, name="seller"),
    path("sellers/<slug:code>/verify/", operator_parties.verify, name="verify_seller"),
    path("sellers/<slug:code>/send-back/", operator_parties.send_back, name="send_back_seller"),
    path("regions/", operator_parties.regions, name="regions"),
    path("regions/<slug:code>/", operator_parties.move, name="move_agreement"),
]
