"""The seller's rooms: Today, products, lots, orders, payouts, team."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sogdia.web.views import (
    sell_base,
    sell_lots,
    sell_money,
    sell_orders,
    sell_packs,
    sell_photos,
    sell_price,
    sell_products,
    sell_today,
)

app_name = "sell"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", sell_today.today, name="today"),
    path("house/choose/", sell_base.choose_house, name="choose_house"),
    path("goods/", sell_products.index, name="products"),
    path("goods/new/", sell_products.create, name="product_new"),
    path("goods/codes/", sell_products.commodities, name="commodities"),
    path("goods/<slug:slug>/", sell_products.show, name="product"),
    path("goods/<slug:slug>/edit/", sell_products.edit, name="product_edit"),
    path("goods/<slug:slug>/publish/", sell_products.publish, name="publish"),
    path("goods/<slug:slug>/withdraw/", sell_products.withdraw, name="withdraw"),
    path("goods/<slug:slug>/packs/new/", sell_packs.create, name="pack_new"),
    path("goods/<slug:slug>/packs/<slug:code>/", sell_packs.edit, name="pack"),
    path("goods/<slug:slug>/packs/<slug:pack_code>/price/", sell_price.edit, name="price"),
    path("goods/<slug:slug>/photos/", sell_photos.add, name="photo_add"),
    path("goods/<slug:slug>/photos/<int:photo_id>/", sell_photos.change, name="photo"),
    path("goods/<slug:slug>/photos/restore/", sell_photos.restore, name="photo_restore"),
    path("goods/<slug:slug>/lots/new/", sell_lots.create, name="lot_new"),
    path("lots/", sell_lots.index, name="lots"),
    path("lots/<str:ref>/", sell_lots.show, name="lot"),
    path("lots/<str:ref>/tests/", sell_lots.add_test, name="lot_test"),
    path("lots/<str:ref>/photos/", sell_lots.add_photo, name="lot_photo"),
    path("lots/<str:ref>/withdraw/", sell_lots.withdraw, name="lot_withdraw"),
    path("orders/", sell_orders.index, name="orders"),
    path("orders/accept/", sell_orders.accept_many, name="accept_many"),
    path("orders/<str:ref>/", sell_orders.show, name="order"),
    path("orders/<str:ref>/accept/", sell_orders.accept, name="accept"),
    path("orders/<str:ref>/refuse/", sell_orders.refuse, name="refuse"),
    path("orders/<str:ref>/label/", sell_orders.label, name="label"),
    path("orders/<str:ref>/hand-over/", sell_orders.hand_over, name="hand_over"),
    path("orders/<str:ref>/say/", sell_orders.say, name="say"),
    path("money/", sell_money.index, name="payouts"),
    path("money/when/", sell_money.choose_mode, name="payout_mode"),
    path("money/<str:ref>/", sell_money.show, name="payout"),
    path("money/<str:ref>/statement.pdf", sell_money.statement, name="statement"),
]
