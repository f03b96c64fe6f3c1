"""Registers the room with Django."""

from django.apps import AppConfig


class QuotesConfig(AppConfig):
    """Baskets and the prices promised until a time."""

    name = "sogdia.apps.quotes"
    label = "quotes"
    default_auto_field = "django.db.models.BigAutoField"
