"""Registers the room with Django."""

from django.apps import AppConfig


class HubConfig(AppConfig):
    """What the hub received, weighed, graded and loaded."""

    name = "sogdia.apps.hub"
    label = "hub"
    default_auto_field = "django.db.models.BigAutoField"
