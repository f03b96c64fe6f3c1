"""The names of a price's parts: one list for pages and papers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sogdia.domain.pricing.parts import Part


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
