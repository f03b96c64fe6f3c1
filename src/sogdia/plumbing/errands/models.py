"""One deed that takes its time: whose it is, what was asked, how far it is, what came of it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

STATES = ("waiting", "running", "done", "refused", "failed", "cancelled")
OPEN = ("waiting", "running")


class Errand(models.Model):
    """
    A long deed; it goes with its person, and a day after its end.

    ``asked`` is all that the worker needs to do it; ``key`` makes a form sent twice one errand; ``content`` is the file
    that came of it, compressed.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    asked = models.JSONField(default=dict)
    key = models.CharField(max_length=80)
    language = models.CharField(max_length=10, default="en")
    state = models.CharField(max_length=10, default="waiting")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True, help_text="When the worker last said how far it is.")
    ended_at = models.DateTimeField(null=True)
    said = models.CharField(
        max_length=500, blank=True, help_text="What came of it, in the person's language."
    )
    answer = models.JSONField(default=dict)
    content = models.BinaryField(null=True)
    file_name = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="errand_open", condition=Q(state__in=OPEN)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "key"], name="errand_is_begun_once"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="errand_state_is_known"),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(done__lte=F("total")), name="errand_does_no_more_than_all"
            ),
        ]
