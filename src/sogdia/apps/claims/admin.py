"""Claims through the window: to look at, not to change."""

from __future__ import annotations

from sogdia.apps.claims import models
from sogdia.plumbing.admin import window

window(
    models.Claim,
    models.ClaimPhoto,
)
