"""Registers the room with Django."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Journal entries that are only ever added, and each order's escrow."""

    name = "sogdia.apps.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
