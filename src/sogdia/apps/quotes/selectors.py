"""What may be known of baskets and quotes."""

from __future__ import annotations

from sogdia.apps.quotes.models import BasketLine
from sogdia.apps.quotes.services import own_lines
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.prepared import Prepared

_PACKS_OF_GUEST = Prepared(
    lambda key: BasketLine.objects.filter(own_lines(Viewer(guest_key=key))).values_list("packs"), str
)
_PACKS_OF_PERSON = Prepared(
    lambda key, user: BasketLine.objects.filter(own_lines(Viewer(user, guest_key=key))).values_list("packs"), str, int
)  # fmt: skip


def count_packs(viewer: Viewer) -> int:
    """Give the number of packs in the viewer's basket."""
    if not viewer.guest_key and not viewer.is_signed_in:
        return 0
    if viewer.user_id is None:
        rows = _PACKS_OF_GUEST.all(viewer.guest_key)
    else:
        rows = _PACKS_OF_PERSON.all(viewer.guest_key, viewer.user_id)
    return sum(packs for (packs,) in rows)
