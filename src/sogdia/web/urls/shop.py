"""Public pages: home, search, product, lot, region, departures."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sogdia.web.views import place, shop, shop_house, shop_places

app_name = "shop"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", shop.home, name="home"),
    path("place/", place.choose, name="place"),
    path("departures/", shop_places.departures, name="departures"),
    path("departures/<str:ref>/", shop_places.departure, name="departure"),
    path("goods/", shop.goods, name="goods"),
    path("season/", shop.goods, {"season": True}, name="season"),
    path("goods/<slug:slug>/", shop.product, name="product"),
    path("goods/<slug:slug>/markets/", shop.reach, name="reach"),
    path("goods/<slug:slug>/basket/", shop.add, name="add"),
    path("regions/", shop_places.regions, name="regions"),
    path("regions/<slug:code>/", shop_places.region, name="region"),
    path("producers/<slug:code>/", shop_places.producer, name="producer"),
    path("lots/<str:ref>/", shop_places.lot, name="lot"),
    path("price/", shop_house.price, name="price"),
    path("roles/", shop_house.roles, name="roles"),
    path("terms/", shop_house.terms, name="terms"),
    path("privacy/", shop_house.privacy, name="privacy"),
    path("robots.txt", shop_house.robots, name="robots"),
    path("sitemap.xml", shop_house.sitemap, name="sitemap"),
]
