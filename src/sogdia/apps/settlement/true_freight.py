"""Give back what freight was quoted above its true share: to the buyer, and to whoever gave the buyer's back before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sogdia.apps.ledger import services as ledger
from sogdia.apps.orders.models import OrderLine
from sogdia.apps.payments import services as payments
from sogdia.apps.payments.shares import Covered
from sogdia.apps.settlement import services as settlement
from sogdia.domain.ledger import bearing, flows
from sogdia.domain.ledger.flows import Payer
from sogdia.domain.ledger.shares import Share
from sogdia.domain.money import Money, allocate
from sogdia.domain.pricing.parts import Part


@dataclass(frozen=True, slots=True)
class _Portion:
    """What one of them gets (order's currency) and how much less the carrier is owed for it; None is the buyer."""

    payer: Payer | None
    minor: int
    owed: int


def give_back(line: OrderLine, taken: Share, covered: Sequence[Covered], *, reason: str, at: datetime) -> int:
    """
    Take ``taken`` off a line's shared freight and give the buyer's portion of it, in minor units; theirs is not queued.

    FR-8: who gave a part of this freight back before gets that part of the difference, so that it never goes back
    twice. It comes out of escrow while it is there; after its release, out of the carrier's account.
    """
    portions = _portions(line, taken, [row for row in covered if row.part is Part.FREIGHT_SHARED])
    buyers = sum(one.minor for one in portions if one.payer is None)
    is_released = payments.is_released(line)
    payments.add_correction(
        line,
        [taken],
        kind="freight",
        refund=Money(buyers, taken.amount.currency),
        reason=reason,
        at=at,
        covered=[
            Covered(taken.part, one.payer, -one.minor, -one.owed) for one in portions if one.payer is not None
        ],
    )
    for one in portions:
        if one.minor:
            _post(line, taken, one, is_released=is_released, at=at)
    return buyers


def _portions(line: OrderLine, taken: Share, covered: Sequence[Covered]) -> list[_Portion]:
    """Share the difference by who pays this freight now; only what is there is given."""
    paid: dict[Payer, int] = {}
    for row in covered:
        paid[row.payer] = paid.get(row.payer, 0) + row.minor
    payers = [payer for payer, minor in paid.items() if minor > 0]
    if not payers:
        return [_Portion(None, taken.amount.minor, taken.owed.minor)]
    whole = payments.freight_left(line)
    weights = [whole - sum(paid[payer] for payer in payers), *(paid[payer] for payer in payers)]
    minors, owed = (allocate(amount.minor, weights) for amount in (taken.amount, taken.owed))
    return [
        _Portion(payer, minor, less) for payer, minor, less in zip([None, *payers], minors, owed, strict=True)
    ]


def _post(line: OrderLine, taken: Share, one: _Portion, *, is_released: bool, at: datetime) -> None:
    amount = Money(one.minor, taken.amount.currency)
    owed = Money(one.owed, taken.owed.currency) if is_released else None
    if one.payer is None:
        entry = flows.freight_refund(
            order_id=line.order_id,
            shipment_id=line.shipment_id,
            amount=amount,
            owed=owed,
            key=f"freight-refund:{line.pk}",
        )
        ledger.post_once(entry, at=at)
        return
    to = amount
    if one.payer is Payer.SELLER:
        rate = payments.rate_of(line.order, line.seller_currency)
        [share] = bearing.in_sellers_currency([Share(taken.part, amount, amount)], rate)
        to = share.owed
    entry = flows.freight_to_payer(
        order_id=line.order_id,
        shipment_id=line.shipment_id,
        payer=one.payer,
        amount=amount,
        to=to,
        party_id=line.shipment.seller_id if one.payer is Payer.SELLER else None,
        owed=owed,
        key=f"freight-refund:{line.pk}/{one.payer}",
    )
    ledger.post_once(entry, at=at)
    if one.payer is Payer.SELLER:
        settlement.owe(
            line.shipment.seller, to, kind="correction", shipment=line.shipment, accepted_on=at.date(), at=at
        )
