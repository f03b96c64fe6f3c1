"""Tariff measures and admissibility rules as rows; what they mean is in the rulebook."""

from __future__ import annotations

from django.db import models


class TariffImport(models.Model):
    """One edition of a tariff, as taken in; undone as a whole or not at all."""

    ref = models.CharField(max_length=20, unique=True)
    territory = models.CharField(max_length=6)
    format = models.CharField(max_length=20)
    source = models.CharField(max_length=400)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")
    in_force_on = models.DateField()
    made_at = models.DateTimeField()
    added = models.PositiveIntegerField()
    ended = models.JSONField(default=list, help_text="[id, last day before]: measures that it ended.")
    undone_at = models.DateTimeField(null=True, blank=True)


class MeasureRow(models.Model):
    """
    One dated measure of a customs territory on a code prefix; ``expression`` is the machine text.

    A measure of an undone import keeps its row, for the quotes that froze it, and prices nothing new.
    """

    territory = models.CharField(max_length=6)
    code = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)
    origin = models.CharField(max_length=4, default="*")
    expression = models.CharField(max_length=4000)
    rate_text = models.CharField(max_length=300)
    unit = models.CharField(max_length=20, blank=True)
    proof = models.CharField(max_length=80, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=400)
    checked_on = models.DateField()
    note = models.CharField(max_length=400, blank=True)
    of_import = models.ForeignKey(TariffImport, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["territory", "code"], name="measure_by_code")]


class AdmissibilityRow(models.Model):
    """One rule on what may go where: allowed, needs-document, needs-test, prohibited, ask."""

    destination = models.CharField(max_length=6, help_text="Market code or customs territory.")
    origin = models.CharField(max_length=2, default="CN")
    origin_region = models.CharField(max_length=60, default="*")
    hs_prefix = models.CharField(max_length=10, blank=True, help_text="Empty is every code.")
    effect = models.CharField(max_length=20)
    document = models.CharField(max_length=60, blank=True)
    test = models.CharField(max_length=60, blank=True)
    limit = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    reason_key = models.CharField(max_length=60)
    legal_source = models.CharField(max_length=400)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    checked_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["destination", "origin"], name="admissibility_by_way")]
