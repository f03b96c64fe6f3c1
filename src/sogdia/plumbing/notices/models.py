"""What a person is told: one row per notice, shown on a page and sent by e-mail."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sogdia.plumbing.fields import UidField


class Notice(models.Model):
    """``kind`` names the mail template; ``params`` holds ids and figures, the address is looked up when sending."""

    uid = UidField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    address_id = models.BigIntegerField(
        null=True, help_text="Row of personal data that holds a guest's e-mail."
    )
    language = models.CharField(max_length=10, default="en")
    kind = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    once_key = models.CharField(
        max_length=160, blank=True, help_text="Of what is told, to whom: a listener may run twice."
    )
    by_mail = models.BooleanField(
        default=True, help_text="Shown on the page only, when the reader wished so."
    )
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-made_at"], name="notice_by_user"),
            models.Index(
                fields=["next_try_at"], name="notice_unsent", condition=Q(by_mail=True, sent_at__isnull=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["once_key"], condition=~Q(once_key=""), name="a_thing_is_told_once"
            ),
        ]
