"""Put what a guest collected into the person's own basket at sign-in."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.quotes import services as quotes
from sogdia.domain.viewer import Viewer


def merge_baskets(*, viewer: Viewer, at: datetime) -> int:
    """
    Make one basket of this browser's and the person's others; gives how many lines moved. Doing it again moves none.

    Packs of the same offer on the same departure are added up. A basket of another person stays as it is.
    """
    if not viewer.is_signed_in or not viewer.guest_key:
        return 0
    with transaction.atomic():
        return quotes.merge(viewer, at=at)
