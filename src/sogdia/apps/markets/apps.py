"""Registers the room with Django."""

from django.apps import AppConfig


class MarketsConfig(AppConfig):
    """Destination countries: currency, tax, exchange rates."""

    name = "sogdia.apps.markets"
    label = "markets"
    default_auto_field = "django.db.models.BigAutoField"
