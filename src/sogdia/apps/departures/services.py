"""Book and free a departure's capacity: conditional updates, rows locked in id order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NoReturn

from django.db import connection
from django.db.models import F

from sogdia.apps.departures.models import Departure
from sogdia.domain.refusals import Refusal
from sogdia.plumbing.prepared import PreparedUpdate


class DepartureFull(Refusal):
    """The departure has not enough room left."""

    code = "departure-full"


class DepartureClosed(Refusal):
    """The departure takes no more orders: its cut-off has passed or it was closed."""

    code = "departure-closed"


Size = tuple[int, int]
"""Gross mass in grams and volume in cubic centimetres."""


_BOOK = PreparedUpdate(
    lambda departure, mass, volume, at: (
        Departure.objects.filter(
            pk=departure,
            state="open",
            cutoff_at__gt=at,
            capacity_mass_g__gte=F("booked_mass_g") + mass,
            capacity_volume_cm3__gte=F("booked_volume_cm3") + volume,
        ),
        {"booked_mass_g": F("booked_mass_g") + mass, "booked_volume_cm3": F("booked_volume_cm3") + volume},
    ),
    int,
    int,
    int,
    datetime,
)


def lock(departure_ids: list[int] | set[int]) -> list[Departure]:
    """Lock rows in id order. Whoever locks lots too locks departures first."""
    assert connection.in_atomic_block, "a lock belongs to a transaction"
    return list(Departure.objects.select_for_update().filter(pk__in=departure_ids).order_by("pk"))


def book(sizes: Mapping[int, Size], *, at: datetime) -> None:
    """
    Book room by departure id; each update locks its row, in id order.

    :raises DepartureClosed: with ``departure``. :raises DepartureFull: with ``departure``, ``left_g`` and ``asked_g``.
    """
    for departure_id in sorted(sizes):
        mass, volume = sizes[departure_id]
        if not _BOOK.run(departure_id, mass, volume, at):
            _refuse(departure_id, asked_g=mass, at=at)


def _refuse(departure_id: int, *, asked_g: int, at: datetime) -> NoReturn:
    [departure] = lock([departure_id])
    if departure.state != "open" or at >= departure.cutoff_at:
        raise DepartureClosed(f"{departure.ref} is closed.", departure=departure.ref)
    raise DepartureFull(
        f"{departure.ref} is full.",
        departure=departure.ref,
        left_g=departure.capacity_mass_g - departure.booked_mass_g,
        asked_g=asked_g,
    )


def free(sizes: Mapping[int, Size]) -> None:
    """Give room back by departure id: an order expired or was cancelled before it was loaded."""
    for departure in lock(set(sizes)):
        mass, volume = sizes[departure.pk]
        moved = Departure.objects.filter(
            pk=departure.pk, booked_mass_g__gte=mass, booked_volume_cm3__gte=volume
        ).update(booked_mass_g=F("booked_mass_g") - mass, booked_volume_cm3=F("booked_volume_cm3") - volume)
        assert moved == 1, "only booked room is given back"
