"""Issued papers and the number series they take their numbers from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sogdia.plumbing.fields import CurrencyField, MinorField, UidField


class NumberSeries(models.Model):
    """One series per issuer, kind and year; its row is locked while a number is taken, so none repeats or gaps."""

    issuer = models.CharField(max_length=140)
    kind = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "kind", "year"], name="series_is_opened_once")
        ]


class Document(models.Model):
    """A paper as issued; its file never changes. ``facts`` is what it was rendered from."""

    uid = UidField()
    kind = models.CharField(
        max_length=24,
        help_text="confirmation, invoice, credit-note, packing-list, commercial-invoice, label, quote, statement",
    )
    number = models.CharField(max_length=40, blank=True)
    issuer = models.CharField(max_length=140)
    order = models.ForeignKey(
        "orders.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    shipment = models.ForeignKey(
        "orders.Shipment", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    departure = models.ForeignKey(
        "departures.Departure", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=10, default="en")
    currency = CurrencyField(blank=True)
    total_minor = MinorField(default=0)
    facts = models.JSONField(default=dict)
    file = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "kind", "number"],
                condition=~Q(number=""),
                name="document_number_is_used_once",
            ),
        ]
