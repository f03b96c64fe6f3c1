"""Lots through the window: to look at, not to change."""

from __future__ import annotations

from sogdia.apps.lots import models
from sogdia.plumbing.admin import window

window(
    models.Lot,
    models.LotTest,
    models.LotPhoto,
    models.Reservation,
)
