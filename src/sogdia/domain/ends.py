"""How a shipment can end other than well, and who bears which part (rules EN-1 to EN-5)."""

from __future__ import annotations

import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sogdia.domain.ledger.bearing import EARNED_BY_THE_SALE, Bearer, Bearing, Borne
from sogdia.domain.ledger.shares import Share
from sogdia.domain.pricing.parts import STATE_PARTS, WAY_PARTS, Part
from sogdia.domain.refusals import Refusal


class NoRightToWithdraw(Refusal):
    """The buyer has no right to withdraw from this contract (any more)."""

    code = "no-right-to-withdraw"


class TooLateToCancel(Refusal):
    """The cut-off has passed: the goods are leaving."""

    code = "too-late-to-cancel"


class End(enum.StrEnum):
    """Ends of a shipment that was paid for."""

    CANCELLED = "cancelled"
    REFUSED_BY_SELLER = "refused-by-seller"
    DEPARTURE_CANCELLED = "departure-cancelled"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"
    REFUSED_BY_BUYER = "refused-by-buyer"
    UNDELIVERABLE = "undeliverable"
    LOST = "lost"
    SEIZED = "seized"


#: The step that each end of goods under way takes; a failed last mile takes none, the goods go out again.
STEP: Final[dict[End, str]] = {
    End.REFUSED_BY_BUYER: "refuse-delivery",
    End.UNDELIVERABLE: "give-up",
    End.LOST: "lose",
    End.SEIZED: "seize",
}


@dataclass(frozen=True, slots=True)
class EndRule:
    """
    Who bears what was already spent: goods (and what only a sale earns), feeder (first mile and hub), way, state
    (duty, tax, clearing). What was not spent always goes back to the buyer. ``source`` is the law, where there is one.
    """

    goods: Bearer
    feeder: Bearer
    way: Bearer
    state: Bearer
    reason: str
    source: str = ""


_N, _B, _S, _C, _H = Bearer.NOBODY, Bearer.BUYER, Bearer.SELLER, Bearer.CARRIER, Bearer.HOUSE
#: EN-3: the table. LOST and SEIZED name the usual bearer; :func:`settle` puts the insurer or the one at fault there.
TABLE: Final[dict[End, EndRule]] = {
    End.CANCELLED: EndRule(_N, _H, _H, _H, "cancelling-before-cut-off-is-free"),
    End.REFUSED_BY_SELLER: EndRule(_N, _S, _S, _S, "the-seller-did-not-deliver"),
    End.DEPARTURE_CANCELLED: EndRule(_N, _H, _H, _H, "the-house-did-not-leave"),
    End.WITHDRAWN: EndRule(
        _N, _H, _H, _H, "everything-paid-is-reimbursed", "Directive 2011/83/EU, articles 13 and 14"
    ),
    End.FAILED: EndRule(_B, _B, _C, _B, "the-carrier-pays-for-a-failed-last-mile"),
    End.REFUSED_BY_BUYER: EndRule(_N, _B, _B, _B, "the-goods-stay-the-sellers-the-way-was-spent"),
    End.UNDELIVERABLE: EndRule(_N, _B, _B, _B, "the-goods-stay-the-sellers-the-way-was-spent"),
    End.LOST: EndRule(_C, _C, _C, _C, "the-carrier-answers-for-loss", "CMR, article 17(1); SMGS, article 37"),
    End.SEIZED: EndRule(_S, _S, _S, _S, "whoever-caused-the-seizure-bears-it"),
}
_ANYONE_AT_FAULT: Final = frozenset({Bearer.BUYER, Bearer.SELLER, Bearer.HOUSE})


def settle(
    end: End,
    shares: Sequence[Share],
    *,
    spent: Collection[Part],
    insured: bool = False,
    at_fault: Bearer | None = None,
) -> Bearing:
    """
    EN-3: give each share its bearer.

    ``spent`` are the parts whose service was rendered (freight of a truck that left, duty that was paid). EN-4: a loss
    under insurance is the insurer's. EN-5: a seizure is borne by ``at_fault``: buyer, seller or house.
    """
    assert at_fault is None or (end is End.SEIZED and at_fault in _ANYONE_AT_FAULT), (
        "only a seizure has a fault"
    )
    rule = TABLE[end]
    return Bearing(tuple(_bear(end, rule, share, set(spent), insured, at_fault) for share in shares))


def _bear(
    end: End, rule: EndRule, share: Share, spent: set[Part], insured: bool, at_fault: Bearer | None
) -> Borne:
    if share.part not in EARNED_BY_THE_SALE and share.part not in spent:
        return Borne(share, Bearer.NOBODY, "not-spent")
    bearer = _by_rule(rule, share.part)
    if end is End.LOST and insured:
        bearer = Bearer.INSURANCE
    if end is End.SEIZED and at_fault is not None:
        bearer = at_fault
    if end is End.FAILED and share.part is not Part.LAST_MILE:
        bearer = Bearer.BUYER
    return Borne(share, bearer, rule.reason)


def _by_rule(rule: EndRule, part: Part) -> Bearer:
    if part in EARNED_BY_THE_SALE:
        return rule.goods
    if part in WAY_PARTS:
        return rule.way
    if part in STATE_PARTS or part is Part.CLEARING:
        return rule.state
    return rule.feeder


def check_cancel(*, past_cut_off: bool, sealed: bool) -> None:
    """
    EN-3: a buyer cancels freely until the departure's cut-off.

    :raises TooLateToCancel:
    """
    if past_cut_off or sealed:
        raise TooLateToCancel("The cut-off has passed.")


def check_withdrawal(
    *, consumer: bool, perishable: bool, delivered_on: date, today: date, days: int | None
) -> None:
    """
    EN-3: a consumer withdraws within the market's ``days`` after delivery (None: the market gives no such right).

    Goods that deteriorate or expire rapidly are excepted (Directive 2011/83/EU, articles 9 and 16(d)).

    :raises NoRightToWithdraw: with ``why``: business, market, perishable or too-late.
    """
    why = ""
    if not consumer:
        why = "business"
    elif days is None:
        why = "market"
    elif perishable:
        why = "perishable"
    elif today > delivered_on + timedelta(days=days):
        why = "too-late"
    if why:
        raise NoRightToWithdraw(f"No right to withdraw: {why}.", why=why)
