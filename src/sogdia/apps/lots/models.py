"""Lots, their evidence, and reservations with a time limit."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sogdia.plumbing.fields import TextsField, UidField


class Lot(models.Model):
    """Goods of one product and origin that share a history; quantities in the product's stock unit."""

    uid = UidField()
    ref = models.CharField(max_length=20, unique=True)
    product = models.ForeignKey("catalogue.Product", on_delete=models.PROTECT, related_name="+")
    producer = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    origin_country = models.CharField(max_length=2, default="CN")
    origin_region = models.ForeignKey("regions.Region", on_delete=models.PROTECT, related_name="+")
    harvested_on = models.DateField()
    best_before = models.DateField(null=True, blank=True)
    grade = models.CharField(max_length=60)
    qty_total = models.PositiveBigIntegerField()
    qty_reserved = models.PositiveBigIntegerField(default=0)
    qty_sold = models.PositiveBigIntegerField(default=0)
    qty_handed_over = models.PositiveBigIntegerField(default=0)
    net_mass_g = models.PositiveBigIntegerField(help_text="Of the whole lot, for freight and duty.")
    place = models.CharField(max_length=40, default="seller", help_text="seller, or a hub's code.")
    proofs = models.JSONField(default=list, blank=True, help_text="Documents held for this lot: codes.")
    state = models.CharField(max_length=10, default="open", help_text="open, withdrawn, recalled")
    made_at = models.DateTimeField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(qty_total__gte=F("qty_reserved") + F("qty_sold")),
                name="lot_promises_no_more_than_it_holds",
            ),
            models.CheckConstraint(
                condition=Q(qty_handed_over__lte=F("qty_sold")), name="lot_hands_over_what_was_sold"
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class LotTest(models.Model):
    """A laboratory's finding with the limit beside it."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+")
    name_code = models.CharField(max_length=40)
    found = models.CharField(max_length=40)
    found_value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    limit = models.CharField(max_length=40, blank=True)
    limit_source = models.CharField(max_length=200, blank=True)
    passed = models.BooleanField()
    laboratory = models.CharField(max_length=120)
    report_no = models.CharField(max_length=60, blank=True)
    sampled_on = models.DateField()
    file = models.CharField(max_length=200, blank=True)


class LotPhoto(models.Model):
    """A photograph of the lot itself, with date and place."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+")
    file = models.CharField(max_length=200)
    widths = models.JSONField(default=list)
    alt = TextsField()
    taken_at = models.DateTimeField()
    place = models.CharField(max_length=80, blank=True)


class Reservation(models.Model):
    """Stock held for an order until a time: held, sold, or released, each once."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+")
    order_id = models.BigIntegerField(db_index=True)
    qty = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, default="held", help_text="held, sold, released")
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lot", "order_id"], name="one_reservation_per_lot_and_order"),
            models.CheckConstraint(condition=Q(qty__gt=0), name="reservation_holds_something"),
        ]
        indexes = [models.Index(fields=["expires_at"], name="reservation_due", condition=Q(state="held"))]
