"""A shipment ends other than well: refused at the door, lost, seized, undeliverable; or its last mile failed."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from sogdia.apps.claims import ends
from sogdia.apps.claims.end_selectors import actor_of
from sogdia.apps.departures import services as departures
from sogdia.apps.orders import steps
from sogdia.apps.orders.models import Proposal, Shipment
from sogdia.apps.tracing import services as tracing
from sogdia.domain.ends import STEP, End
from sogdia.domain.ledger.bearing import Bearer
from sogdia.domain.lifecycle import SHIPMENT, ShipmentState, StepNotPossible, move_as
from sogdia.domain.machines import Actor
from sogdia.domain.refusals import Refusal
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.allocate_receipt import ReasonNeeded
from sogdia.usecases.capture_payment import lock_order
from sogdia.usecases.settle_shipment import settle

_ABOARD_NOT_YET: Final = frozenset(
    {
        ShipmentState.HANDED_OVER,
        ShipmentState.RECEIVED,
        ShipmentState.HELD,
        ShipmentState.READY,
        ShipmentState.LOADED,
    }
)


class EndNeedsFault(Refusal):
    """A seizure is borne by whoever caused it: buyer, seller or house."""

    code = "end-needs-fault"


def end_shipment(
    *,
    viewer: Viewer,
    shipment_ref: str,
    end: End,
    reason: str,
    at: datetime,
    key: str,
    at_fault: Bearer | None = None,
) -> int:
    """
    End a shipment and let everybody bear what the table says (rule EN-3); gives what goes back to the buyer.

    ``end`` is refused-by-buyer, lost, seized, undeliverable, or failed (only the last mile goes back, by its carrier).

    :raises sogdia.domain.refusals.NotFound: for anybody but its carrier, its hub and the operator's support.
    :raises sogdia.domain.refusals.NotAllowed: the step is somebody else's. :raises ReasonNeeded, EndNeedsFault:
    :raises sogdia.domain.machines.StepNotPossible: it does not follow its state.
    """
    body = {"shipment": shipment_ref, "end": str(end), "reason": reason, "fault": str(at_fault or "")}
    with transaction.atomic(durable=True):
        shipment = steps.lock_shipment(shipment_ref)
        actor = actor_of(viewer, shipment)
        done = outbox.answer_of(scope="end-shipment", key=key, body=body)
        if done is not None:
            return int(done["back_minor"])
        if not reason.strip():
            raise ReasonNeeded("An end says why.")
        _check(shipment, end, actor, at_fault)
        order = lock_order(shipment.order_id)
        fault = at_fault if end is End.SEIZED else None
        back = ends.bear(shipment, end, reason=reason, key=f"end:{end}:{shipment.pk}", at=at, at_fault=fault)
        frees_room = end is not End.FAILED and shipment.state in _ABOARD_NOT_YET
        if end is not End.FAILED:
            _leave(shipment, STEP[end], actor, reason, at=at)
            settle(shipment.pk, order, at=at)
        tracing.record(
            EventKind.ENDED, at=at, shipment=shipment, is_public=False, end=str(end), frees_room=frees_room
        )
        _say(viewer, shipment, end, reason, back, at=at)
        outbox.remember(scope="end-shipment", key=key, body=body, answer={"back_minor": back}, at=at)
        return back


def _say(viewer: Viewer, shipment: Shipment, end: End, reason: str, back_minor: int, *, at: datetime) -> None:
    outbox.audit(
        "end-shipment",
        subject=shipment.ref,
        at=at,
        by=viewer,
        reason=reason[:500],
        end=str(end),
    )
    outbox.tell(
        "shipment.ended",
        at=at,
        shipment_id=shipment.pk,
        order_id=shipment.order_id,
        end=str(end),
        back_minor=back_minor,
    )


def _check(shipment: Shipment, end: End, actor: Actor, at_fault: Bearer | None) -> None:
    if end is End.FAILED:
        if shipment.state != ShipmentState.FAILED:
            raise StepNotPossible(
                f"Shipment {shipment.ref} is {shipment.state}.",
                machine="shipment",
                state=shipment.state,
                event="fail",
            )
        return
    move_as(SHIPMENT, shipment.state, STEP[end], actor)
    if end is End.SEIZED and at_fault not in (Bearer.BUYER, Bearer.SELLER, Bearer.HOUSE):
        raise EndNeedsFault("Whose fault was it?")


def _leave(shipment: Shipment, step: str, actor: Actor, reason: str, *, at: datetime) -> None:
    if shipment.state in _ABOARD_NOT_YET:
        departures.free({shipment.departure_id: (shipment.gross_mass_g, shipment.volume_cm3)})
        # Who carries a share of the vehicle is asked long after the state says only how it ended.
        shipment.stayed_behind_at = at
        shipment.save(update_fields=["stayed_behind_at"])
    steps.take(shipment, step, actor=actor, reason=reason)
    Proposal.objects.filter(line__shipment=shipment, state="open").update(state="lapsed", answered_at=at)
