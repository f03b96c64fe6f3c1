"""Registers the plumbing with Django."""

from django.apps import AppConfig


class ErrandsConfig(AppConfig):
    """Deeds that take longer than a page may."""

    name = "sogdia.plumbing.errands"
    label = "errands"
    default_auto_field = "django.db.models.BigAutoField"
