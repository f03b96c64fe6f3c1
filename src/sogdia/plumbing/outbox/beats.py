"""A process says that it lives, and notices when somebody moves the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sogdia.plumbing.outbox.models import Beat

EVERY: Final = timedelta(seconds=10)
#: What clocks are set right by without anybody minding.
_LITTLE_S: Final = 60


class Pulse:
    """One process's pulse: written every ten seconds; ``ticks`` is a clock that nobody can move, in seconds."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._last: tuple[datetime, float] | None = None
        self._written: float | None = None

    def beat(self, *, now: datetime, ticks: float) -> None:
        """Say that it lives; a clock that was moved by more than a minute since the last time is written down."""
        jump = self._jump(now, ticks)
        self._last = (now, ticks)
        if not jump and self._written is not None and ticks - self._written < EVERY.total_seconds():
            return
        more = {"jump_s": jump, "jumped_at": now} if jump else {}
        Beat.objects.update_or_create(name=self._name, defaults={"at": now, **more})
        self._written = ticks

    def _jump(self, now: datetime, ticks: float) -> int:
        if self._last is None:
            return 0
        moved = (now - self._last[0]).total_seconds() - (ticks - self._last[1])
        return round(moved) if abs(moved) > _LITTLE_S else 0
