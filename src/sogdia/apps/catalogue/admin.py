"""Catalogue through the window: to look at, not to change."""

from __future__ import annotations

from sogdia.apps.catalogue import models
from sogdia.plumbing.admin import window

window(
    models.Product,
    models.ProductPhoto,
    models.Pack,
    models.Offer,
    models.MarketPrice,
    models.Classification,
)
