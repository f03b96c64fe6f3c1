"""Registers the room with Django."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Money that arrives and money that goes back."""

    name = "sogdia.apps.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"
