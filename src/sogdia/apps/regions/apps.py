"""Registers the room with Django."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    """Regions that joined, and under which agreement."""

    name = "sogdia.apps.regions"
    label = "regions"
    default_auto_field = "django.db.models.BigAutoField"
