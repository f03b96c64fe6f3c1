"""What may be known of baskets and quotes."""

from __future__ import annotations

from django.db.models import Q, Sum

from sogdia.apps.quotes.models import BasketLine
from sogdia.domain.viewer import Viewer


def count_packs(viewer: Viewer) -> int:
    """Give the number of packs in the viewer's basket."""
    if not viewer.guest_key and not viewer.is_signed_in:
        return 0
    mine = Q(basket__key=viewer.guest_key) if viewer.guest_key else Q(pk__in=[])
    if viewer.is_signed_in:
        mine |= Q(basket__user_id=viewer.user_id)
    found: int | None = BasketLine.objects.filter(mine).aggregate(packs=Sum("packs"))["packs"]
    return found or 0
