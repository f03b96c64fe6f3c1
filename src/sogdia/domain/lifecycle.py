"""The lives of agreements, sellers, orders, shipments, departures, claims, payouts and payments (rules LI-1 to LI-4)."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Final

from sogdia.domain.ledger.escrow import Escrow
from sogdia.domain.machines import Actor, Machine, StepNotPossible, machine, may, move, move_as, step

__all__ = [
    "AGREEMENT",
    "CLAIM",
    "DEPARTURE",
    "MACHINES",
    "ORDER",
    "PAYMENT",
    "PAYOUT",
    "SELLER",
    "SHIPMENT",
    "Actor",
    "AgreementState",
    "ClaimState",
    "DepartureState",
    "OrderState",
    "PaymentState",
    "PayoutState",
    "SellerState",
    "ShipmentState",
    "StepNotPossible",
    "may",
    "move",
    "move_as",
    "order_reads",
    "shipments_say",
]

_BUYER, _SELLER, _AGENT, _CLERK = Actor.BUYER, Actor.SELLER, Actor.AGENT, Actor.CLERK
_CARRIER, _OFFICER, _SUPPORT = Actor.CARRIER, Actor.OFFICER, Actor.SUPPORT
_TREASURER, _PROVIDER, _HOUSE = Actor.TREASURER, Actor.PROVIDER, Actor.HOUSE


class AgreementState(enum.StrEnum):
    """How far a region's agreement is; only sellers of a live region can sell."""

    CONTACT = "contact"
    NEGOTIATION = "negotiation"
    SIGNED = "signed"
    LIVE = "live"
    ENDED = "ended"


_A = AgreementState
AGREEMENT: Final[Machine] = machine(
    "agreement",
    _A.CONTACT,
    step(_A.CONTACT, "negotiate", _A.NEGOTIATION, _SUPPORT),
    step(_A.NEGOTIATION, "sign", _A.SIGNED, _SUPPORT),
    step(_A.SIGNED, "go-live", _A.LIVE, _SUPPORT),
    step(_A.CONTACT, "end", _A.ENDED, _SUPPORT),
    step(_A.NEGOTIATION, "end", _A.ENDED, _SUPPORT),
    step(_A.SIGNED, "end", _A.ENDED, _SUPPORT),
    step(_A.LIVE, "end", _A.ENDED, _SUPPORT),
)


