"""The seller's rooms: Today, products, lots, orders, payouts, team."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sogdia.web.views import sell_base, sell_money, sell_orders, sell_today

app_name = "sell"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", sell_today.today, name="today"),
    path("house/choose/", sell_base.choose_house, name="choose_house"),
    path("orders/", sell_orders.index, name="orders"),
    path("orders/accept/", sell_orders.accept_many, name="accept_many"),
    path("orders/<str:ref>/", sell_orders.show, name="order"),
    path("orders/<str:ref>/accept/", sell_orders.accept, name="accept"),
    path("orders/<str:ref>/refuse/", sell_orders.refuse, name="refuse"),
    path("orders/<str:ref>/label/", sell_orders.label, name="label"),
    path("orders/<str:ref>/label.pdf", sell_orders.label_pdf, name="label_pdf"),
    path("orders/<str:ref>/hand-over/", sell_orders.hand_over, name="hand_over"),
    path("orders/<str:ref>/say/", sell_orders.say, name="say"),
    path("money/", sell_money.index, name="payouts"),
    path("money/when/", sell_money.choose_mode, name="payout_mode"),
    path("money/<str:ref>/", sell_money.show, name="payout"),
    path("money/<str:ref>/statement.pdf", sell_money.statement, name="statement"),
]
