"""What a shipment is at the hub: its lines as they stand, what it weighs there, what it needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from sogdia.apps.hub.models import LogisticUnit, Reception
from sogdia.apps.orders.models import Correction, OrderLine, Shipment
from sogdia.domain.consolidation.fit import Load


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A line with what still stands of it after its corrections, and how it was last received."""

    line: OrderLine
    packs: int
    net_mass_g: int
    gross_mass_g: int
    volume_cm3: int
    reception: Reception | None


@dataclass(frozen=True, slots=True)
class Goods:
    """A shipment as the hub handles it; mass is the scale's where it was weighed, as booked where not."""

    shipment: Shipment
    lines: tuple[StandingLine, ...]
    units: int
    gross_mass_g: int
    volume_cm3: int
    temperature: str

    @property
    def load(self) -> Load:
        """Give what it adds to a vehicle."""
        return Load(self.gross_mass_g, self.volume_cm3)

    @property
    def standing(self) -> tuple[StandingLine, ...]:
        """Give the lines of which something still stands."""
        return tuple(line for line in self.lines if line.packs > 0)

    @property
    def is_weighed(self) -> bool:
        """Whether every line that stands was received."""
        return bool(self.standing) and all(line.reception for line in self.standing)


def goods_of(shipments: Iterable[Shipment]) -> list[Goods]:
    """Give each shipment with its lines, in the given order; four queries for all."""
    rows = list(shipments)
    ids = [row.pk for row in rows]
    lines: dict[int, list[OrderLine]] = {}
    for line in (
        OrderLine.objects.filter(shipment__in=ids)
        .select_related("product", "lot", "quote_line", "quote_line__offer__pack")
        .order_by("id")
    ):
        lines.setdefault(line.shipment_id, []).append(line)
    off = {
        row["line"]: (row["packs"], row["mass"])
        for row in Correction.objects.filter(line__shipment__in=ids)
        .values("line")
        .annotate(packs=Sum("packs"), mass=Sum("net_mass_g"))
    }
    last = {
        row.line_id: row
        for row in Reception.objects.filter(line__shipment__in=ids).order_by("received_at", "id")
    }
    units = {
        row["shipment"]: row
        for row in LogisticUnit.objects.filter(shipment__in=ids)
        .values("shipment")
        .annotate(mass=Sum("gross_mass_g"), volume=Sum("volume_cm3"), count=Count("pk"))
    }
    return [
        _goods(row, [_standing(line, off, last) for line in lines.get(row.pk, [])], units.get(row.pk))
        for row in rows
    ]


def _standing(line: OrderLine, off: dict[int, tuple[int, int]], last: dict[int, Reception]) -> StandingLine:
    packs_off, mass_off = off.get(line.pk, (0, 0))
    packs = line.packs + packs_off
    reception = last.get(line.pk)
    booked = line.quote_line
    if packs <= 0:
        gross = 0
    elif reception is not None:
        gross = reception.gross_mass_g
    else:
        gross = booked.gross_mass_g * packs // line.packs
    return StandingLine(
        line=line,
        packs=max(packs, 0),
        net_mass_g=max(line.net_mass_g + mass_off, 0),
        gross_mass_g=gross,
        volume_cm3=booked.volume_cm3 * max(packs, 0) // line.packs,
        reception=reception,
    )


def _goods(
    shipment: Shipment,
    lines: Sequence[StandingLine],
    units: Mapping[str, Any] | None,
) -> Goods:
    classes = {line.line.product.temperature for line in lines}
    return Goods(
        shipment=shipment,
        lines=tuple(lines),
        units=units["count"] if units else 0,
        gross_mass_g=units["mass"] if units else sum(line.gross_mass_g for line in lines),
        volume_cm3=units["volume"] if units else sum(line.volume_cm3 for line in lines),
        temperature=classes.pop() if len(classes) == 1 else "ambient",
    )


def goods_of_one(shipment: Shipment) -> Goods:
    """Give one shipment as the hub handles it."""
    return goods_of([shipment])[0]


def aboard(goods: Iterable[Goods]) -> Load:
    """Add up what is loaded."""
    mass = volume = 0
    for one in goods:
        mass, volume = mass + one.gross_mass_g, volume + one.volume_cm3
    return Load(mass, volume)