class SellerState(enum.StrEnum):
    """How far the verification of a seller is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    SENT_BACK = "sent-back"


_S = SellerState
SELLER: Final[Machine] = machine(
    "seller",
    _S.DRAFT,
    step(_S.DRAFT, "submit", _S.SUBMITTED, _SELLER, _AGENT),
    step(_S.SUBMITTED, "verify", _S.VERIFIED, _SUPPORT),
    step(_S.SUBMITTED, "send-back", _S.SENT_BACK, _SUPPORT),
    step(_S.SENT_BACK, "submit", _S.SUBMITTED, _SELLER, _AGENT),
    step(_S.VERIFIED, "send-back", _S.SENT_BACK, _SUPPORT),
)


class OrderState(enum.StrEnum):
    """How far an order is; what its shipments do decides between paid and completed."""

    PLACED = "placed"
    AWAITING_PAYMENT = "awaiting-payment"
    EXPIRED = "expired"
    PAID = "paid"
    ON_THE_WAY = "on-the-way"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


_O = OrderState
ORDER: Final[Machine] = machine(
    "order",
    _O.PLACED,
    step(_O.PLACED, "ask-payment", _O.AWAITING_PAYMENT, _BUYER, _HOUSE),
    step(_O.PLACED, "cancel", _O.CANCELLED, _BUYER, _SUPPORT),
    step(_O.AWAITING_PAYMENT, "capture", _O.PAID, _PROVIDER, _TREASURER, _HOUSE),
    step(_O.AWAITING_PAYMENT, "expire", _O.EXPIRED, _HOUSE),
    step(_O.AWAITING_PAYMENT, "cancel", _O.CANCELLED, _BUYER, _SUPPORT),
    step(_O.EXPIRED, "revive", _O.PAID, _PROVIDER, _TREASURER, _HOUSE),
    step(_O.EXPIRED, "cancel", _O.CANCELLED, _BUYER, _SUPPORT, _HOUSE),
    step(_O.PAID, "payment-failed", _O.CANCELLED, _PROVIDER, _TREASURER, _HOUSE),
    step(_O.PAID, "depart", _O.ON_THE_WAY, _CLERK, _HOUSE),
    step(_O.ON_THE_WAY, "deliver", _O.DELIVERED, _CARRIER, _HOUSE),
    step(_O.DELIVERED, "complete", _O.COMPLETED, _BUYER, _SUPPORT, _HOUSE),
    step(_O.PAID, "complete", _O.COMPLETED, _HOUSE),
    step(_O.ON_THE_WAY, "complete", _O.COMPLETED, _HOUSE),
    step(_O.PAID, "refund-all", _O.REFUNDED, _BUYER, _SELLER, _SUPPORT, _HOUSE),
    step(_O.ON_THE_WAY, "refund-all", _O.REFUNDED, _SUPPORT, _HOUSE),
    step(_O.DELIVERED, "refund-all", _O.REFUNDED, _SUPPORT, _HOUSE),
    step(_O.COMPLETED, "refund-all", _O.REFUNDED, _SUPPORT, _HOUSE),
)


class ShipmentState(enum.StrEnum):
    """Where one seller's goods to one address on one departure are."""

    RESERVED = "reserved"
    EXPIRED = "expired"
    PAID = "paid"
    ACCEPTED_BY_SELLER = "accepted-by-seller"
    LABELLED = "labelled"
    HANDED_OVER = "handed-over"
    RECEIVED = "received"
    HELD = "held"
    READY = "ready"
    LOADED = "loaded"
    SEALED = "sealed"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    CUSTOMS = "customs"
    OUT_FOR_DELIVERY = "out-for-delivery"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    CLAIMED = "claimed"
    SETTLED = "settled"
    REFUSED_BY_SELLER = "refused-by-seller"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"
    REFUSED_BY_BUYER = "refused-by-buyer"
    LOST = "lost"
    SEIZED = "seized"
    UNDELIVERABLE = "undeliverable"


