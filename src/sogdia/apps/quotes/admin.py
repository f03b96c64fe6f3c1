"""Quotes through the window: to look at, not to change."""

from __future__ import annotations

from sogdia.apps.quotes import models
from sogdia.plumbing.admin import window

window(
    models.Basket,
    models.BasketLine,
    models.Quote,
    models.QuoteLine,
    models.QuoteShipment,
)
