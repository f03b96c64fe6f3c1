"""Parties through the window: to look at, not to change."""

from __future__ import annotations

from sogdia.apps.parties import models
from sogdia.plumbing.admin import window

window(
    models.Party,
    models.PartyStep,
    models.Licence,
    models.Membership,
)
