"""The operator's rooms: verify, moderate, pay, decide, ledger."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from sogdia.web.views import ends, operator, operator_health

app_name = "operator"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", operator.home, name="home"),
    path("departures/", operator.departures, name="departures"),
    path("departures/<str:ref>/cancel/", operator.cancel, name="cancel_departure"),
    path("orders/", operator.find_orders, name="orders"),
    path("orders/<str:ref>/ends/", ends.operator_order, name="order_ends"),
    path("shipments/<str:shipment>/end/<slug:end>/", ends.operator_end, name="end"),
    path("health/", operator_health.health, name="health"),
    path("outbox/", operator.failing, name="outbox"),
    path("outbox/<slug:what>/<int:pk>/", operator.again, name="again"),
    path("audit-log/", operator.audit_log, name="audit_log"),
    path("claims/", include("sogdia.web.urls.operator_claims")),
    path("parties/", include("sogdia.web.urls.operator_parties")),
    path("money/", include("sogdia.web.urls.operator_money")),
]
