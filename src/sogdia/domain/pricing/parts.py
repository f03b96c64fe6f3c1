"""The parts of a delivered price, in the order in which the waterfall shows them."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from sogdia.domain.money import Money


class Part(enum.StrEnum):
    """One row of the waterfall. The first five are the seller's side, in the seller's currency."""

    NET = "net"
    COMMISSION = "commission"
    FIRST_MILE = "first-mile"
    HUB = "hub"
    PAYOUT_FEE = "payout-fee"
    FREIGHT_SHARED = "freight-shared"
    FREIGHT_CAUSED = "freight-caused"
    LAST_MILE = "last-mile"
    INSURANCE = "insurance"
    DUTY = "duty"
    VAT = "vat"
    CLEARING = "clearing"


SELLER_PARTS = (Part.NET, Part.COMMISSION, Part.FIRST_MILE, Part.HUB, Part.PAYOUT_FEE)
WAY_PARTS = (Part.FREIGHT_SHARED, Part.FREIGHT_CAUSED, Part.LAST_MILE, Part.INSURANCE)
STATE_PARTS = (Part.DUTY, Part.VAT)


@dataclass(frozen=True, slots=True)
class Figure:
    """
    One part of one line: the amount in the buyer's currency and how it came about.

    LC-14: ``basis`` holds everything that the formula of the part needs: rule number, rates in basis points, base amounts in minor
    units, measure id, source, checked-on date, and for the seller's parts the amount in the seller's currency.
    """

    part: Part
    amount: Money
    basis: dict[str, object] = field(default_factory=dict, compare=False)