_P = ShipmentState
_BEFORE_SEAL = (_P.PAID, _P.ACCEPTED_BY_SELLER, _P.LABELLED, _P.HANDED_OVER, _P.RECEIVED, _P.HELD, _P.READY)
_AFTER_HANDOVER = (
    _P.HANDED_OVER,
    _P.RECEIVED,
    _P.HELD,
    _P.READY,
    _P.LOADED,
    _P.SEALED,
    _P.DEPARTED,
    _P.ARRIVED,
    _P.CUSTOMS,
    _P.OUT_FOR_DELIVERY,
    _P.FAILED,
)
SHIPMENT: Final[Machine] = machine(
    "shipment",
    _P.RESERVED,
    step(_P.RESERVED, "pay", _P.PAID, _PROVIDER, _TREASURER, _HOUSE),
    step(_P.RESERVED, "cancel", _P.CANCELLED, _BUYER, _SUPPORT, _HOUSE),
    step(_P.RESERVED, "expire", _P.EXPIRED, _HOUSE),
    step(_P.EXPIRED, "revive", _P.PAID, _PROVIDER, _TREASURER, _HOUSE),
    step(_P.EXPIRED, "cancel", _P.CANCELLED, _BUYER, _SUPPORT, _HOUSE),
    step(_P.PAID, "accept", _P.ACCEPTED_BY_SELLER, _SELLER, _AGENT),
    step(_P.PAID, "refuse", _P.REFUSED_BY_SELLER, _SELLER, _AGENT, _HOUSE),
    step(_P.ACCEPTED_BY_SELLER, "print-label", _P.LABELLED, _SELLER, _AGENT),
    step(_P.LABELLED, "hand-over", _P.HANDED_OVER, _SELLER, _AGENT),
    step(_P.LABELLED, "receive", _P.RECEIVED, _CLERK),
    step(_P.HANDED_OVER, "receive", _P.RECEIVED, _CLERK),
    step(_P.RECEIVED, "hold", _P.HELD, _CLERK),
    step(_P.RECEIVED, "ready", _P.READY, _CLERK, _HOUSE),
    step(_P.HELD, "ready", _P.READY, _CLERK, _BUYER, _SUPPORT, _HOUSE),
    step(_P.READY, "hold", _P.HELD, _CLERK),
    step(_P.READY, "load", _P.LOADED, _CLERK),
    step(_P.LOADED, "unload", _P.READY, _CLERK),
    step(_P.LOADED, "seal", _P.SEALED, _CLERK),
    step(_P.SEALED, "depart", _P.DEPARTED, _CLERK, _CARRIER),
    step(_P.DEPARTED, "arrive", _P.ARRIVED, _CARRIER),
    step(_P.ARRIVED, "enter-customs", _P.CUSTOMS, _CARRIER),
    step(_P.ARRIVED, "deliver-out", _P.OUT_FOR_DELIVERY, _CARRIER),
    step(_P.CUSTOMS, "deliver-out", _P.OUT_FOR_DELIVERY, _CARRIER),
    step(_P.OUT_FOR_DELIVERY, "deliver", _P.DELIVERED, _CARRIER),
    step(_P.OUT_FOR_DELIVERY, "fail", _P.FAILED, _CARRIER),
    step(_P.FAILED, "deliver-out", _P.OUT_FOR_DELIVERY, _CARRIER),
    step(_P.OUT_FOR_DELIVERY, "refuse-delivery", _P.REFUSED_BY_BUYER, _CARRIER, _BUYER),
    step(_P.FAILED, "give-up", _P.UNDELIVERABLE, _CARRIER, _SUPPORT),
    step(_P.DELIVERED, "accept-goods", _P.ACCEPTED, _BUYER, _HOUSE),
    step(_P.DELIVERED, "claim", _P.CLAIMED, _BUYER),
    step(_P.DELIVERED, "withdraw", _P.WITHDRAWN, _BUYER, _SUPPORT),
    step(_P.ACCEPTED, "withdraw", _P.WITHDRAWN, _BUYER, _SUPPORT),
    step(_P.CLAIMED, "accept-goods", _P.ACCEPTED, _SUPPORT, _HOUSE),
    step(_P.ACCEPTED, "settle", _P.SETTLED, _TREASURER, _HOUSE),
    step(_P.CUSTOMS, "seize", _P.SEIZED, _CARRIER, _SUPPORT),
    *(step(s, "cancel", _P.CANCELLED, _BUYER, _SUPPORT, _HOUSE) for s in _BEFORE_SEAL),
    *(step(s, "lose", _P.LOST, _CLERK, _CARRIER, _SUPPORT) for s in _AFTER_HANDOVER),
)
#: States in which a shipment asks nothing more of anybody but the ledger.
SHIPMENT_ENDS: Final = frozenset(
    {
        _P.SETTLED,
        _P.EXPIRED,
        _P.REFUSED_BY_SELLER,
        _P.CANCELLED,
        _P.WITHDRAWN,
        _P.REFUSED_BY_BUYER,
        _P.LOST,
        _P.SEIZED,
        _P.UNDELIVERABLE,
    }
)


class DepartureState(enum.StrEnum):
    """How far a departure is."""

    OPEN = "open"
    CLOSED = "closed"
    LOADING = "loading"
    SEALED = "sealed"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    CLOSED_OUT = "closed-out"
    CANCELLED = "cancelled"


_D = DepartureState
DEPARTURE: Final[Machine] = machine(
    "departure",
    _D.OPEN,
    step(_D.OPEN, "close", _D.CLOSED, _CLERK, _HOUSE),
    step(_D.OPEN, "load", _D.LOADING, _CLERK),
    step(_D.CLOSED, "load", _D.LOADING, _CLERK),
    step(_D.LOADING, "seal", _D.SEALED, _CLERK),
    step(_D.SEALED, "depart", _D.DEPARTED, _CLERK, _CARRIER),
    step(_D.DEPARTED, "arrive", _D.ARRIVED, _CARRIER),
    step(_D.ARRIVED, "close-out", _D.CLOSED_OUT, _TREASURER, _HOUSE),
    *(step(s, "cancel", _D.CANCELLED, _CLERK, _SUPPORT) for s in (_D.OPEN, _D.CLOSED, _D.LOADING)),
)


