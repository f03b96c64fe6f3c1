"""Rows that make a deed happen once, tell others of it, and say who did it and why."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class OutboxEvent(models.Model):
    """One fact, written in the transaction of its deed; ids only, never personal data."""

    topic = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="outbox_unhandled", condition=Q(handled_at__isnull=True)),
        ]


class Beat(models.Model):
    """When a process last said that it lives; ``jump_s`` and ``jumped_at`` tell of a clock that was moved."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
    jump_s = models.IntegerField(default=0, help_text="Seconds forward, negative back.")
    jumped_at = models.DateTimeField(null=True)


class DeedKey(models.Model):
    """An idempotency key that was used: the same body gets the same answer, another body is refused."""

    scope = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    body_digest = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="deed_key_is_used_once")]


class AuditRow(models.Model):
    """A privileged deed: who did what in which role to which thing, and why. Only ever added, and the database sees to it."""

    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=80, blank=True, help_text="Of the person at that moment.")
    deed = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    reason = models.CharField(max_length=500, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "at"], name="audit_by_subject"),
            models.Index(fields=["-at", "-id"], name="audit_by_time"),
        ]
