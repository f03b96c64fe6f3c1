"""Registers the plumbing with Django."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Events written with each deed, keys that make a deed happen once, and the audit of privileged deeds."""

    name = "sogdia.plumbing.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
