"""Registers the room with Django."""

from django.apps import AppConfig


class TariffConfig(AppConfig):
    """Tariff measures and admissibility rules, dated and sourced."""

    name = "sogdia.apps.tariff"
    label = "tariff"
    default_auto_field = "django.db.models.BigAutoField"
