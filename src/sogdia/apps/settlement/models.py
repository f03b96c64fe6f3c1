"""Settlements, payouts, what sellers owe back, and the true freight of departures."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sogdia.plumbing.fields import CurrencyField, MinorField, UidField


class Settlement(models.Model):
    """One shipment's escrow released by the waterfall."""

    shipment = models.OneToOneField("orders.Shipment", on_delete=models.PROTECT, related_name="+")
    seller = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    currency = CurrencyField(help_text="Seller's currency.")
    promised_minor = MinorField(help_text="Stored promise for all packs.")
    net_minor = MinorField(help_text="What the accepted packs and weight earn.")
    advanced_minor = MinorField(default=0)
    figures = models.JSONField(default=dict, help_text="Released by part, order currency.")
    settled_at = models.DateTimeField()


class Payable(models.Model):
    """An amount owed to a seller, waiting for the payout that the seller's choice calls for."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    shipment = models.ForeignKey(
        "orders.Shipment", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=12, help_text="advance, net, correction, receivable")
    currency = CurrencyField()
    amount_minor = MinorField(help_text="Negative is owed by the seller and netted.")
    due_on = models.DateField()
    payout = models.ForeignKey("Payout", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shipment", "kind"],
                condition=Q(kind__in=["advance", "net"]),
                name="a_shipment_is_owed_once",
            ),
        ]


class PayoutBatch(models.Model):
    """A bank file: made by one person, approved by another."""

    uid = UidField()
    ref = models.CharField(max_length=20, unique=True)
    currency = CurrencyField()
    state = models.CharField(max_length=12, default="made", help_text="made, approved, sent")
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField()
    approved_by = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    file = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("made_by")),
                name="batch_needs_two_people",
            ),
        ]


class Payout(models.Model):
    """Money sent to a party; a late bank failure opens it again."""

    uid = UidField()
    ref = models.CharField(max_length=24, unique=True)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(PayoutBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    currency = CurrencyField()
    amount_minor = MinorField()
    state = models.CharField(max_length=12, default="due")
    due_on = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payout_pays_something")]


class TrueUp(models.Model):
    """The true cost of a departure's vehicle, shared once: shares + under-recovery = true cost."""

    departure = models.OneToOneField("departures.Departure", on_delete=models.PROTECT, related_name="+")
    currency = CurrencyField()
    true_fixed_minor = MinorField()
    shared_minor = MinorField()
    under_recovery_minor = MinorField()
    entered_by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(true_fixed_minor=models.F("shared_minor") + models.F("under_recovery_minor")),
                name="true_up_adds_up",
            ),
        ]


class TrueUpShare(models.Model):
    """One shipment's part in a true-up."""

    true_up = models.ForeignKey(TrueUp, on_delete=models.PROTECT, related_name="+")
    shipment = models.OneToOneField("orders.Shipment", on_delete=models.PROTECT, related_name="+")
    quoted_minor = MinorField(help_text="Ceiling, lane currency.")
    share_minor = MinorField(help_text="True share, lane currency.")
    refund_minor = MinorField(help_text="Back to the buyer, order currency.")
