"""Keeps the price shelf up to date within a second or two of a change: one thread of the worker looks at the marks."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime

from django.db import DatabaseError, close_old_connections, connection

from sogdia.plumbing import wiring
from sogdia.usecases.refresh_shelf import refresh_shelf

_log = logging.getLogger(__name__)
PAUSE_S = 0.5


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
                refresh_shelf(engine=wiring.prices(), at=datetime.now(UTC))
            except DatabaseError:
                _log.exception("the price shelf could not be refreshed; looked at again")
        connection.close()

    def stop(self) -> None:
        """Finish the round that runs, and no other."""
        self._end.set()
        self.join(timeout=10)
