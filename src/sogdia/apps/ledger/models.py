"""Double entry: accounts, entries that are sealed once balanced, postings, and each order's escrow."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sogdia.plumbing.fields import CurrencyField, MinorField, UidField


class LedgerAccount(models.Model):
    """One account in one currency; debit balances are positive."""

    code = models.CharField(max_length=40)
    currency = CurrencyField()
    kind = models.CharField(max_length=10, help_text="asset, liability, income, expense")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "currency"], name="account_is_opened_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.currency}"


class Entry(models.Model):
    """A journal entry. Triggers refuse to seal it unbalanced, and to change it once sealed."""

    uid = UidField()
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    is_sealed = models.BooleanField(default=False)
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")


class Posting(models.Model):
    """One line of an entry: debit positive, credit negative, in minor units of the account's currency."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="+")
    amount_minor = MinorField()
    order_id = models.BigIntegerField(null=True, db_index=True)
    party_id = models.BigIntegerField(null=True, db_index=True)
    shipment_id = models.BigIntegerField(null=True)
    departure_id = models.BigIntegerField(null=True)
    part = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount_minor=0), name="posting_moves_something")]


class EscrowBalance(models.Model):
    """What is held for one order: updated in the transaction of the posting that moves it."""

    order_id = models.BigIntegerField(unique=True)
    currency = CurrencyField()
    captured_minor = MinorField(default=0)
    refunded_minor = MinorField(default=0)
    released_minor = MinorField(default=0)
    held_minor = MinorField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(held_minor__gte=0), name="escrow_is_never_negative"),
            models.CheckConstraint(
                condition=Q(refunded_minor__lte=F("captured_minor")),
                name="refunds_stay_within_what_was_captured",
            ),
            models.CheckConstraint(
                condition=Q(held_minor=F("captured_minor") - F("refunded_minor") - F("released_minor")),
                name="escrow_adds_up",
            ),
        ]


class ChainLink(models.Model):
    """The digest of a sealed entry together with the link before it; written by a job after the commit."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)


class DailyRoot(models.Model):
    """One digest for all links of a day."""

    day = models.DateField(unique=True)
    root = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
