"""The carrier's rooms: departures, milestones, freight."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sogdia.web.views import carrier, ends

app_name = "carrier"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", carrier.home, name="home"),
    path("freight/", carrier.freight, name="freight"),
    path("freight/<str:ref>/", carrier.true_cost, name="true_cost"),
    path("departures/<str:ref>/", carrier.departure, name="departure"),
    path("departures/<str:ref>/milestone/", carrier.milestone, name="milestone"),
    path("departures/<str:ref>/<str:shipment>/delivered/", carrier.delivered, name="delivered"),
    path("departures/<str:ref>/<str:shipment>/failed/", carrier.failed, name="failed"),
    path("departures/<str:ref>/<str:shipment>/again/", carrier.again, name="again"),
    path("departures/<str:ref>/<str:shipment>/end/<slug:end>/", ends.carrier_end, name="end"),
]
