"""Small makers of escrow shares: Turpan raisins bought in Paris and in Almaty."""

from __future__ import annotations

from sogdia.domain.ledger.shares import Share
from sogdia.domain.money import Money
from sogdia.domain.pricing.parts import SELLER_PARTS, Part

SELLER, ORDER, SHIPMENT = 7, 1, 11

#: Ten packs of raisins: part, euro cents paid, and fen owed for the seller's side.
_RAISINS = (
    (Part.NET, 51_28, 400_00),
    (Part.COMMISSION, 2_56, 20_00),
    (Part.FIRST_MILE, 64, 5_00),
    (Part.HUB, 1_28, 10_00),
    (Part.PAYOUT_FEE, 26, 2_00),
    (Part.FREIGHT_SHARED, 9_00, 0),
    (Part.FREIGHT_CAUSED, 3_10, 0),
    (Part.LAST_MILE, 4_50, 0),
    (Part.INSURANCE, 35, 0),
    (Part.DUTY, 1_64, 0),
    (Part.VAT, 4_09, 0),
    (Part.CLEARING, 1_20, 0),
)


def share(
    part: Part, paid_minor: int, owed_minor: int | None = None, *, paid: str = "EUR", owed: str = ""
) -> Share:
    """Make one share of the usual shipment; what is owed is what was paid, unless it is named."""
    currency = owed or ("CNY" if owed_minor is not None else paid)
    minor = paid_minor if owed_minor is None else owed_minor
    party = SELLER if part is Part.NET else None
    return Share(part, Money(paid_minor, paid), Money(minor, currency), SHIPMENT, party)


def raisins() -> tuple[Share, ...]:
    """Ten packs of raisins to Paris: 79.90 euro, of which 400 yuan are the grower's net."""
    return tuple(share(part, paid, fen if part in SELLER_PARTS else None) for part, paid, fen in _RAISINS)
