"""Registers the room with Django."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """What it is: products, packs, offers, classifications."""

    name = "sogdia.apps.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"
