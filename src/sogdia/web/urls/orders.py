"""A buyer's orders, tracking, claims, messages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sogdia.web.views import orders, track

app_name = "orders"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", orders.listing, name="list"),
    path("track/", track.track, name="track"),
    path("<str:ref>/", orders.show, name="order"),
    path("<str:ref>/reckoning/", orders.reckoning, name="reckoning"),
    path("<str:ref>/paper/<uuid:uid>.pdf", orders.paper, name="paper"),
    path("<str:ref>/cancel/", orders.cancel, name="cancel"),
    path("<str:ref>/withdraw/", orders.withdraw, name="withdraw"),
    path("<str:ref>/accept/", orders.accept, name="accept"),
    path("<str:ref>/answer/", orders.answer, name="answer"),
    path("<str:ref>/say/", orders.say, name="say"),
    path("<str:ref>/claim/<str:shipment>/", orders.claim, name="claim"),
]
