"""Events and privileged deeds through the window: to look at, not to change."""

from __future__ import annotations

from sogdia.plumbing.admin import window
from sogdia.plumbing.outbox.models import AuditRow, OutboxEvent

window(AuditRow, OutboxEvent)
