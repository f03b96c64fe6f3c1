"""Photo claims: what a buyer gets back, and from whom (rules CL-1 to CL-5)."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from sogdia.domain.ledger.bearing import Bearer, Bearing, Borne
from sogdia.domain.ledger.escrow import Escrow
from sogdia.domain.ledger.shares import Share, difference, shrink, shrink_some, take, total
from sogdia.domain.money import Money
from sogdia.domain.pricing.parts import Part
from sogdia.domain.refusals import Refusal


class ClaimReason(enum.StrEnum):
    """What the photos show."""

    DAMAGED = "damaged"
    SHORT = "short"
    WRONG = "wrong"
    QUALITY = "quality"


class ClaimTooLate(Refusal):
    """The time to claim is over."""

    code = "claim-too-late"


class ClaimWithoutPhoto(Refusal):
    """A claim shows what is wrong."""

    code = "claim-without-photo"


class MorePacksThanOrdered(Refusal):
    """More packs are claimed than the line has left unclaimed."""

    code = "more-packs-than-ordered"


#: CL-3: who bears a claim unless the evidence says otherwise.
USUAL_BEARER: Final[dict[ClaimReason, Bearer]] = {
    ClaimReason.DAMAGED: Bearer.CARRIER,
    ClaimReason.SHORT: Bearer.CARRIER,
    ClaimReason.WRONG: Bearer.SELLER,
    ClaimReason.QUALITY: Bearer.SELLER,
}
#: CL-2: parts that follow the worth of goods that did arrive; their way was travelled and stays paid.
WORTH_PARTS: Final = frozenset({Part.NET, Part.COMMISSION, Part.PAYOUT_FEE, Part.VAT})


@dataclass(frozen=True, slots=True)
class ClaimRefund:
    """
    CL-4: what is offered: ``refund`` in the order's currency, borne as ``bearing`` says; ``capped`` by the escrow.

    ``kept`` is what the buyer goes on paying (what a next claim may concern); ``in_escrow`` is what is left to release.
    """

    refund: Money
    bearing: Bearing
    kept: tuple[Share, ...]
    in_escrow: tuple[Share, ...]
    capped: bool


def compute(
    *,
    reason: ClaimReason,
    shares: Sequence[Share],
    packs: int,
    affected_packs: int,
    lost_worth_bp: int = 10_000,
    bearer: Bearer | None = None,
    escrow: Escrow,
) -> ClaimRefund:
    """
    Compute the partial refund of one line.

    CL-1: damaged, short or wrong packs are worth nothing to the buyer: all their parts go back pro rata, way and
    duty too. CL-3: the usual bearer of the reason pays, or the one whom the evidence names. CL-2: packs of lower quality arrived: only what follows their worth goes back, by ``lost_worth_bp``.
    CL-4: never more than the escrow still holds, nor than may still be refunded.

    ``shares`` and ``packs`` are what earlier claims left of the line.

    :raises MorePacksThanOrdered: with ``packs`` and ``affected``.
    """
    assert packs > 0 and affected_packs > 0 and 0 < lost_worth_bp <= 10_000, "a claim claims something"
    if affected_packs > packs:
        raise MorePacksThanOrdered(
            f"{affected_packs} of {packs} packs.", packs=packs, affected=affected_packs
        )
    affected = Fraction(affected_packs, packs)
    if reason is ClaimReason.QUALITY:
        kept = shrink_some(shares, 1 - affected * Fraction(lost_worth_bp, 10_000), WORTH_PARTS)
    else:
        kept = shrink(shares, 1 - affected)
    lost = difference(shares, kept)
    wanted = total(lost)
    limit = Money(min(wanted.minor, escrow.held, escrow.refundable), escrow.currency)
    if limit < wanted:
        lost = difference(lost, take(lost, limit))
        kept = difference(shares, lost)
    by = bearer or USUAL_BEARER[reason]
    assert by not in (Bearer.BUYER, Bearer.NOBODY), "a claim is paid by somebody"
    bearing = Bearing(tuple(Borne(share, by, reason) for share in lost))
    in_escrow = [
        rest if borne.from_escrow else share
        for share, rest, borne in zip(shares, kept, bearing.borne, strict=True)
    ]
    return ClaimRefund(limit, bearing, tuple(kept), tuple(in_escrow), capped=limit < wanted)


def check_claim(*, photos: int, delivered_on: date, today: date, days: int) -> None:
    """
    CL-5: a claim has a photo and comes within ``days`` after delivery.

    :raises ClaimWithoutPhoto: :raises ClaimTooLate: with ``last_day``.
    """
    if photos < 1:
        raise ClaimWithoutPhoto("No photo.")
    last_day = delivered_on + timedelta(days=days)
    if today > last_day:
        raise ClaimTooLate(f"The last day was {last_day}.", last_day=last_day)
