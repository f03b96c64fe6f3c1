"""The names of a price's parts and of tariff measures: one list for pages and papers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sogdia.domain.pricing.parts import Part
from sogdia.domain.tariff.measures import MeasureKind


def part_name(part: Part) -> str:
    """Name a part of the price, as its buyer reads it."""
    return {
        Part.NET: _("Grower, net"),
        Part.COMMISSION: _("Commission"),
        Part.FIRST_MILE: _("First mile"),
        Part.HUB: _("Hub"),
        Part.PAYOUT_FEE: _("Payout fee"),
        Part.FREIGHT_SHARED: _("Freight, shared"),
        Part.FREIGHT_CAUSED: _("Freight, your own"),
        Part.LAST_MILE: _("Last mile"),
        Part.INSURANCE: _("Insurance"),
        Part.DUTY: _("Duty"),
        Part.VAT: _("VAT"),
        Part.CLEARING: _("Clearing"),
    }[part]


def measure_name(kind: str) -> str:
    """Name a kind of tariff measure."""
    return {
        MeasureKind.THIRD_COUNTRY: _("Third-country duty"),
        MeasureKind.PREFERENCE: _("Preferential duty"),
        MeasureKind.SUSPENSION: _("Suspended duty"),
        MeasureKind.QUOTA: _("Duty within the quota"),
        MeasureKind.ADDITIONAL: _("Additional duty"),
        MeasureKind.ANTI_DUMPING: _("Anti-dumping duty"),
        MeasureKind.COUNTERVAILING: _("Countervailing duty"),
        MeasureKind.SAFEGUARD: _("Safeguard duty"),
        MeasureKind.EXCISE: _("Excise"),
    }[MeasureKind(kind)]
