"""Who is told how a shipment ended: accepted, withdrawn from, refused, lost, seized, not delivered."""

from __future__ import annotations

from typing import Any

from sogdia.apps.orders.models import Shipment
from sogdia.domain.ends import End
from sogdia.domain.viewer import SELLING_ROLES, Role
from sogdia.plumbing.notices.services import Reader
from sogdia.usecases.telling import facts, people
from sogdia.usecases.telling.topics import SALES, WORK, Telling, tells


@tells("shipment.accepted")
def goods_accepted(*, topic: str, shipment_id: int, by: str = "buyer", **_ids: Any) -> list[Telling]:
    """Tell the seller that the goods are accepted, and the buyer when only the clock has said so."""
    shipment = _shipment(shipment_id)
    said, subject = facts.of_shipment(shipment) | {"by": by}, f"{topic}:{shipment_id}"
    told: list[Telling] = [("goods-accepted", _sellers(shipment), said, SALES, subject)]
    if by == "clock":
        told.append(("counted-accepted", people.buyer(shipment.order), _to_buyer(shipment, 0), "", subject))
    return told


@tells("shipment.ended")
def goods_ended(*, topic: str, shipment_id: int, end: str, back_minor: int = 0, **_ids: Any) -> list[Telling]:
    """Tell buyer, seller and the house; of a failed last mile not the seller, whose goods go out again."""
    shipment, subject = _shipment(shipment_id), f"{topic}:{shipment_id}:{end}"
    to_buyer = _to_buyer(shipment, back_minor) | {"end": end}
    said = facts.of_shipment(shipment) | {"end": end}
    told: list[Telling] = [
        ("shipment-ended", people.buyer(shipment.order), to_buyer, "", subject),
        ("ended-to-house", people.house(Role.SUPPORT), said, WORK, subject),
    ]
    if end != End.FAILED:
        told.append(("goods-ended", _sellers(shipment), said, SALES, subject))
    return told


@tells("shipment.withdrawn")
def sale_withdrawn(*, topic: str, shipment_id: int, back_minor: int = 0, **_ids: Any) -> list[Telling]:
    """Confirm to the buyer that the withdrawal is received, and tell the seller."""
    shipment, subject = _shipment(shipment_id), f"{topic}:{shipment_id}"
    return [
        ("withdrawn", people.buyer(shipment.order), _to_buyer(shipment, back_minor), "", subject),
        ("sale-withdrawn", _sellers(shipment), facts.of_shipment(shipment), SALES, subject),
    ]


def _shipment(shipment_id: int) -> Shipment:
    return Shipment.objects.select_related("order__market", "seller", "departure__lane__hub").get(
        pk=shipment_id
    )


def _sellers(shipment: Shipment) -> list[Reader]:
    return people.team(shipment.seller_id, *SELLING_ROLES, Role.AGENT)


def _to_buyer(shipment: Shipment, back_minor: int) -> facts.Facts:
    order = shipment.order
    return facts.of_shipment(shipment) | {
        "zone": order.market.timezone,
        "currency": order.currency,
        "net_minor": "",
        "amount_minor": back_minor or "",
    }