class ClaimState(enum.StrEnum):
    """How far a photo claim is."""

    OPENED = "opened"
    OFFERED = "offered"
    AGREED = "agreed"
    REJECTED = "rejected"
    PAID = "paid"


_C = ClaimState
CLAIM: Final[Machine] = machine(
    "claim",
    _C.OPENED,
    step(_C.OPENED, "offer", _C.OFFERED, _SUPPORT, _HOUSE),
    step(_C.OPENED, "reject", _C.REJECTED, _SUPPORT),
    step(_C.OFFERED, "agree", _C.AGREED, _BUYER, _SUPPORT),
    step(_C.OFFERED, "contest", _C.OPENED, _BUYER, _SELLER),
    step(_C.OFFERED, "reject", _C.REJECTED, _SUPPORT),
    step(_C.AGREED, "pay", _C.PAID, _TREASURER, _HOUSE),
)


class PayoutState(enum.StrEnum):
    """How far a payout is."""

    DUE = "due"
    BATCHED = "batched"
    APPROVED = "approved"
    SENT = "sent"
    CONFIRMED = "confirmed"
    FAILED = "failed"


_Y = PayoutState
PAYOUT: Final[Machine] = machine(
    "payout",
    _Y.DUE,
    step(_Y.DUE, "batch", _Y.BATCHED, _TREASURER, _HOUSE),
    step(_Y.BATCHED, "approve", _Y.APPROVED, _TREASURER),
    step(_Y.BATCHED, "unbatch", _Y.DUE, _TREASURER),
    step(_Y.APPROVED, "send", _Y.SENT, _TREASURER),
    step(_Y.SENT, "confirm", _Y.CONFIRMED, _TREASURER, _PROVIDER),
    step(_Y.SENT, "fail", _Y.FAILED, _TREASURER, _PROVIDER),
    step(_Y.CONFIRMED, "fail", _Y.FAILED, _TREASURER, _PROVIDER),
    step(_Y.FAILED, "reopen", _Y.DUE, _TREASURER, _HOUSE),
)


class PaymentState(enum.StrEnum):
    """How far a payment is at its provider."""

    STARTED = "started"
    CAPTURED = "captured"
    EXPIRED = "expired"
    FAILED = "failed"
    LATE_FAILED = "late-failed"


_M = PaymentState
PAYMENT: Final[Machine] = machine(
    "payment",
    _M.STARTED,
    step(_M.STARTED, "capture", _M.CAPTURED, _PROVIDER, _TREASURER),
    step(_M.STARTED, "expire", _M.EXPIRED, _HOUSE, _PROVIDER),
    step(_M.STARTED, "fail", _M.FAILED, _PROVIDER),
    step(_M.EXPIRED, "capture", _M.CAPTURED, _PROVIDER, _TREASURER),
    step(_M.FAILED, "capture", _M.CAPTURED, _PROVIDER, _TREASURER),
    step(_M.CAPTURED, "fail-late", _M.LATE_FAILED, _PROVIDER, _TREASURER),
)

MACHINES: Final[tuple[Machine, ...]] = (
    AGREEMENT,
    SELLER,
    ORDER,
    SHIPMENT,
    DEPARTURE,
    CLAIM,
    PAYOUT,
    PAYMENT,
)

_ARRIVED_STATES: Final = frozenset({_P.DELIVERED, _P.CLAIMED, _P.ACCEPTED})
_MOVING: Final = frozenset({_P.DEPARTED, _P.ARRIVED, _P.CUSTOMS, _P.OUT_FOR_DELIVERY, _P.FAILED})


def shipments_say(shipments: Iterable[ShipmentState]) -> OrderState:
    """LI-4: what a paid order's shipments make of it: the one furthest behind decides between its open states."""
    still = [state for state in shipments if state not in SHIPMENT_ENDS]
    if not still:
        return OrderState.COMPLETED
    if all(state in _ARRIVED_STATES for state in still):
        return OrderState.DELIVERED
    if any(state in _MOVING | _ARRIVED_STATES for state in still):
        return OrderState.ON_THE_WAY
    return OrderState.PAID


def order_reads(state: OrderState, escrow: Escrow) -> OrderState:
    """LI-3: a fully refunded order reads as refunded, whatever its shipments do; it never reads as paid."""
    return OrderState.REFUNDED if escrow.is_fully_refunded else state
