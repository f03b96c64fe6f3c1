"""Registers the room with Django."""

from django.apps import AppConfig


class SettlementConfig(AppConfig):
    """Who is owed what, and sending it."""

    name = "sogdia.apps.settlement"
    label = "settlement"
    default_auto_field = "django.db.models.BigAutoField"
