"""What happened: one row per event, only ever added."""

from __future__ import annotations

from django.db import models

from sogdia.plumbing.fields import UidField


class TraceEvent(models.Model):
    """Something that happened to a lot, shipment or departure; ``data`` holds ids and figures, no personal data."""

    uid = UidField()
    kind = models.CharField(max_length=30)
    at = models.DateTimeField()
    lot = models.ForeignKey("lots.Lot", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    shipment = models.ForeignKey(
        "orders.Shipment", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    departure = models.ForeignKey(
        "departures.Departure", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    party = models.ForeignKey(
        "parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.CharField(max_length=80, blank=True)
    user_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    is_public = models.BooleanField(default=True, help_text="Shown on the lot's public page.")

    class Meta:
        indexes = [
            models.Index(fields=["lot", "at"], name="trace_by_lot"),
            models.Index(fields=["shipment", "at"], name="trace_by_shipment"),
            models.Index(fields=["departure", "at"], name="trace_by_departure"),
        ]
