"""Baskets, and quotes that freeze every figure they were computed from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sogdia.plumbing.fields import CurrencyField, MinorField, UidField


class Basket(models.Model):
    """What a person or guest means to buy, for one market."""

    key = models.CharField(max_length=64, unique=True, help_text="Held by the browser; names no person.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    changed_at = models.DateTimeField()


class BasketLine(models.Model):
    """So many packs of an offer on a departure."""

    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey("catalogue.Offer", on_delete=models.CASCADE, related_name="+")
    departure = models.ForeignKey("departures.Departure", on_delete=models.CASCADE, related_name="+")
    packs = models.PositiveIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["basket", "offer", "departure"], name="basket_names_an_offer_once"
            ),
            models.CheckConstraint(condition=Q(packs__gt=0), name="basket_line_has_packs"),
        ]


class Quote(models.Model):
    """A price promised until a time. Nothing in it ever changes."""

    uid = UidField()
    ref = models.CharField(max_length=24, unique=True)
    basket_key = models.CharField(max_length=64, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+")
    address = models.ForeignKey("parties.Address", null=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=10, default="en")
    currency = CurrencyField()
    total_minor = MinorField()
    made_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    rate_ids = models.JSONField(default=list, help_text="Exchange rates used.")
    measure_ids = models.JSONField(default=list, help_text="Tariff measures used.")
    digest = models.CharField(max_length=64, help_text="Of all figures, so that a change would show.")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(total_minor__gt=0), name="quote_costs_something")]


class QuoteLine(models.Model):
    """One line of a quote; ``figures`` are the waterfall's parts in order, in the quote's currency."""

    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    offer = models.ForeignKey("catalogue.Offer", on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey("lots.Lot", on_delete=models.PROTECT, related_name="+")
    departure = models.ForeignKey("departures.Departure", on_delete=models.PROTECT, related_name="+")
    seller = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    packs = models.PositiveIntegerField()
    qty = models.PositiveBigIntegerField(help_text="In the product's stock unit.")
    net_mass_g = models.PositiveBigIntegerField()
    gross_mass_g = models.PositiveBigIntegerField()
    volume_cm3 = models.PositiveBigIntegerField()
    commodity_code = models.CharField(max_length=10, blank=True)
    vat_bp = models.PositiveIntegerField(default=0)
    total_minor = MinorField()
    figures = models.JSONField(default=list, help_text="[{part, minor, basis}] in waterfall order.")
    seller_currency = CurrencyField(default="CNY")
    seller_parts = models.JSONField(default=dict, help_text="Minor units by part in the seller's currency.")
    arrives_from = models.DateField()
    arrives_to = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quote", "position"], name="quote_line_has_its_place")]


class QuoteShipment(models.Model):
    """The freight of one seller's goods on one departure: what true-up is measured against (lane currency)."""

    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="+")
    departure = models.ForeignKey("departures.Departure", on_delete=models.PROTECT, related_name="+")
    seller = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    lane_currency = CurrencyField()
    chargeable_g = models.PositiveBigIntegerField()
    shared_minor = MinorField(help_text="Ceiling share of the vehicle's fixed cost.")
    caused_minor = MinorField()
    standalone_minor = MinorField()
    entry_mode = models.CharField(max_length=14)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["quote", "departure", "seller"], name="quote_has_one_shipment_per_way"
            ),
        ]
