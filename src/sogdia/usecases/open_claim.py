"""A buyer says what was wrong with delivered goods, and shows it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from sogdia.apps.claims import services as claims
from sogdia.apps.claims.models import Claim
from sogdia.apps.orders import access, steps
from sogdia.apps.orders import services as orders
from sogdia.apps.orders.access import Side
from sogdia.apps.orders.models import Order, OrderLine, Shipment
from sogdia.apps.tracing import services as tracing
from sogdia.domain.claims import ClaimReason, check_claim
from sogdia.domain.lifecycle import ShipmentState, StepNotPossible
from sogdia.domain.machines import Actor
from sogdia.domain.ports import PictureMaker
from sogdia.domain.references import RefKind
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Viewer
from sogdia.plumbing import refs
from sogdia.plumbing.links import OrderLink
from sogdia.plumbing.outbox import services as outbox

MOST_PHOTOS = 8
FOLDER = "claims"


class ClaimTooManyPhotos(Refusal):
    """More photographs than one claim keeps."""

    code = "claim-too-many-photos"


@dataclass(frozen=True, slots=True)
class Said:
    """What a buyer says; ``lost_worth_bp`` is for quality only: how much less such packs are worth (basis points)."""

    reason: ClaimReason
    packs: int
    text: str = ""
    lost_worth_bp: int = 10_000

    @property
    def worth_bp(self) -> int:
        """Give the lost worth that counts: packs that are damaged, missing or wrong are worth nothing."""
        return self.lost_worth_bp if self.reason is ClaimReason.QUALITY else 10_000


def open_claim(
    *,
    viewer: Viewer,
    order_ref: str,
    line_id: int,
    said: Said,
    photos: Sequence[bytes],
    pictures: PictureMaker,
    at: datetime,
    key: str,
    link: OrderLink | None = None,
) -> str:
    """
    Open a claim on so many packs of a line; gives its reference. The refund is computed by the rule, not asked for.

    :raises sogdia.domain.refusals.NotFound: for anybody but the buyer and the holder of the link.
    :raises sogdia.domain.claims.ClaimTooLate, sogdia.domain.claims.ClaimWithoutPhoto, ClaimTooManyPhotos:
    :raises sogdia.domain.claims.MorePacksThanOrdered: :raises sogdia.domain.ports.UploadRefused: a file is no picture.
    :raises sogdia.domain.machines.StepNotPossible: the goods are not delivered, or were accepted.
    """
    shown = [hashlib.sha256(photo).hexdigest() for photo in photos]
    body = {"order": order_ref, "line": line_id, **asdict(said), "photos": shown}
    with transaction.atomic(durable=True):
        order = orders.lock(order_ref)
        access.require(viewer, order, Side.BUYER, link=link)
        done = outbox.answer_of(scope="open-claim", key=key, body=body)
        if done is not None:
            return str(done["claim"])
        line = _line(order, line_id)
        shipment = steps.lock_shipment(line.shipment.ref)
        _check(shipment, photos=len(photos), at=at)
        claim = _write(line, said, photos, pictures, at=at)
        if shipment.state == ShipmentState.DELIVERED:
            steps.take(shipment, "claim", actor=Actor.BUYER)
        tracing.record(EventKind.CLAIM_OPENED, at=at, lot=line.lot, shipment=shipment, claim=claim.pk)
        steps.read_order(order.pk)
        outbox.tell("claim.opened", at=at, claim_id=claim.pk, order_id=order.pk, shipment_id=shipment.pk)
        outbox.remember(scope="open-claim", key=key, body=body, answer={"claim": claim.ref}, at=at)
        return claim.ref


def _write(
    line: OrderLine, said: Said, photos: Sequence[bytes], pictures: PictureMaker, *, at: datetime
) -> Claim:
    computed = claims.compute(line, reason=said.reason, packs=said.packs, lost_worth_bp=said.worth_bp)
    return claims.open_for(
        line,
        ref=refs.draw(RefKind.CLAIM),
        reason=said.reason,
        packs=said.packs,
        text=said.text.strip(),
        lost_worth_bp=said.worth_bp,
        computed=computed.refund,
        photos=[pictures.keep(photo, folder=FOLDER) for photo in photos],
        at=at,
    )


def _line(order: Order, line_id: int) -> OrderLine:
    found = (
        OrderLine.objects.select_related("order", "shipment", "lot").filter(pk=line_id, order=order).first()
    )
    if found is None:
        raise NotFound(f"No line {line_id} in this order.")
    return found


def _check(shipment: Shipment, *, photos: int, at: datetime) -> None:
    if shipment.state not in (ShipmentState.DELIVERED, ShipmentState.CLAIMED):
        raise StepNotPossible(
            f"Shipment {shipment.ref} is {shipment.state}.",
            machine="shipment",
            state=shipment.state,
            event="claim",
        )
    assert shipment.delivered_at is not None and shipment.accept_by is not None, "delivery sets both"
    check_claim(
        photos=photos,
        delivered_on=shipment.delivered_at.date(),
        today=at.date(),
        days=(shipment.accept_by.date() - shipment.delivered_at.date()).days,
    )
    if photos > MOST_PHOTOS:
        raise ClaimTooManyPhotos(f"{photos} photographs.", most=MOST_PHOTOS)
