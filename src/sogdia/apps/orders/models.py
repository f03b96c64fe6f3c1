"""Orders, lines, shipments, messages, and corrections that are only ever added."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sogdia.plumbing.fields import CurrencyField, MinorField, UidField


class Order(models.Model):
    """A quote that a buyer accepted. Prices, lines and frozen ids never change."""

    uid = UidField()
    ref = models.CharField(max_length=24, unique=True, help_text="Unguessable; said to people.")
    quote = models.OneToOneField("quotes.Quote", on_delete=models.PROTECT, related_name="+")
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    address = models.ForeignKey("parties.Address", null=True, on_delete=models.SET_NULL, related_name="+")
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=10, default="en")
    currency = CurrencyField()
    total_minor = MinorField()
    state = models.CharField(max_length=20, default="placed")
    placed_at = models.DateTimeField()
    pay_by = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)
    link_version = models.PositiveSmallIntegerField(
        default=1, help_text="Raised to revoke every signed link."
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(total_minor__gt=0), name="order_costs_something")]
        indexes = [models.Index(fields=["buyer", "-placed_at"], name="order_by_buyer")]

    def __str__(self) -> str:
        return self.ref


class Shipment(models.Model):
    """One seller's goods to one address on one departure."""

    uid = UidField()
    ref = models.CharField(max_length=24, unique=True, help_text="Printed on the label.")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    seller = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    departure = models.ForeignKey("departures.Departure", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, default="reserved")
    state_reason = models.CharField(max_length=500, blank=True)
    gross_mass_g = models.PositiveBigIntegerField()
    volume_cm3 = models.PositiveBigIntegerField()
    chargeable_g = models.PositiveBigIntegerField()
    lane_currency = CurrencyField()
    shared_minor = MinorField()
    caused_minor = MinorField()
    standalone_minor = MinorField()
    entry_mode = models.CharField(max_length=14)
    arrives_from = models.DateField()
    arrives_to = models.DateField()
    delivered_at = models.DateTimeField(null=True, blank=True)
    accept_by = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    stayed_behind_at = models.DateTimeField(
        null=True, blank=True, help_text="It ended before its departure was sealed: it was never aboard."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "seller", "departure"], name="one_shipment_per_seller_and_departure"
            ),
        ]
        indexes = [
            models.Index(fields=["seller", "state"], name="shipment_by_seller"),
            models.Index(fields=["departure", "state"], name="shipment_by_departure"),
        ]

    def __str__(self) -> str:
        return self.ref


class OrderLine(models.Model):
    """One line as promised, and what was finally accepted of it."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="+")
    quote_line = models.OneToOneField("quotes.QuoteLine", on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey("catalogue.Product", on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey("lots.Lot", on_delete=models.PROTECT, related_name="+")
    seller_of_record = models.CharField(max_length=140)
    invoice_issuer = models.CharField(max_length=140)
    importer_of_record = models.CharField(max_length=140)
    sale_tax_debtor = models.CharField(max_length=140)
    import_tax_debtor = models.CharField(max_length=140)
    packs = models.PositiveIntegerField()
    qty = models.PositiveBigIntegerField()
    net_mass_g = models.PositiveBigIntegerField()
    total_minor = MinorField()
    figures = models.JSONField(default=list)
    seller_currency = CurrencyField()
    seller_parts = models.JSONField(default=dict)


class Correction(models.Model):
    """A later truth about a line: fewer packs, less mass, a refund by part. Only ever added."""

    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, help_text="short, downgrade, cancelled, claim, freight, end")
    packs = models.IntegerField(default=0, help_text="Packs taken off, negative.")
    net_mass_g = models.BigIntegerField(default=0)
    refund_minor = MinorField(default=0, help_text="Refunded to the buyer, order currency, positive.")
    figures = models.JSONField(default=dict, help_text="Refunded minor units by part.")
    seller_parts = models.JSONField(default=dict, help_text="Taken off the seller's parts, seller currency.")
    covered = models.JSONField(
        null=True, help_text="What others gave back: rows of part, payer, minor (order currency) and owed."
    )
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()


class Proposal(models.Model):
    """A new total put to the buyer when a line falls short beyond tolerance; a default holds at cut-off."""

    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, help_text="short, downgrade, delay")
    data = models.JSONField(default=dict)
    new_total_minor = MinorField()
    state = models.CharField(max_length=10, default="open", help_text="open, agreed, refused, lapsed")
    default_answer = models.CharField(max_length=10, default="refused")
    made_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)


class Message(models.Model):
    """Something said on an order between buyer, seller and hub. The words are personal data."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="+")
    shipment = models.ForeignKey(Shipment, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=10, help_text="buyer, seller, hub, operator")
    user_id = models.BigIntegerField(null=True)
    text = models.TextField(max_length=4000)
    said_at = models.DateTimeField()
