"""Registers the room with Django."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """What a buyer says was wrong, and what it is worth."""

    name = "sogdia.apps.claims"
    label = "claims"
    default_auto_field = "django.db.models.BigAutoField"
