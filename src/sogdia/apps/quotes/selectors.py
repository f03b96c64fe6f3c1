"""What may be known of baskets and quotes."""

from __future__ import annotations

from django.db.models import Sum

from sogdia.apps.quotes.models import BasketLine
from sogdia.apps.quotes.services import own_lines
from sogdia.domain.viewer import Viewer


def count_packs(viewer: Viewer) -> int:
    """Give the number of packs in the viewer's basket."""
    if not viewer.guest_key and not viewer.is_signed_in:
        return 0
    found: int | None = BasketLine.objects.filter(own_lines(viewer)).aggregate(packs=Sum("packs"))["packs"]
    return found or 0
