"""Registers the room with Django."""

from django.apps import AppConfig


class TracingConfig(AppConfig):
    """What happened to a lot, a shipment, a departure."""

    name = "sogdia.apps.tracing"
    label = "tracing"
    default_auto_field = "django.db.models.BigAutoField"
