"""The administration pages are a window, not a door: everything can be looked at, nothing changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Shows rows and changes none."""

    list_per_page = 50
    show_full_result_count = False
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Add nothing."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Change nothing."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Delete nothing."""
        return False

    def get_list_display(self, request: HttpRequest) -> Any:
        """Show the plain fields, the long ones left out."""
        long = (models.JSONField, models.TextField, models.UUIDField)
        names = [field.name for field in self.model._meta.concrete_fields if not isinstance(field, long)]
        return names[:9]


def window(*shown: type[models.Model]) -> None:
    """Let these rows be looked at by the deployment's staff."""
    for model in shown:
        if not admin.site.is_registered(model):
            admin.site.register(model, ReadOnlyAdmin)
