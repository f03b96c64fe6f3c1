"""Tariff through the window: to look at, not to change."""

from __future__ import annotations

from sogdia.apps.tariff import models
from sogdia.plumbing.admin import window

window(
    models.MeasureRow,
    models.AdmissibilityRow,
)
