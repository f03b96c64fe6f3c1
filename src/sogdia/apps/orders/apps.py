"""Registers the room with Django."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Orders, their shipments, and what was said about them."""

    name = "sogdia.apps.orders"
    label = "orders"
    default_auto_field = "django.db.models.BigAutoField"
