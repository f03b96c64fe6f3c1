"""Ledger through the window: to look at, not to change."""

from __future__ import annotations

from sogdia.apps.ledger import models
from sogdia.plumbing.admin import window

window(
    models.LedgerAccount,
    models.Entry,
    models.Posting,
    models.EscrowBalance,
    models.ChainLink,
    models.DailyRoot,
)
