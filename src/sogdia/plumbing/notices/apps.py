"""Registers the plumbing with Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What a person is told, by page and by e-mail."""

    name = "sogdia.plumbing.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
