"""Orders through the window: to look at, not to change."""

from __future__ import annotations

from sogdia.apps.orders import models
from sogdia.plumbing.admin import window

window(
    models.Order,
    models.Shipment,
    models.OrderLine,
    models.Correction,
    models.Proposal,
)
