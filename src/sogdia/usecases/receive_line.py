"""Receive one line of a shipment at the hub: counted, weighed, graded, photographed, and settled by the rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sogdia.apps.hub import access, goods
from sogdia.apps.hub import services as hub
from sogdia.apps.hub.goods import Goods, StandingLine
from sogdia.apps.hub.services import Weighed
from sogdia.apps.orders import steps
from sogdia.apps.orders.models import OrderLine, Proposal, Shipment
from sogdia.apps.tracing import services as tracing
from sogdia.domain import weights
from sogdia.domain.lifecycle import ShipmentState
from sogdia.domain.machines import Actor
from sogdia.domain.ports import PictureKept, PictureMaker
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.domain.tracing import places
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox

__all__ = ["LineCancelled", "Weighed", "make_ready", "receive_line"]

_AT_THE_HUB = (ShipmentState.RECEIVED, ShipmentState.HELD, ShipmentState.READY)


class LineCancelled(Refusal):
    """Nothing of this line stands any more, so there is nothing to receive."""

    code = "line-cancelled"


def receive_line(
    *,
    viewer: Viewer,
    line_id: int,
    weighed: Weighed,
    photos: Sequence[bytes],
    pictures: PictureMaker,
    at: datetime,
    key: str,
) -> str:
    """
    Write what the scale showed and settle it; gives the outcome's name. A second weighing is a new reception.

    Excess is never charged; a shortfall within the tolerance is refunded; beyond it, or on a downgrade, the buyer is
    asked. The shipment is received, and ready or held once all its lines are.

    :raises sogdia.domain.refusals.NotFound: for anybody but this hub's clerks.
    :raises sogdia.domain.machines.StepNotPossible: it cannot be received now. :raises LineCancelled:
    :raises sogdia.apps.hub.services.WeightNotPossible: :raises sogdia.domain.ports.UploadRefused: a photograph.
    """
    shipment_ref = _check(viewer, line_id)
    kept = [pictures.keep(content, folder="receptions") for content in photos]
    body = {"line": line_id, "weighed": repr(weighed), "photos": len(photos)}
    with transaction.atomic(durable=True):
        shipment = steps.lock_shipment(shipment_ref)
        done = outbox.answer_of(scope="receive-line", key=key, body=body)
        if done is not None:
            return str(done["outcome"])
        standing = _arrive(shipment, line_id, viewer=viewer, at=at)
        said = _settle(shipment, standing, weighed, photos=kept, viewer=viewer, at=at)
        _go_on(shipment, viewer=viewer, at=at)
        outbox.audit(
            "receive-line",
            subject=shipment_ref,
            at=at,
            by=viewer,
            line=line_id,
            outcome=said,
            net_g=weighed.net_mass_g,
        )
        outbox.remember(scope="receive-line", key=key, body=body, answer={"outcome": said}, at=at)
        return said


def _check(viewer: Viewer, line_id: int) -> str:
    line = OrderLine.objects.select_related("shipment__departure__lane").filter(pk=line_id).first()
    if line is None:
        raise NotFound(f"No line {line_id}.")
    access.require_clerk(viewer, line.shipment.departure.lane.hub_id)
    return str(line.shipment.ref)


def _arrive(shipment: Shipment, line_id: int, *, viewer: Viewer, at: datetime) -> StandingLine:
    if shipment.state not in _AT_THE_HUB:
        if shipment.state == ShipmentState.LABELLED:
            hub.hand_over_unsaid(shipment)
        steps.take(shipment, "receive", actor=Actor.CLERK)
    found = next(one for one in goods.goods_of_one(shipment).lines if one.line.pk == line_id)
    if found.packs <= 0:
        raise LineCancelled(f"Line {line_id} was cancelled.")
    return found


def _settle(
    shipment: Shipment,
    standing: StandingLine,
    weighed: Weighed,
    *,
    photos: Sequence[PictureKept],
    viewer: Viewer,
    at: datetime,
) -> str:
    lane = shipment.departure.lane
    line = standing.line
    outcome = hub.judge(standing, weighed)
    reception = hub.write_reception(
        standing, weighed, outcome, hub=lane.hub, photos=photos, user_id=viewer.user_id, at=at
    )
    Proposal.objects.filter(line=line, state="open").exclude(kind="delay").update(
        state="lapsed", answered_at=at
    )
    tracing.record(
        EventKind.WEIGHED_AGAIN if standing.reception else EventKind.RECEIVED,
        at=at,
        lot=line.lot,
        shipment=shipment,
        place=places.at_hub(lane.hub.code),
        user_id=viewer.user_id,
        packs=weighed.packs,
        net_mass_g=weighed.net_mass_g,
        grade=weighed.grade,
        outcome=reception.outcome,
    )
    if isinstance(outcome, weights.RefundProRata):
        hub.refund_shortfall(standing, weighed, outcome, key=f"weighed:{reception.pk}", at=at)
    if isinstance(outcome, weights.NeedsBuyer):
        proposal = hub.ask_buyer(standing, weighed, outcome, reception=reception, at=at)
        outbox.tell("proposal.made", at=at, proposal_id=proposal.pk, order_id=shipment.order_id)
        tracing.record(
            EventKind.BUYER_ASKED, at=at, lot=line.lot, shipment=shipment, user_id=viewer.user_id,
            proposal=proposal.pk, about=proposal.kind,
        )  # fmt: skip
    return str(reception.outcome)


def _go_on(shipment: Shipment, *, viewer: Viewer, at: datetime) -> None:
    now = goods.goods_of_one(shipment)
    is_asked = Proposal.objects.filter(line__shipment=shipment, state="open").exclude(kind="delay").exists()
    if is_asked and shipment.state != ShipmentState.HELD:
        steps.take(shipment, "hold", actor=Actor.CLERK)
        tracing.record(EventKind.HELD, at=at, shipment=shipment, user_id=viewer.user_id)
        outbox.tell("shipment.held", at=at, shipment_id=shipment.pk, order_id=shipment.order_id)
    elif not is_asked:
        make_ready(shipment, now, actor=Actor.CLERK, user_id=viewer.user_id, at=at)


def make_ready(shipment: Shipment, now: Goods, *, actor: Actor, user_id: int | None, at: datetime) -> None:
    """Say that a shipment may be loaded, once everything that stands of it was received; inside another deed."""
    if now.is_weighed and shipment.state in (ShipmentState.RECEIVED, ShipmentState.HELD):
        steps.take(shipment, "ready", actor=actor)
        tracing.record(EventKind.READY, at=at, shipment=shipment, user_id=user_id)
        outbox.tell("shipment.received", at=at, shipment_id=shipment.pk, order_id=shipment.order_id)
    steps.read_order(shipment.order_id)
