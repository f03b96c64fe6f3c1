"""Markets, their taxes, and dated exchange rates."""

from __future__ import annotations

from django.db import models

from sogdia.plumbing.fields import CurrencyField, TextsField


class Market(models.Model):
    """A destination country with the customs territory whose tariff it applies."""

    code = models.CharField(max_length=2, unique=True, help_text="ISO 3166-1 alpha-2")
    names = TextsField()
    territory = models.CharField(max_length=6)
    currency = CurrencyField()
    languages = models.JSONField(default=list)
    timezone = models.CharField(max_length=40)
    basis = models.CharField(max_length=4, default="CIF")
    vat_includes_duty = models.BooleanField(default=True)
    vat_includes_inland = models.BooleanField(default=False)
    vat_source = models.CharField(max_length=400, blank=True)
    low_value_kind = models.CharField(max_length=24, default="none")
    low_value_limit_minor = models.BigIntegerField(default=0)
    low_value_flat_minor = models.BigIntegerField(default=0)
    low_value_currency = CurrencyField(blank=True)
    low_value_counts = models.CharField(
        max_length=16, default="customs-value", help_text="customs-value, goods"
    )
    low_value_excludes = models.JSONField(default=list, blank=True, help_text="HS prefixes without relief.")
    low_value_from = models.DateField(null=True, blank=True)
    low_value_to = models.DateField(null=True, blank=True)
    low_value_source = models.CharField(max_length=400, blank=True)
    address_format = models.JSONField(default=dict)
    minimum_life_days = models.PositiveIntegerField(default=0)
    fx_max_age_days = models.PositiveIntegerField(default=7)
    withdrawal_days = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="In which a consumer may withdraw after delivery; empty: no such right.",
    )
    withdrawal_source = models.CharField(max_length=300, blank=True)
    legal_mode = models.CharField(max_length=20, default="merchant-of-record")
    is_open = models.BooleanField(default=True)
    closed_reason = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=400, blank=True)
    checked_on = models.DateField(null=True)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.code


class VatRate(models.Model):
    """A market's rate for one class of goods from a date on, in basis points."""

    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="+")
    vat_class = models.CharField(max_length=12, help_text="food, standard")
    rate_bp = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=400)
    checked_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["market", "vat_class", "valid_from"], name="vat_rate_starts_once"
            ),
        ]


class RateImport(models.Model):
    """One publisher's file of exchange rates, as taken in; undone as a whole or not at all."""

    ref = models.CharField(max_length=20, unique=True)
    publisher = models.CharField(max_length=200)
    format = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")
    made_at = models.DateTimeField()
    added = models.PositiveIntegerField()
    replaced_ids = models.JSONField(default=list, help_text="Rates that gave way; undoing brings them back.")
    undone_at = models.DateTimeField(null=True, blank=True)


class ExchangeRate(models.Model):
    """
    ``value`` units of ``quote`` for one of ``base``, both major units. Only ever added.

    A rate that gave way or was undone keeps its row, for the quotes that froze it, and prices nothing new.
    """

    base = CurrencyField()
    quote = CurrencyField()
    value = models.DecimalField(max_digits=24, decimal_places=12)
    as_of = models.DateField()
    source = models.CharField(max_length=300)
    of_import = models.ForeignKey(RateImport, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["base", "quote", "as_of", "source"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="rate_is_stated_once",
            ),
            models.CheckConstraint(condition=models.Q(value__gt=0), name="rate_is_positive"),
        ]
        indexes = [models.Index(fields=["base", "quote", "-as_of"], name="rate_newest_first")]
