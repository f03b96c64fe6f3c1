"""Regions through the window: to look at, not to change."""

from __future__ import annotations

from sogdia.apps.regions import models
from sogdia.plumbing.admin import window

window(
    models.Region,
    models.Agreement,
    models.AgreementStep,
)
