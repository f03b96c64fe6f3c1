"""Registers the room with Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Papers with numbers that never repeat or gap."""

    name = "sogdia.apps.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
