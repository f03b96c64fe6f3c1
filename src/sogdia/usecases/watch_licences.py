"""Tell of licences that run out soon: thirty days before, and a week before."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from sogdia.apps.parties.models import Licence
from sogdia.plumbing.outbox import services as outbox

DAYS = (30, 7)


def watch_licences(*, at: datetime) -> int:
    """Write an event for each licence that runs out in exactly ``DAYS`` days, counted in UTC; gives how many."""
    told = 0
    with transaction.atomic():
        for days in DAYS:
            day = at.date() + timedelta(days=days)
            for licence_id in Licence.objects.filter(valid_until=day).values_list("id", flat=True):
                outbox.tell("licence.expiring", at=at, licence_id=licence_id, days=days)
                told += 1
    return told
