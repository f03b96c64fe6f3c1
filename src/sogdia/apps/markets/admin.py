"""Markets through the window: to look at, not to change."""

from __future__ import annotations

from sogdia.apps.markets import models
from sogdia.plumbing.admin import window

window(
    models.Market,
    models.VatRate,
    models.ExchangeRate,
)
