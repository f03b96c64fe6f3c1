"""Does long deeds one after the other: one thread of the worker looks whether any wait."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from datetime import UTC, datetime

from django.db import close_old_connections, connection
from huey import crontab

from sogdia.jobs.queue import queue
from sogdia.plumbing.errands import services
from sogdia.plumbing.errands.services import Deed, Words

_log = logging.getLogger(__name__)
PAUSE_S = 0.5


class ErrandWatch(threading.Thread):
    """Looks twice a second; rows in the database are the truth, so nobody has to wake it."""

    def __init__(self, deeds: Mapping[str, Deed], words: Words) -> None:
        """Take what can be done, by kind, and what puts a refusal into words."""
        super().__init__(name="errand-watch", daemon=True)
        self._deeds, self._words = deeds, words
        self._end = threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self._end.wait(PAUSE_S):
            close_old_connections()
            try:
                while services.run_next(self._deeds, self._words) and not self._end.is_set():
                    pass
            except Exception:  # noqa: BLE001
                # Whatever one round meets (a database that restarts), the next one is tried.
                _log.exception("this round failed; the next one is in half a second")
        connection.close()

    def stop(self) -> None:
        """Take up no other; one that is cut off here is begun anew by the next worker."""
        self._end.set()
        self.join(timeout=10)


@queue.periodic_task(crontab(minute="50"))
def forget_errands() -> None:
    """Once an hour: delete what ended a day ago."""
    close_old_connections()
    services.forget(at=datetime.now(UTC))
    close_old_connections()
