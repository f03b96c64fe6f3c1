"""Pay what a departure's goods owe before buyers accept them: from the operator's working capital, never from escrow."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.departures.models import Departure
from sogdia.apps.ledger import services as ledger
from sogdia.apps.settlement.costs import owed_on
from sogdia.apps.settlement.models import TrueUp
from sogdia.domain.ledger import flows
from sogdia.domain.pricing.parts import Part
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox import services as outbox


class NothingOwed(Refusal):
    """No shipment on this departure owes this cost now."""

    code = "nothing-owed"


class TrueFreightFirst(Refusal):
    """The carrier's bill for the vehicle is paid after its true cost was entered."""

    code = "true-freight-first"


def pay_costs(*, viewer: Viewer, departure_ref: str, part: Part, at: datetime, key: str) -> int:
    """
    Pay one kind of cost for every shipment of a departure; gives how many shipments. The same key pays once.

    Working capital is debited and recovered when the escrow is released (LE-9).

    :raises sogdia.domain.refusals.NotAllowed: for anybody but a treasurer. :raises sogdia.domain.refusals.NotFound:
    :raises TrueFreightFirst: shared freight before its true cost is known. :raises NothingOwed:
    """
    viewer.require(Role.TREASURER)
    body = {"departure": departure_ref, "part": str(part)}
    with transaction.atomic(durable=True):
        if outbox.answer_of(scope="pay-costs", key=key, body=body) is not None:
            return 0
        departure = Departure.objects.select_for_update(of=("self",)).filter(ref=departure_ref).first()
        if departure is None:
            raise NotFound(f"No departure {departure_ref}.")
        if part is Part.FREIGHT_SHARED and not TrueUp.objects.filter(departure=departure).exists():
            raise TrueFreightFirst(departure.ref, departure=departure.ref)
        owed = [one for one in owed_on(departure) if one.part is part]
        if not owed:
            raise NothingOwed(f"{part} of {departure.ref}", departure=departure.ref)
        for one in owed:
            entry = flows.advance_costs(
                amount=one.amount,
                part=one.part,
                order_id=one.order_id,
                shipment_id=one.shipment_id,
                key=f"costs:{one.shipment_id}/{one.part}/{key}",
            )
            ledger.post_once(entry, at=at)
        outbox.audit(
            "pay-costs",
            subject=departure.ref,
            at=at,
            by=viewer,
            part=str(part),
            shipments=len(owed),
        )
        outbox.remember(scope="pay-costs", key=key, body=body, answer={"shipments": len(owed)}, at=at)
        return len(owed)
