"""Hub through the window: to look at, not to change."""

from __future__ import annotations

from sogdia.apps.hub import models
from sogdia.plumbing.admin import window

window(
    models.Reception,
    models.ReceptionPhoto,
    models.LogisticUnit,
)
