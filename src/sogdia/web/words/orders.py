"""Words of a buyer's orders: states, sides, kinds of refund, reasons of claims."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sogdia.domain.claims import ClaimReason
from sogdia.domain.ends import End
from sogdia.domain.ledger.bearing import Bearer
from sogdia.domain.lifecycle import ClaimState
from sogdia.domain.lifecycle import OrderState as O
from sogdia.domain.lifecycle import ShipmentState as S
from sogdia.web.words import shipments
from sogdia.web.words.shipments import Tag


def order_tag(state: str) -> Tag:
    """Say how far an order is, as its buyer reads it."""
    found: dict[str, Tag] = {
        O.PLACED: (_("Ordered, not paid"), "wait"),
        O.AWAITING_PAYMENT: (_("Waits for the payment"), "wait"),
        O.EXPIRED: (_("Not paid in time"), "stop"),
        O.PAID: (_("Paid"), "go"),
        O.ON_THE_WAY: (_("On the way"), "go"),
        O.DELIVERED: (_("Delivered"), "go"),
        O.COMPLETED: (_("Completed"), "go"),
        O.CANCELLED: (_("Cancelled"), ""),
        O.REFUNDED: (_("Refunded"), ""),
    }
    return found.get(state, (state, ""))


def shipment_tag(state: str) -> Tag:
    """Say where a shipment is, as its buyer reads it."""
    found = shipments.for_everybody() | {
        S.RESERVED: (_("Kept for you"), "wait"),
        S.EXPIRED: (_("Not paid in time"), "stop"),
        S.PAID: (_("Paid, the seller is told"), "go"),
        S.ACCEPTED_BY_SELLER: (_("Being packed"), "go"),
        S.LABELLED: (_("Packed"), "go"),
        S.HELD: (_("Held at the hub"), "wait"),
        S.SEALED: (_("Loaded and sealed"), "go"),
        S.ACCEPTED: (_("Accepted"), "go"),
        S.CLAIMED: (_("Claim made"), "wait"),
        S.SETTLED: (_("Accepted, everybody paid"), "go"),
        S.REFUSED_BY_SELLER: (_("Refused by the seller"), "stop"),
        S.WITHDRAWN: (_("Withdrawn"), ""),
    }
    return found.get(state, (state, ""))


def correction_name(kind: str) -> str:
    """Name why something came off a line."""
    return {
        "short": _("Less arrived at the hub than ordered"),
        "downgrade": _("Graded lower at the hub"),
        "cancelled": _("Cancelled"),
        "claim": _("Claim"),
        "freight": _("Freight cost less than promised"),
        "end": _("Did not arrive as agreed"),
    }.get(kind, kind)


def refund_name(kind: str) -> str:
    """Name why money goes back."""
    return _("Paid too much, or too late") if kind == "unallocated" else correction_name(kind)


def refund_tag(state: str) -> Tag:
    """Say how far a refund is."""
    found: dict[str, Tag] = {
        "due": (_("Being sent"), "wait"),
        "needs-details": (_("Needs your bank details"), "wait"),
        "details-given": (_("Being checked"), "wait"),
        "approved": (_("Being sent"), "wait"),
        "sent": (_("Sent"), "go"),
        "confirmed": (_("Arrived"), "go"),
        "failed": (_("Failed, sent again"), "stop"),
        "cancelled": (_("Taken back"), ""),
    }
    return found.get(state, (state, ""))


def payment_tag(state: str) -> Tag:
    """Say how far a payment is."""
    found: dict[str, Tag] = {
        "started": (_("Waits for the bank"), "wait"),
        "captured": (pgettext("a payment", "Paid"), "go"),
        "expired": (_("Not paid in time"), ""),
        "failed": (_("Failed"), "stop"),
        "late-failed": (_("Taken back by the bank"), "stop"),
    }
    return found.get(state, (state, ""))


def side_name(side: str) -> str:
    """Name who speaks."""
    return {
        "buyer": _("Buyer"),
        "seller": _("Seller"),
        "hub": _("Hub"),
        "operator": _("The house"),
    }.get(side, side)


def reason_name(reason: str) -> str:
    """Name what is wrong with goods."""
    found: dict[str, str] = {
        ClaimReason.DAMAGED: _("Damaged"),
        ClaimReason.SHORT: _("Missing"),
        ClaimReason.WRONG: _("Something else than ordered"),
        ClaimReason.QUALITY: _("Worth less than promised"),
    }
    return found.get(reason, reason)


def claim_tag(state: str) -> Tag:
    """Say how far a claim is."""
    found: dict[str, Tag] = {
        ClaimState.OPENED: (_("Being looked at"), "wait"),
        ClaimState.OFFERED: (_("Offer made"), "wait"),
        ClaimState.AGREED: (_("Agreed"), "go"),
        ClaimState.REJECTED: (_("Rejected"), "stop"),
        ClaimState.PAID: (_("Granted"), "go"),
    }
    return found.get(state, (state, ""))


def bearer_name(bearer: str) -> str:
    """Name who pays for a refund."""
    found: dict[str, str] = {
        Bearer.NOBODY: _("Nobody: it was not spent"),
        Bearer.BUYER: _("The buyer"),
        Bearer.SELLER: _("The seller"),
        Bearer.CARRIER: _("The carrier"),
        Bearer.INSURANCE: _("The insurer"),
        Bearer.HOUSE: _("The house"),
    }
    return found.get(bearer, bearer)


def milestone_name(kind: str) -> str:
    """Name what a carrier reported."""
    return {
        "departed": _("Left the hub"),
        "border": _("At the border"),
        "customs-cleared": _("Cleared by customs"),
        "arrived": _("Arrived at the gateway"),
        "delayed": _("Delayed"),
        "handed-to-last-mile": _("Handed to the last mile"),
    }.get(kind, kind)


def end_name(end: str) -> str:
    """Say in a few words how goods ended."""
    return {
        End.REFUSED_BY_BUYER: _("Refused by the buyer"),
        End.LOST: _("Lost"),
        End.SEIZED: _("Seized"),
        End.UNDELIVERABLE: _("Cannot be delivered"),
        End.FAILED: _("Last mile failed"),
    }.get(End(end), end)


def end_meaning(end: str) -> str:
    """Say what an end means for the goods and for who pays."""
    return {
        End.REFUSED_BY_BUYER: _(
            "The goods stay the seller's and go back. The buyer pays for the way that was gone, and gets the rest back."
        ),
        End.LOST: _(
            "The carrier answers for loss, or its insurer. The buyer gets everything back, and the seller is paid."
        ),
        End.SEIZED: _("An authority has taken the goods. Whoever caused it bears what was spent."),
        End.UNDELIVERABLE: _(
            "Delivery was tried and is given up. The buyer pays for the way that was gone, and gets the rest back."
        ),
        End.FAILED: _(
            "The carrier pays for a last mile that failed: the buyer gets it back, and the goods go out again."
        ),
    }.get(End(end), "")
