"""Tell people what has happened: each event becomes notices, and those become mails."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from sogdia.jobs.outbox import listens
from sogdia.usecases.telling import TELLERS, tell_people


def _hear(topic: str, *, at: datetime, **ids: Any) -> None:
    tell_people(topic=topic, at=at, ids=ids)


for _topic in TELLERS:
    listens(_topic)(partial(_hear, _topic))
