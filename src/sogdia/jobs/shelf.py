"""
Keeps the price shelf up to date within a second or two of a change: one thread of the worker looks at the marks.

A few products it prices itself. For whole markets it starts a process that ends with its work, so that the worker does not hold
for ever what pricing a whole catalogue takes.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from datetime import UTC, datetime

from django.db import DatabaseError, close_old_connections, connection

from sogdia.plumbing import wiring
from sogdia.usecases.refresh_shelf import refresh_shelf, waits_for_many

_log = logging.getLogger(__name__)
PAUSE_S = 0.5
LONGEST_S = 900


class ShelfWatch(threading.Thread):
    """Looks twice a second; the marks in the database are the truth, so nobody has to wake it."""

    def __init__(self) -> None:
        super().__init__(name="shelf-watch", daemon=True)
        self._end = threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self._end.wait(PAUSE_S):
            close_old_connections()
            try:
                self.look()
            except (DatabaseError, OSError, subprocess.SubprocessError):
                _log.exception("the price shelf could not be refreshed; looked at again")
        connection.close()

    @staticmethod
    def look() -> None:
        """Work off what waits: here, or, when it is much, in a process of its own."""
        at = datetime.now(UTC)
        if waits_for_many(at=at):
            subprocess.run(
                [sys.executable, "-m", "sogdia.config", "refresh-shelf"], check=True, timeout=LONGEST_S
            )
        else:
            refresh_shelf(engine=wiring.prices(), at=at)

    def stop(self) -> None:
        """Finish the round that runs, and no other."""
        self._end.set()
        self.join(timeout=10)
