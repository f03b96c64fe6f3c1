"""The hub's rooms: scan, receive, load, seal."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sogdia.web.views import hub, hub_board

app_name = "hub"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", hub.home, name="home"),
    path("receive/", hub.receive, name="receive"),
    path("receive/<str:ref>/", hub.receiving, name="receiving"),
    path("receive/<str:ref>/units/", hub.units, name="units"),
    path("receive/<str:ref>/<int:line_id>/", hub.receive_a_line, name="receive_line"),
    path("bays/", hub.stock, name="stock"),
    path("differences/", hub.discrepancies, name="discrepancies"),
    path("departures/<str:ref>/", hub_board.board, name="board"),
    path("departures/<str:ref>/seal/", hub_board.seal, name="seal"),
    path("departures/<str:ref>/depart/", hub_board.depart, name="depart"),
    path("departures/<str:ref>/light/", hub_board.allow_light, name="allow_light"),
    path("departures/<str:ref>/cancel/", hub_board.cancel, name="cancel"),
    path("departures/<str:ref>/<str:shipment>/load/", hub_board.load, name="load"),
    path("departures/<str:ref>/<str:shipment>/take-out/", hub_board.unload, name="unload"),
    path("departures/<str:ref>/<str:shipment>/move/", hub_board.move, name="move"),
    path("departures/<str:ref>/<str:shipment>/paper/", hub_board.paper, name="paper"),
]
