"""Settlement through the window: to look at, not to change."""

from __future__ import annotations

from sogdia.apps.settlement import models
from sogdia.plumbing.admin import window

window(
    models.Settlement,
    models.Payable,
    models.PayoutBatch,
    models.Payout,
    models.TrueUp,
    models.TrueUpShare,
)
