"""Registers the room with Django."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Legal and natural persons: who they are and who acts for them."""

    name = "sogdia.apps.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"
