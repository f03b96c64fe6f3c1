"""When a seller is paid, and what is taken off before (rules PO-1 to PO-5)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from sogdia.domain.money import Money, Rounding
from sogdia.domain.refusals import Refusal

#: The share of the promised net that a deployment advances at the hub, in basis points; the rest comes on delivery.
ADVANCE_SHARE_BP: Final = 8_000


class PayoutMode(enum.StrEnum):
    """The seller's choice."""

    ADVANCE = "advance"
    ON_DELIVERY = "on-delivery"
    MONTHLY = "monthly"


class NothingDue(Refusal):
    """There is nothing to pay out to this seller."""

    code = "nothing-due"


class SecondPersonNeeded(Refusal):
    """Whoever prepared this may not approve it."""

    code = "second-person-needed"


class AdvanceBelowReceivable(Refusal):
    """What the seller owes is as much as the advance, so there is nothing to advance."""

    code = "advance-below-receivable"


@dataclass(frozen=True, slots=True)
class PayoutPlan:
    """PO-3: what a payout is made of, shown to the seller before it is sent: due, netted, sent."""

    due: Money
    netted: Money
    sent: Money


def plan_payout(*, due: Money, receivable: Money) -> PayoutPlan:
    """
    PO-3: take what the seller owes off what they are due; the rest of either stands.

    :raises NothingDue:
    """
    assert receivable.minor >= 0, "a seller owes nothing or something"
    if due.minor <= 0:
        raise NothingDue("Nothing is due.")
    netted = min(due, receivable)
    return PayoutPlan(due, netted, due - netted)


def advance_amount(net: Money, *, share_bp: int) -> Money:
    """PO-2: the advance on accepted goods, rounded down: never more than the agreed share of the promised net."""
    assert 0 <= share_bp <= 10_000 and net.minor >= 0, "an advance is a share of the net"
    return net.times(Fraction(share_bp, 10_000), Rounding.DOWN)


@dataclass(frozen=True, slots=True)
class AdvanceOffer:
    """PO-4: what a seller sees before choosing an advance: now, later, and what they still owe."""

    now: Money
    later: Money
    receivable: Money


def offer_advance(net: Money, *, share_bp: int, receivable: Money) -> AdvanceOffer:
    """
    PO-4: show an advance with what is owed already taken off.

    :raises AdvanceBelowReceivable: nothing would be left of it.
    """
    advance = advance_amount(net, share_bp=share_bp)
    if receivable >= advance:
        raise AdvanceBelowReceivable(
            f"{receivable.minor} owed, {advance.minor} to advance.",
            receivable_minor=receivable.minor,
            advance_minor=advance.minor,
            currency=net.currency,
        )
    return AdvanceOffer(advance - receivable, net - advance, receivable)


def advance_due_on(mode: PayoutMode, *, hub_accepted_on: date | None) -> date | None:
    """PO-1: the day an advance falls due: when the hub accepts the goods, for sellers who chose it; else None."""
    return hub_accepted_on if mode is PayoutMode.ADVANCE else None


def due_on(mode: PayoutMode, *, accepted_on: date | None) -> date | None:
    """
    PO-1: the day a released net (after an advance: the rest of it) falls due, or None before acceptance.

    Advance and on delivery: the day the goods are accepted. Monthly: the first of the month after.
    """
    if accepted_on is None or mode is not PayoutMode.MONTHLY:
        return accepted_on
    return date(accepted_on.year + accepted_on.month // 12, accepted_on.month % 12 + 1, 1)


def check_second_person(*, prepared_by: int, approved_by: int) -> None:
    """
    PO-5: a payout file is approved by somebody other than who prepared it.

    :raises SecondPersonNeeded:
    """
    if prepared_by == approved_by:
        raise SecondPersonNeeded("Somebody else approves.")
