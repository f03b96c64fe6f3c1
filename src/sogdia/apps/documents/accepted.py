"""What is left of a line after its corrections: what invoices and customs papers say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from sogdia.apps.catalogue.models import Pack
from sogdia.apps.departures.models import Departure
from sogdia.apps.orders.models import Correction, OrderLine
from sogdia.domain.lifecycle import ShipmentState
from sogdia.domain.pricing.parts import SELLER_PARTS, STATE_PARTS, Part

#: States of goods that leave with a departure, before and after its seal.
LEAVING = (ShipmentState.LOADED, ShipmentState.SEALED, ShipmentState.DEPARTED)


@dataclass(frozen=True)
class AcceptedLine:
    """A line as accepted: packs, mass in grams, minor units by part in the order's currency."""

    line: OrderLine
    pack: Pack
    packs: int
    net_mass_g: int
    gross_mass_g: int
    parts: Mapping[str, int]
    total_minor: int

    def minor(self, *parts: Part) -> int:
        """Add up some parts."""
        return sum(self.parts.get(str(part), 0) for part in parts)

    @property
    def goods_minor(self) -> int:
        """Give the price of the goods at the hub."""
        return self.minor(*SELLER_PARTS)

    @property
    def before_state_minor(self) -> int:
        """Give the price without duty and tax."""
        return self.total_minor - self.minor(*STATE_PARTS)


def of_order(order_id: int) -> list[AcceptedLine]:
    """Give the accepted lines of an order, in its order."""
    return _accepted(OrderLine.objects.filter(order_id=order_id))


def of_departure(departure: Departure) -> list[AcceptedLine]:
    """Give the accepted lines that leave with a departure; what was cancelled or refused is not among them."""
    return _accepted(
        OrderLine.objects.filter(shipment__departure=departure, shipment__state__in=[str(s) for s in LEAVING])
    )


def of_shipment(shipment_id: int) -> list[AcceptedLine]:
    """Give the accepted lines of a shipment."""
    return _accepted(OrderLine.objects.filter(shipment_id=shipment_id))


def _accepted(lines: QuerySet[OrderLine]) -> list[AcceptedLine]:
    found = list(
        lines.select_related(
            "order__market",
            "order__address",
            "shipment__departure__lane__hub",
            "shipment__seller",
            "product",
            "lot",
            "quote_line__offer__pack",
        ).order_by("order_id", "id")
    )
    corrections: dict[int, list[Correction]] = {}
    for correction in Correction.objects.filter(line__in=found).order_by("id"):
        corrections.setdefault(correction.line_id, []).append(correction)
    left = [_left(line, corrections.get(line.pk, [])) for line in found]
    return [line for line in left if line.packs > 0 and line.total_minor > 0]


def _left(line: OrderLine, corrections: list[Correction]) -> AcceptedLine:
    parts = {str(figure["part"]): int(figure["minor"]) for figure in line.figures}
    assert sum(parts.values()) == line.total_minor, "the parts add up to the line"
    for correction in corrections:
        for part, minor in correction.figures.items():
            parts[part] = parts.get(part, 0) - int(minor)
    quoted = line.quote_line
    packs = line.packs + sum(one.packs for one in corrections)
    net_mass_g = line.net_mass_g + sum(one.net_mass_g for one in corrections)
    # Packing weighs what it weighed: only goods were short.
    packing_g = (quoted.gross_mass_g - quoted.net_mass_g) * packs // line.packs
    return AcceptedLine(
        line=line,
        pack=quoted.offer.pack,
        packs=packs,
        net_mass_g=net_mass_g,
        gross_mass_g=net_mass_g + packing_g,
        parts=parts,
        total_minor=sum(parts.values()),
    )
