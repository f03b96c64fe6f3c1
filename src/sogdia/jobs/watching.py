"""Hands events on within a second of their deed: one thread of the worker looks whether any wait."""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime

from django.db import close_old_connections, connection

from sogdia.jobs import letters, outbox
from sogdia.plumbing.outbox import beats, draining

_log = logging.getLogger(__name__)
PAUSE_S = 1.0


class Watch(threading.Thread):
    """Looks once a second; the database is the truth, so nobody has to wake it."""

    def __init__(self) -> None:
        super().__init__(name="outbox-watch", daemon=True)
        self._end = threading.Event()
        self._pulse = beats.Pulse("worker")

    def run(self) -> None:
        """Look until told to stop."""
        while not self._end.wait(PAUSE_S):
            close_old_connections()
            try:
                self._pulse.beat(now=datetime.now(UTC), ticks=time.monotonic())
                self.look()
            except Exception:  # noqa: BLE001
                # Whatever one round meets (a database that restarts, a bug), the next one is tried.
                _log.exception("this round failed; the next one is in a second")
        connection.close()

    @staticmethod
    def look() -> bool:
        """Hand on what waits and send the letters that follow; tells whether anything waited."""
        if not draining.is_waiting(now=datetime.now(UTC)):
            return False
        outbox.drain()
        letters.send()
        return True

    def stop(self) -> None:
        """Finish the round that runs, and no other."""
        self._end.set()
        self.join(timeout=10)
