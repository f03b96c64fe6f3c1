"""Claims with photographs, and what was decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sogdia.plumbing.fields import CurrencyField, MinorField, UidField


class Claim(models.Model):
    """What a buyer says was wrong with a line; the refund is computed, an operator decides."""

    uid = UidField()
    ref = models.CharField(max_length=24, unique=True)
    line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="+")
    shipment = models.ForeignKey("orders.Shipment", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=12, help_text="damaged, short, wrong, quality, lost")
    packs = models.PositiveIntegerField()
    text = models.TextField(max_length=2000, blank=True)
    state = models.CharField(max_length=10, default="opened", help_text="opened, agreed, rejected, paid")
    currency = CurrencyField()
    computed_minor = MinorField(help_text="What the rule gives.")
    figures = models.JSONField(default=dict)
    agreed_minor = MinorField(default=0)
    payer = models.CharField(max_length=10, blank=True, help_text="seller, carrier, house, insurer")
    decision = models.CharField(max_length=500, blank=True)
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(packs__gt=0), name="claim_concerns_packs"),
            models.CheckConstraint(condition=Q(agreed_minor__gte=0), name="claim_never_costs_the_buyer"),
        ]


class ClaimPhoto(models.Model):
    """Evidence: a photograph the buyer sent."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")
    file = models.CharField(max_length=200)
    widths = models.JSONField(default=list)
    sent_at = models.DateTimeField()
