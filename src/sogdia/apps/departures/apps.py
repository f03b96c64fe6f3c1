"""Registers the room with Django."""

from django.apps import AppConfig


class DeparturesConfig(AppConfig):
    """Hubs, lanes, and the dated departures on them."""

    name = "sogdia.apps.departures"
    label = "departures"
    default_auto_field = "django.db.models.BigAutoField"
