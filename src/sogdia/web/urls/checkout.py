"""Basket, quote, payment, confirmation."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sogdia.web.views import basket, checkout

app_name = "checkout"
urlpatterns: list[URLPattern | URLResolver] = [
    path("basket/", basket.show, name="basket"),
    path("basket/change/", basket.change, name="change"),
    path("basket/move/", basket.move, name="move"),
    path("checkout/", checkout.address, name="checkout"),
    path("checkout/market/", checkout.market, name="market"),
    path("checkout/quote/<str:ref>/", checkout.review, name="quote"),
    path("checkout/quote/<str:ref>/reckoning/", checkout.reckoning, name="reckoning"),
    path("checkout/quote/<str:ref>/again/", checkout.again, name="again"),
    path("checkout/return/<str:ref>/", checkout.returned, name="return"),
]
