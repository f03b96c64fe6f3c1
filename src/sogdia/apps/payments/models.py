"""Payments, money that arrived, bank statements and refunds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sogdia.plumbing.fields import CurrencyField, MinorField, UidField


class Payment(models.Model):
    """One try to pay an order through one provider; refunds go back to it whatever is configured later."""

    uid = UidField()
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+")
    provider = models.CharField(max_length=30)
    provider_ref = models.CharField(max_length=80, blank=True)
    reference = models.CharField(max_length=40, unique=True, help_text="ISO 11649 creditor reference.")
    currency = CurrencyField()
    amount_minor = MinorField()
    captured_minor = MinorField(default=0)
    refunded_minor = MinorField(default=0)
    state = models.CharField(max_length=12, default="started")
    pay_url = models.CharField(max_length=400, blank=True)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    captured_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(refunded_minor__lte=models.F("captured_minor")),
                name="payment_refunds_what_it_captured",
            ),
            models.UniqueConstraint(
                fields=["provider", "provider_ref"],
                condition=~Q(provider_ref=""),
                name="provider_names_a_payment_once",
            ),
        ]


class ProviderEvent(models.Model):
    """A provider's signed callback, kept once whatever order or number it comes in."""

    provider = models.CharField(max_length=30)
    event_id = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    body = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="provider_event_is_kept_once")
        ]


class BankStatement(models.Model):
    """An imported statement file."""

    digest = models.CharField(max_length=64, unique=True)
    format = models.CharField(max_length=12, help_text="csv, camt.053")
    account = models.CharField(max_length=40, blank=True)
    imported_at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    line_count = models.PositiveIntegerField(default=0)


class Receipt(models.Model):
    """Money that arrived: matched to an order, or unallocated with its reason."""

    statement = models.ForeignKey(
        BankStatement, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    provider = models.CharField(max_length=30)
    external_id = models.CharField(max_length=120)
    currency = CurrencyField()
    amount_minor = MinorField()
    reference_text = models.CharField(max_length=300, blank=True)
    payer_digest = models.CharField(max_length=64, blank=True)
    received_on = models.DateField()
    state = models.CharField(
        max_length=14,
        default="unallocated",
        help_text="matched, unallocated, to-refund, refunded, taken-back",
    )
    reason = models.CharField(max_length=40, blank=True)
    payment = models.ForeignKey(Payment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposal = models.JSONField(
        default=dict,
        blank=True,
        help_text="What one person proposes and another confirms: order_id, by, reason.",
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "external_id"], name="receipt_is_booked_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="receipt_brings_money"),
        ]


class PayerDetail(models.Model):
    """Personal data of a receipt: who paid and from where, for sending it back."""

    receipt = models.OneToOneField(Receipt, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=140, blank=True)
    account = models.CharField(max_length=40, blank=True)


class RefundFile(models.Model):
    """A bank file of refunds that go back by transfer."""

    ref = models.CharField(max_length=24, unique=True)
    currency = CurrencyField()
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField()
    file = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)


class Refund(models.Model):
    """Money owed back: to the paying instrument, or by approved bank details."""

    uid = UidField()
    order = models.ForeignKey(
        "orders.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    payment = models.ForeignKey(Payment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    receipt = models.ForeignKey(Receipt, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, help_text="cancel, freight, short, claim, end, unallocated")
    currency = CurrencyField()
    amount_minor = MinorField()
    state = models.CharField(
        max_length=14,
        default="due",
        help_text="due, needs-details, details-given, approved, sent, confirmed, cancelled",
    )
    reason = models.CharField(max_length=300, blank=True)
    provider_ref = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()
    checked_by = models.BigIntegerField(null=True, help_text="Who first looked at details given by link.")
    approved_by = models.BigIntegerField(null=True)
    by_bank = models.BooleanField(default=False, help_text="Goes by transfer from the house's account.")
    bank_file = models.ForeignKey(
        RefundFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_returns_money"),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True)
                | Q(approved_by__isnull=True)
                | ~Q(approved_by=models.F("checked_by")),
                name="given_details_need_two_people",
            ),
        ]


class RefundDetail(models.Model):
    """Personal data of a refund that cannot go back the way it came: bank details given by signed link."""

    refund = models.OneToOneField(Refund, on_delete=models.CASCADE, related_name="+")
    holder = models.CharField(max_length=140)
    account = models.CharField(max_length=40)
    bic = models.CharField(max_length=11, blank=True)
    given_at = models.DateTimeField()
