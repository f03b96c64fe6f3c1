"""Regions and the agreements under which their sellers may sell."""

from __future__ import annotations

from django.db import models

from sogdia.plumbing.fields import TextsField


class Region(models.Model):
    """A province, prefecture or county; the province carries the agreement."""

    code = models.SlugField(unique=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=12)
    country = models.CharField(max_length=2, default="CN")
    gb_code = models.CharField(max_length=12, blank=True)
    names = TextsField()
    story = TextsField()
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    picture = models.CharField(max_length=60, blank=True)
    is_live = models.BooleanField(
        default=False, help_text="Own or parent's agreement is live; kept by the agreement's deeds."
    )
    source = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.code


class Agreement(models.Model):
    """What was agreed with a region: contact, negotiation, signed, live, ended."""

    region = models.OneToOneField(Region, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default="contact")
    scope = models.JSONField(default=list, help_text="Any of commerce, cloud, data.")
    contact_name = models.CharField(max_length=120, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    live_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["contact", "negotiation", "signed", "live", "ended"]),
                name="agreement_is_in_a_known_state",
            ),
        ]


class AgreementStep(models.Model):
    """One step of an agreement, with who and why. Only ever added."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12)
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True)
