"""Put a shipment's goods on pallets or into cases, each with a label of its own."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.hub import goods
from sogdia.apps.hub import services as hub
from sogdia.apps.tracing import services as tracing
from sogdia.domain.lifecycle import ShipmentState
from sogdia.domain.money import allocate
from sogdia.domain.refusals import Refusal
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.load_shipment import lock_both

MOST_UNITS = 40


class UnitsNotPossible(Refusal):
    """Units are made once, from goods that are received, at most as many as one shipment can need."""

    code = "units-not-possible"


def make_units(
    *, viewer: Viewer, shipment_ref: str, count: int, bay: str, company_prefix: str, at: datetime, key: str
) -> list[str]:
    """
    Make ``count`` units of a received shipment and give their SSCC; mass and volume are shared over them.

    :raises sogdia.domain.refusals.NotFound: for anybody but this hub's clerks. :raises UnitsNotPossible:
    :raises sogdia.usecases.load_shipment.DepartureSealed:
    """
    body = {"shipment": shipment_ref, "count": count, "bay": bay}
    with transaction.atomic(durable=True):
        shipment, departure = lock_both(viewer, shipment_ref)
        done = outbox.answer_of(scope="make-units", key=key, body=body)
        if done is not None:
            return list(done["units"])
        mine = goods.goods_of_one(shipment)
        at_hub = (ShipmentState.RECEIVED, ShipmentState.HELD, ShipmentState.READY)
        if not 1 <= count <= MOST_UNITS or mine.units or shipment.state not in at_hub:
            raise UnitsNotPossible(shipment_ref, most=MOST_UNITS)
        masses = allocate(mine.gross_mass_g, [1] * count)
        volumes = allocate(mine.volume_cm3, [1] * count)
        made = [
            hub.new_unit(
                shipment, company_prefix=company_prefix, bay=bay, gross_mass_g=mass_g, volume_cm3=volume_cm3
            ).sscc
            for mass_g, volume_cm3 in zip(masses, volumes, strict=True)
        ]
        tracing.record(
            EventKind.UNIT_LABELLED, at=at, shipment=shipment, departure=departure, user_id=viewer.user_id,
            units=count,
        )  # fmt: skip
        outbox.audit("make-units", subject=shipment_ref, at=at, by=viewer, units=made)
        outbox.remember(scope="make-units", key=key, body=body, answer={"units": made}, at=at)
        return made
