"""By topic of the outbox: which notices go to whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from sogdia.plumbing.notices import services as notices
from sogdia.plumbing.notices.services import Reader
from sogdia.usecases.telling.facts import Facts

#: What a reader may mute in mails; every other notice is always sent.
WAY, MESSAGES, SALES, WORK = "way", "messages", "sales", "work"

#: One notice to be kept: its kind, who gets it, what it says, what may mute it, and what makes it one of its kind.
Telling = tuple[str, list[Reader], Facts, str, str]
Teller = Callable[..., list[Telling]]
TELLERS: Final[dict[str, list[Teller]]] = {}


def tells(*topics: str) -> Callable[[Teller], Teller]:
    """Mark a function that says who is told of ``topics``; it gets the topic and the event's ids by keyword."""

    def mark(teller: Teller) -> Teller:
        for topic in topics:
            TELLERS.setdefault(topic, []).append(teller)
        return teller

    return mark


def tell_people(*, topic: str, at: datetime, ids: dict[str, Any]) -> int:
    """Keep the notices that an event calls for, each once however often it is told; gives how many are new."""
    made = 0
    with transaction.atomic():
        for teller in TELLERS.get(topic, []):
            for kind, readers, facts, group, subject in teller(topic=topic, **ids):
                for reader in readers:
                    made += notices.tell_person(
                        reader, kind, subject=subject, params=facts, at=at, group=group
                    )
    return made
