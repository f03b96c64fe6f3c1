"""Departures through the window: to look at, not to change."""

from __future__ import annotations

from sogdia.apps.departures import models
from sogdia.plumbing.admin import window

window(
    models.Hub,
    models.Lane,
    models.LaneService,
    models.Departure,
    models.Milestone,
)
