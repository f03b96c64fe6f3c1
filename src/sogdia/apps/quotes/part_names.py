"""The names of a price's parts and of tariff measures: one list for pages and papers."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext, gettext_noop

from sogdia.domain.pricing.parts import Part
from sogdia.domain.tariff.measures import MeasureKind

_NAMES: Final = {
    Part.NET: gettext_noop("Grower, net"),
    Part.COMMISSION: gettext_noop("Commission"),
    Part.FIRST_MILE: gettext_noop("First mile"),
    Part.HUB: gettext_noop("Hub"),
    Part.PAYOUT_FEE: gettext_noop("Payout fee"),
    Part.FREIGHT_SHARED: gettext_noop("Freight, shared"),
    Part.FREIGHT_CAUSED: gettext_noop("Freight, your own"),
    Part.LAST_MILE: gettext_noop("Last mile"),
    Part.INSURANCE: gettext_noop("Insurance"),
    Part.DUTY: gettext_noop("Duty"),
    Part.VAT: gettext_noop("VAT"),
    Part.CLEARING: gettext_noop("Clearing"),
}

_MEASURES: Final = {
    MeasureKind.THIRD_COUNTRY: gettext_noop("Third-country duty"),
    MeasureKind.PREFERENCE: gettext_noop("Preferential duty"),
    MeasureKind.SUSPENSION: gettext_noop("Suspended duty"),
    MeasureKind.QUOTA: gettext_noop("Duty within the quota"),
    MeasureKind.ADDITIONAL: gettext_noop("Additional duty"),
    MeasureKind.ANTI_DUMPING: gettext_noop("Anti-dumping duty"),
    MeasureKind.COUNTERVAILING: gettext_noop("Countervailing duty"),
    MeasureKind.SAFEGUARD: gettext_noop("Safeguard duty"),
    MeasureKind.EXCISE: gettext_noop("Excise"),
}


def part_name(part: Part) -> str:
    """Name a part of the price, as its buyer reads it."""
    return gettext(_NAMES[part])


def measure_name(kind: str) -> str:
    """Name a kind of tariff measure."""
    return gettext(_MEASURES[MeasureKind(kind)])
