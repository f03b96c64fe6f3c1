"""Payments through the window: to look at, not to change."""

from __future__ import annotations

from sogdia.apps.payments import models
from sogdia.plumbing.admin import window

window(
    models.Payment,
    models.ProviderEvent,
    models.BankStatement,
    models.Receipt,
    models.RefundFile,
    models.Refund,
)
