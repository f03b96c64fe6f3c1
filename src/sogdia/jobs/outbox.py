"""Hands each outbox event to those who listen, after the commit; an event that fails is tried again later."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sogdia.plumbing.outbox import draining

Listener = Callable[..., None]
LISTENERS: dict[str, list[Listener]] = {}
_log = logging.getLogger(__name__)


def listens(*topics: str) -> Callable[[Listener], Listener]:
    """Mark a function as listening to ``topics``; it gets the event's ids and ``at`` by keyword and may run twice."""

    def mark(listener: Listener) -> Listener:
        for topic in topics:
            LISTENERS.setdefault(topic, []).append(listener)
        return listener

    return mark


def hand_on(topic: str, payload: dict[str, Any], at: datetime) -> None:
    """Call every listener of ``topic``."""
    for listener in LISTENERS.get(topic, []):
        listener(at=at, **payload)


def drain(limit: int = 200) -> int:
    """Hand on every waiting event; gives how many were handled."""
    return draining.drain(hand_on, now=datetime.now(UTC), limit=limit)
