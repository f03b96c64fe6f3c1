"""Registers the pages with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The door for people: pages."""

    name = "sogdia.web"
    label = "web"
