"""Book room on departures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import F

from sogdia.apps.departures.models import Departure
from sogdia.domain.refusals import Refusal


class NoRoomLeft(Refusal):
    """The departure filled up, or closed, in the meantime."""

    code = "no-room-left"


@dataclass(frozen=True, slots=True)
class Room:
    """Gross mass in grams and volume in cubic centimetres."""

    mass_g: int
    volume_cm3: int


def book(rooms: Mapping[int, Room]) -> None:
    """
    Book room on departures, in the order of their ids so that no two buyers wait for each other.

    :raises NoRoomLeft: naming the first departure that is full or closed; then nothing is booked.
    """
    assert connection.in_atomic_block
    for departure_id, room in sorted(rooms.items()):
        booked = Departure.objects.filter(
            pk=departure_id,
            state="open",
            booked_mass_g__lte=F("capacity_mass_g") - room.mass_g,
            booked_volume_cm3__lte=F("capacity_volume_cm3") - room.volume_cm3,
        ).update(
            booked_mass_g=F("booked_mass_g") + room.mass_g,
            booked_volume_cm3=F("booked_volume_cm3") + room.volume_cm3,
        )
        if not booked:
            ref = Departure.objects.filter(pk=departure_id).values_list("ref", flat=True).first()
            raise NoRoomLeft(f"No room on {ref}.", departure=ref or "")


def free(rooms: Mapping[int, Room]) -> None:
    """Give booked room back."""
    assert connection.in_atomic_block
    for departure_id, room in sorted(rooms.items()):
        Departure.objects.filter(pk=departure_id).update(
            booked_mass_g=F("booked_mass_g") - room.mass_g,
            booked_volume_cm3=F("booked_volume_cm3") - room.volume_cm3,
        )
