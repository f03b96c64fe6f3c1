"""After departure: what each shipment truly owes of its vehicle, and what goes back to its buyer (FR-5 to FR-8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sogdia.domain.fx import FxRate
from sogdia.domain.money import Money, Rounding, rounded


@dataclass(frozen=True, slots=True)
class Aboard:
    """
    One shipment on a vehicle, as it was quoted.

    ``quoted_minor`` (the ceiling) and ``standalone_share_minor`` (the stand-alone price less the caused costs) are in
    the lane's currency; ``charged`` is what the buyer paid for the shared part, ``rate`` the order's frozen rate.
    """

    key: str
    chargeable_g: int
    quoted_minor: int
    standalone_share_minor: int
    charged: Money
    rate: FxRate


@dataclass(frozen=True, slots=True)
class ShipmentTrueUp:
    """What a shipment owes in the end, in the lane's currency, and the refund in the order's currency."""

    key: str
    share_minor: int
    refund: Money


@dataclass(frozen=True, slots=True)
class VehicleTrueUp:
    """A vehicle's true fixed cost, fully accounted for: shares and under-recovery, in the lane's currency."""

    fixed_minor: int
    shipments: tuple[ShipmentTrueUp, ...]
    under_recovery_minor: int

    @property
    def recovered_minor(self) -> int:
        """Give the sum of the buyers' shares."""
        return sum(shipment.share_minor for shipment in self.shipments)


def share(aboard: Aboard, *, fixed_minor: int, all_chargeable_g: int) -> int:
    """
    FR-5: give the least of true share (rounded down), quoted ceiling and stand-alone share, in the lane's currency.

    FR-7: rounding down keeps another shipment's arrival from ever raising it.
    """
    true_share = fixed_minor * aboard.chargeable_g // all_chargeable_g
    return min(true_share, aboard.quoted_minor, aboard.standalone_share_minor)


def refund(aboard: Aboard, share_minor: int) -> Money:
    """
    FR-8: convert what was quoted above the share at the order's frozen rate (FX-4), rounded up in the buyer's favour.

    It is never more than what was charged, and nothing when the share is the quote.
    """
    assert 0 <= share_minor <= aboard.quoted_minor, "nobody pays more than was quoted"
    exact = aboard.rate.exact_minor(aboard.quoted_minor - share_minor)
    minor = min(rounded(exact, Rounding.UP), aboard.charged.minor)
    return Money(minor, aboard.charged.currency)


def true_up(*, fixed_minor: int, aboard: Sequence[Aboard]) -> VehicleTrueUp:
    """
    Share one vehicle's true fixed cost, in minor units of the lane's currency.

    FR-6: shares and the operator's under-recovery add up to the true cost exactly; an empty vehicle is all the
    operator's. Each vehicle is reckoned alone: a second one is the operator's risk, the ceiling protects its buyers.
    """
    assert fixed_minor >= 0, "a vehicle costs something"
    weight = sum(one.chargeable_g for one in aboard)
    assert weight > 0 or not aboard, "what is aboard weighs something"
    settled = []
    for one in aboard:
        owed = share(one, fixed_minor=fixed_minor, all_chargeable_g=weight)
        settled.append(ShipmentTrueUp(one.key, owed, refund(one, owed)))
    left = fixed_minor - sum(one.share_minor for one in settled)
    assert left >= 0, "nobody pays for more than the vehicle cost"
    return VehicleTrueUp(fixed_minor, tuple(settled), left)
