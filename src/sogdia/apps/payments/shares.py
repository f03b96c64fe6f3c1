"""What of an order is still in escrow, as shares of its lines: figures as quoted, less what corrections took off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sogdia.apps.orders.models import Correction, OrderLine, Shipment
from sogdia.domain.ledger.flows import Payer
from sogdia.domain.ledger.shares import Share
from sogdia.domain.money import Money, allocate
from sogdia.domain.pricing.parts import SELLER_PARTS, Part
from sogdia.plumbing.prepared import Prepared

Shares = tuple[Share, ...]
_LINES = Prepared(lambda shipment: OrderLine.objects.filter(shipment_id=shipment).order_by("pk"), int)
_CORRECTIONS = Prepared(lambda shipment: Correction.objects.filter(line__shipment_id=shipment), int)
_SHIPMENTS = Prepared(
    lambda order: Shipment.objects.filter(order_id=order).select_related("order").order_by("pk"), int
)


@dataclass(frozen=True, slots=True)
class Covered:
    """
    What somebody else than the escrow gave back to the buyer, or (negative) got back from the escrow later.

    ``minor`` is in the order's currency, ``owed`` in that of the part's payee, who was paid all the same.
    """

    part: Part
    payer: Payer
    minor: int
    owed: int


def of_shipment(shipment: Shipment) -> dict[int, Shares]:
    """
    Give each line's remaining shares by line id, lines in order of their ids, parts in waterfall order.

    A seller's part is owed in the seller's currency as promised, freight to the carrier in the lane's currency (the
    shipment's figure shared over its lines by what each pays), everything else in the order's currency.
    """
    lines = _LINES.all(shipment.pk)
    corrections = _by_line(_CORRECTIONS.all(shipment.pk))
    owed_freight = {
        Part.FREIGHT_SHARED: _spread(shipment.shared_minor, lines, Part.FREIGHT_SHARED),
        Part.FREIGHT_CAUSED: _spread(shipment.caused_minor, lines, Part.FREIGHT_CAUSED),
    }
    found: dict[int, Shares] = {}
    for place, line in enumerate(lines):
        freight = {
            part: Money(minors[place], shipment.lane_currency) for part, minors in owed_freight.items()
        }
        whole = _as_quoted(line, shipment, freight)
        found[line.pk] = tuple(_less(share, corrections.get(line.pk, [])) for share in whole)
    return found


def still_paid(shipment: Shipment) -> dict[int, Shares]:
    """
    Give each line's shares that its buyer still pays: what others gave back stays in escrow, for whom it is owed.

    A refund reckons with these, whoever bears it, so that nothing goes back twice; a release takes all that remain.
    """
    covered = covered_of(shipment)
    return {
        line_id: tuple(_uncovered(share, covered.get(line_id, [])) for share in shares)
        for line_id, shares in of_shipment(shipment).items()
    }


def covered_of(shipment: Shipment) -> dict[int, list[Covered]]:
    """Give what others gave back of each line, by line id, in the order in which they did."""
    found: dict[int, list[Covered]] = {}
    rows = Correction.objects.filter(line__shipment=shipment, covered__isnull=False).order_by("pk")
    for line_id, covered in rows.values_list("line_id", "covered"):
        found.setdefault(line_id, []).extend(
            Covered(Part(row["part"]), Payer(row["payer"]), int(row["minor"]), int(row["owed"]))
            for row in covered or ()
        )
    return found


def _uncovered(share: Share, covered: Iterable[Covered]) -> Share:
    rows = [row for row in covered if row.part is share.part]
    return replace(
        share,
        amount=share.amount - Money(sum(row.minor for row in rows), share.amount.currency),
        owed=share.owed - Money(sum(row.owed for row in rows), share.owed.currency),
    )


def of_order(order_id: int) -> dict[int, Shares]:
    """Give the remaining shares of every line of an order, by line id."""
    found: dict[int, Shares] = {}
    for shipment in _SHIPMENTS.all(order_id):
        found.update(of_shipment(shipment))
    return found


def flat(by_line: dict[int, Shares]) -> Shares:
    """Give the shares of several lines in one row, those of nothing left out."""
    return tuple(share for shares in by_line.values() for share in shares if share.amount or share.owed)


def _spread(minor: int, lines: Sequence[OrderLine], part: Part) -> list[int]:
    return allocate(minor, [_figure(line, part) for line in lines])


def _figure(line: OrderLine, part: Part) -> int:
    return sum(int(figure["minor"]) for figure in line.figures if figure["part"] == part)


def _as_quoted(line: OrderLine, shipment: Shipment, freight: dict[Part, Money]) -> list[Share]:
    currency = shipment.order.currency
    found = []
    for part in Part:
        amount = Money(_figure(line, part), currency)
        if part in SELLER_PARTS:
            owed = Money(int(line.seller_parts.get(part, 0)), line.seller_currency)
        else:
            owed = freight.get(part, amount)
        party_id = shipment.seller_id if part in SELLER_PARTS else None
        found.append(Share(part, amount, owed, shipment.pk, party_id))
    return found


def _less(share: Share, corrections: Iterable[Correction]) -> Share:
    off = sum(int(row.figures.get(share.part, 0)) for row in corrections)
    owed_off = sum(int(row.seller_parts.get(share.part, 0)) for row in corrections)
    return replace(
        share,
        amount=share.amount - Money(off, share.amount.currency),
        owed=share.owed - Money(owed_off, share.owed.currency),
    )


def _by_line(rows: Iterable[Correction]) -> dict[int, list[Correction]]:
    found: dict[int, list[Correction]] = {}
    for row in rows:
        found.setdefault(row.line_id, []).append(row)
    return found
