"""Move a shipment to another departure of its lane, when it does not fit its own."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.departures.models import Departure
from sogdia.apps.hub import goods, rolling
from sogdia.apps.hub.models import LogisticUnit
from sogdia.apps.hub.rolling import Moved
from sogdia.apps.orders import steps
from sogdia.apps.tracing import services as tracing
from sogdia.domain.lifecycle import ShipmentState
from sogdia.domain.machines import Actor
from sogdia.domain.refusals import NotFound
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.load_shipment import lock_both


def move_shipment(
    *, viewer: Viewer, shipment_ref: str, to_ref: str, may_be_late: bool = False, at: datetime, key: str
) -> None:
    """
    Book it on the other departure. If it arrives later than promised, the buyer is asked, and silence agrees.

    :raises sogdia.domain.refusals.NotFound: for anybody but this hub's clerks.
    :raises sogdia.apps.hub.rolling.AnotherLane, sogdia.apps.hub.rolling.ShipmentAlreadyThere,
        sogdia.apps.hub.rolling.GoodsTooOldForIt, sogdia.usecases.load_shipment.DepartureSealed:
    :raises sogdia.domain.consolidation.fit.PromiseBroken: and it may not be late.
    """
    body = {"shipment": shipment_ref, "to": to_ref, "late": may_be_late}
    with transaction.atomic(durable=True):
        shipment, departure = lock_both(viewer, shipment_ref)
        if outbox.answer_of(scope="move-shipment", key=key, body=body) is not None:
            return
        to = Departure.objects.select_related("lane", "lane__hub").filter(ref=to_ref).first()
        if to is None:
            raise NotFound(f"No departure {to_ref}.")
        moved = rolling.check_move(goods.goods_of_one(shipment), to, may_be_late=may_be_late, at=at)
        take_along(moved, user_id=viewer.user_id, at=at)
        outbox.audit(
            "move-shipment",
            subject=shipment_ref,
            at=at,
            by=viewer,
            old=departure.ref,
            new=to_ref,
            late=may_be_late,
        )
        outbox.remember(scope="move-shipment", key=key, body=body, answer={}, at=at)


def take_along(moved: Moved, *, user_id: int | None, at: datetime) -> None:
    """Move a shipment that may move, tell its buyer and its trace; inside another deed."""
    shipment = moved.shipment
    if shipment.state == ShipmentState.LOADED:
        steps.take(shipment, "unload", actor=Actor.CLERK)
    rolling.move(moved, at=at)
    LogisticUnit.objects.filter(shipment=shipment).update(
        departure=moved.after, loaded_at=None, loaded_by=None
    )
    tracing.record(
        EventKind.MOVED, at=at, shipment=shipment, departure=moved.after, user_id=user_id,
        before=moved.before.ref, shown_to=moved.shown.latest.isoformat(), now_to=moved.now.latest.isoformat(),
    )  # fmt: skip
    if moved.is_late and shipment.state != ShipmentState.RESERVED:
        proposal = rolling.ask_about_delay(moved, at=at)
        outbox.tell("proposal.made", at=at, proposal_id=proposal.pk, order_id=shipment.order_id)
    elif moved.now != moved.shown:
        outbox.tell("shipment.moved", at=at, shipment_id=shipment.pk, order_id=shipment.order_id)
