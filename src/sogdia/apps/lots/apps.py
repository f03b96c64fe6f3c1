"""Registers the room with Django."""

from django.apps import AppConfig


class LotsConfig(AppConfig):
    """What there is: lots with evidence, and who holds how much of them."""

    name = "sogdia.apps.lots"
    label = "lots"
    default_auto_field = "django.db.models.BigAutoField"
