"""Registers the plumbing with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Sign-in accounts: an e-mail address and a password, nothing of the trade."""

    name = "sogdia.plumbing.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
