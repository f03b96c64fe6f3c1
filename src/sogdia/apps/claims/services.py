"""Compute what a claim on a line is worth, on what earlier claims left of it; keep claims and their photographs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Sum

from sogdia.apps.claims.models import Claim, ClaimPhoto
from sogdia.apps.ledger.models import EscrowBalance
from sogdia.apps.orders.models import Order, OrderLine
from sogdia.apps.payments import services as payments
from sogdia.apps.payments import shares as escrow_shares
from sogdia.apps.payments.models import Payment
from sogdia.domain import claims
from sogdia.domain.claims import ClaimReason, ClaimRefund, MorePacksThanOrdered
from sogdia.domain.ledger.bearing import Bearer
from sogdia.domain.ledger.escrow import Escrow
from sogdia.domain.lifecycle import ClaimState
from sogdia.domain.money import Money
from sogdia.domain.ports import PictureKept

OPEN = (ClaimState.OPENED, ClaimState.OFFERED, ClaimState.AGREED)


def compute(
    line: OrderLine,
    *,
    reason: ClaimReason,
    packs: int,
    lost_worth_bp: int = 10_000,
    bearer: Bearer | None = None,
) -> ClaimRefund:
    """
    Compute the refund of one line as the rule gives it (CL-1 to CL-4).

    :raises sogdia.domain.claims.MorePacksThanOrdered: with ``packs`` and ``affected``.
    """
    left = payments.packs_left(line)
    if left <= 0 or packs > left:
        raise MorePacksThanOrdered(f"{packs} of {left} packs.", packs=max(left, 0), affected=packs)
    return claims.compute(
        reason=reason,
        shares=escrow_shares.still_paid(line.shipment)[line.pk],
        packs=left,
        affected_packs=packs,
        lost_worth_bp=lost_worth_bp,
        bearer=bearer,
        escrow=escrow_of(line.order),
    )


def escrow_of(order: Order) -> Escrow:
    """Give what happened to a buyer's money; what others paid of refunds never left the escrow."""
    row = EscrowBalance.objects.get(order_id=order.pk)
    refunded = Payment.objects.filter(order=order).aggregate(minor=Sum("refunded_minor"))["minor"] or 0
    return Escrow(
        currency=row.currency,
        captured=row.captured_minor,
        refunded=refunded,
        covered=refunded - row.refunded_minor,
        released=row.released_minor,
    )


def open_for(
    line: OrderLine,
    *,
    ref: str,
    reason: ClaimReason,
    packs: int,
    text: str,
    lost_worth_bp: int,
    computed: Money,
    photos: Sequence[PictureKept],
    at: datetime,
) -> Claim:
    """Keep a claim with its photographs."""
    claim = Claim.objects.create(
        ref=ref,
        line=line,
        shipment=line.shipment,
        reason=reason,
        packs=packs,
        text=text[:2000],
        state=ClaimState.OPENED,
        currency=computed.currency,
        computed_minor=computed.minor,
        figures={"lost_worth_bp": lost_worth_bp},
        opened_at=at,
    )
    ClaimPhoto.objects.bulk_create(
        ClaimPhoto(claim=claim, file=photo.file, widths=list(photo.widths), sent_at=at) for photo in photos
    )
    return claim
