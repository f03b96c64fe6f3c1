"""What the hub saw: receptions, discrepancies, logistic units."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sogdia.plumbing.fields import UidField


class Reception(models.Model):
    """A shipment's line as received: counted, weighed, graded. A second weighing is a new row."""

    uid = UidField()
    line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="+")
    hub = models.ForeignKey("departures.Hub", on_delete=models.PROTECT, related_name="+")
    packs = models.PositiveIntegerField()
    net_mass_g = models.PositiveBigIntegerField()
    gross_mass_g = models.PositiveBigIntegerField()
    grade = models.CharField(max_length=60)
    grade_ok = models.BooleanField(default=True)
    temperature_c10 = models.SmallIntegerField(null=True, blank=True, help_text="Tenths of a degree Celsius.")
    note = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(
        max_length=20, help_text="as-ordered, excess-ignored, refund, needs-buyer, cancelled"
    )
    user_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField()


class ReceptionPhoto(models.Model):
    """A photograph taken at reception."""

    reception = models.ForeignKey(Reception, on_delete=models.PROTECT, related_name="+")
    file = models.CharField(max_length=200)
    widths = models.JSONField(default=list)


class LogisticUnit(models.Model):
    """A pallet or case with its own label: one shipment's goods, or part of them."""

    sscc = models.CharField(max_length=18, unique=True)
    shipment = models.ForeignKey("orders.Shipment", on_delete=models.PROTECT, related_name="+")
    departure = models.ForeignKey(
        "departures.Departure", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    bay = models.CharField(max_length=20, blank=True)
    gross_mass_g = models.PositiveBigIntegerField()
    volume_cm3 = models.PositiveBigIntegerField()
    loaded_at = models.DateTimeField(null=True, blank=True)
    loaded_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(sscc=""), name="unit_has_a_label")]
