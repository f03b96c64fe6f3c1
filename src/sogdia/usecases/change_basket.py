"""Put packs into the basket, change how many, take them out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.catalogue.models import Offer
from sogdia.apps.departures.models import Departure
from sogdia.apps.quotes import services as quotes
from sogdia.apps.quotes.models import BasketLine
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.prepared import Prepared

_OFFERS = Prepared(lambda pk: Offer.objects.filter(pk=pk).values_list("pk"), int)
_DEPARTURES = Prepared(lambda ref: Departure.objects.filter(ref=ref), str)
_THERE = Prepared(
    lambda basket, offer, departure: BasketLine.objects.filter(
        basket_id=basket, offer_id=offer, departure_id=departure
    ).values_list("packs"),
    int,
    int,
    int,
)


def change_basket(
    *, viewer: Viewer, offer_id: int, departure_ref: str, packs: int, at: datetime, add: bool = False
) -> int:
    """
    Want so many packs of an offer on a departure (``add``: so many more); gives how many are wanted now.

    :raises sogdia.domain.refusals.NotFound: for an unknown offer or departure.
    :raises sogdia.apps.quotes.services.PacksOutOfRange: for a negative or unreasonable number.
    """
    with transaction.atomic():
        if not _OFFERS.exists(offer_id):
            raise NotFound(f"No offer {offer_id}.")
        departure = _DEPARTURES.first(departure_ref)
        if departure is None:
            raise NotFound(f"No departure {departure_ref}.")
        basket = quotes.basket_of(viewer, at=at)
        if add:
            packs += sum(there for (there,) in _THERE.all(basket.pk, offer_id, departure.pk))
        quotes.set_packs(basket, offer_id=offer_id, departure_id=departure.pk, packs=packs, at=at)
        return packs


def move_line(*, viewer: Viewer, line_id: int, departure_ref: str, at: datetime) -> None:
    """
    Put a line of the viewer's basket on another departure.

    :raises sogdia.domain.refusals.NotFound: for a line that is not theirs, or an unknown departure.
    """
    with transaction.atomic():
        line = BasketLine.objects.filter(quotes.own_lines(viewer), pk=line_id).first()
        departure = _DEPARTURES.first(departure_ref)
        if line is None or departure is None:
            raise NotFound("No such line or departure.")
        basket = line.basket
        packs, offer_id = line.packs, line.offer_id
        line.delete()
        there = BasketLine.objects.filter(basket=basket, offer_id=offer_id, departure=departure).first()
        quotes.set_packs(
            basket,
            offer_id=offer_id,
            departure_id=departure.pk,
            packs=packs + (there.packs if there else 0),
            at=at,
        )
