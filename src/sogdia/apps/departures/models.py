"""Hubs, lanes with their tariff, how a lane serves a market, and dated departures."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sogdia.plumbing.fields import CurrencyField, MinorField, TextsField, UidField


class Hub(models.Model):
    """A place where goods are received, weighed, graded and loaded."""

    code = models.SlugField(unique=True)
    names = TextsField()
    party = models.ForeignKey(
        "parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    city = models.CharField(max_length=60)
    address = models.CharField(max_length=200, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5)
    longitude = models.DecimalField(max_digits=8, decimal_places=5)
    timezone = models.CharField(max_length=40, default="Asia/Shanghai")
    is_main = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.code


class Lane(models.Model):
    """Hub to gateway city by one mode, with schedule and published tariff (minor units of ``currency``)."""

    code = models.CharField(max_length=12, unique=True)
    series = models.CharField(max_length=4, help_text="First letters of departure numbers.")
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="+")
    carrier = models.ForeignKey(
        "parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    gateway_names = TextsField()
    gateway_country = models.CharField(max_length=2)
    latitude = models.DecimalField(max_digits=8, decimal_places=5)
    longitude = models.DecimalField(max_digits=8, decimal_places=5)
    mode = models.CharField(max_length=6, help_text="road, rail, air, sea")
    via_names = TextsField()
    weekdays = models.JSONField(default=list, help_text="0 is Monday.")
    every_weeks = models.PositiveSmallIntegerField(default=1)
    leaves_at = models.TimeField()
    cutoff_hours = models.PositiveSmallIntegerField()
    transit_days_min = models.PositiveSmallIntegerField()
    transit_days_max = models.PositiveSmallIntegerField()
    temperatures = models.JSONField(default=list)
    vehicle = models.CharField(max_length=60)
    currency = CurrencyField(default="CNY")
    vehicle_fixed_minor = MinorField()
    capacity_mass_g = models.PositiveBigIntegerField()
    capacity_volume_cm3 = models.PositiveBigIntegerField()
    per_kg_minor = MinorField()
    per_m3_minor = MinorField(default=0)
    minimum_minor = MinorField(default=0)
    surcharge_minor = MinorField(default=0)
    wm_kg_per_m3 = models.PositiveIntegerField()
    careful_fill_bp = models.PositiveIntegerField(default=6000)
    minimum_fill_bp = models.PositiveIntegerField(default=6000)
    standalone_per_kg_minor = MinorField()
    standalone_minimum_minor = MinorField(default=0)
    insurance_bp = models.PositiveIntegerField(default=0)
    border_share_bp = models.PositiveIntegerField(default=10_000)
    is_active = models.BooleanField(default=True)
    source = models.CharField(max_length=400, blank=True)
    checked_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.code


class LaneService(models.Model):
    """How a lane serves one market: entry mode, importer of record, last mile and clearing."""

    lane = models.ForeignKey(Lane, on_delete=models.PROTECT, related_name="+")
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+")
    entry_mode = models.CharField(max_length=14)
    importer_of_record = models.CharField(max_length=140, blank=True)
    last_mile_days_min = models.PositiveSmallIntegerField(default=1)
    last_mile_days_max = models.PositiveSmallIntegerField(default=3)
    last_mile_currency = CurrencyField()
    last_mile_per_shipment_minor = MinorField()
    last_mile_per_kg_minor = MinorField()
    clearing_currency = CurrencyField()
    clearing_per_entry_minor = MinorField()
    clearing_per_kg_minor = MinorField()
    source = models.CharField(max_length=400, blank=True)
    checked_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lane", "market"], name="lane_serves_a_market_once")]


class Departure(models.Model):
    """A dated run on a lane. Booked mass and volume can never pass its capacity."""

    uid = UidField()
    ref = models.CharField(max_length=12, unique=True)
    lane = models.ForeignKey(Lane, on_delete=models.PROTECT, related_name="+")
    cutoff_at = models.DateTimeField()
    leaves_at = models.DateTimeField()
    state = models.CharField(max_length=12, default="open")
    capacity_mass_g = models.PositiveBigIntegerField()
    capacity_volume_cm3 = models.PositiveBigIntegerField()
    booked_mass_g = models.PositiveBigIntegerField(default=0)
    booked_volume_cm3 = models.PositiveBigIntegerField(default=0)
    sealed_at = models.DateTimeField(null=True, blank=True)
    seal_number = models.CharField(max_length=40, blank=True)
    departed_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    delay_days = models.SmallIntegerField(
        default=0, help_text="What the carrier's last milestone added to the promise."
    )
    true_fixed_minor = MinorField(
        null=True, blank=True, help_text="What the vehicle really cost, lane currency."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(booked_mass_g__lte=F("capacity_mass_g")), name="departure_carries_no_more_mass"
            ),
            models.CheckConstraint(
                condition=Q(booked_volume_cm3__lte=F("capacity_volume_cm3")),
                name="departure_carries_no_more_volume",
            ),
            models.CheckConstraint(
                condition=Q(cutoff_at__lte=F("leaves_at")), name="orders_close_before_it_leaves"
            ),
        ]
        indexes = [models.Index(fields=["lane", "cutoff_at"], name="departure_by_cutoff")]

    def __str__(self) -> str:
        return self.ref


class Milestone(models.Model):
    """Something the carrier reported of a departure. Only ever added."""

    departure = models.ForeignKey(Departure, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(
        max_length=24, help_text="departed, border, customs-cleared, arrived, delayed, handed-to-last-mile"
    )
    at = models.DateTimeField()
    place = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=300, blank=True)
    delay_days = models.SmallIntegerField(default=0)
    user_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()
