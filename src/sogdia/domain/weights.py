"""What the hub's scale and grade mean for an order line (rules WG-1 to WG-6)."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Final

from sogdia.domain.ledger.shares import Share, difference, shrink, shrink_some, total
from sogdia.domain.money import Money
from sogdia.domain.pricing.parts import Part

#: Parts that follow the value of the goods; the others follow their weight and stay on a downgrade.
VALUE_PARTS: Final = frozenset(
    {Part.NET, Part.COMMISSION, Part.PAYOUT_FEE, Part.INSURANCE, Part.DUTY, Part.VAT}
)


class Default(enum.StrEnum):
    """What happens at the departure's cut-off when the buyer has not answered."""

    CANCEL_AND_REFUND = "cancel-and-refund"


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order line as it was frozen. Mass is net, in grams, of the whole line."""

    shares: tuple[Share, ...]
    packs: int
    net_mass_g: int
    grade: str
    tolerance_bp: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """
    What the hub accepted. ``grade_value_bp`` is what the seller's published price of that grade is worth against the
    ordered one (10000: the same).
    """

    packs: int
    net_mass_g: int
    grade: str
    grade_value_bp: int = 10_000


@dataclass(frozen=True, slots=True)
class AsOrdered:
    """Nothing changes."""


@dataclass(frozen=True, slots=True)
class ExcessIgnored:
    """WG-1: more came than was ordered; nobody is charged for it."""

    excess_g: int


@dataclass(frozen=True, slots=True)
class RefundProRata:
    """WG-2: a shortfall within the tolerance: ``refund`` goes back, ``kept`` stays. Both in the line's order."""

    kept: tuple[Share, ...]
    refund: tuple[Share, ...]
    amount: Money


@dataclass(frozen=True, slots=True)
class NeedsBuyer:
    """WG-3: the buyer accepts ``kept`` at ``new_total`` or the line is cancelled; ``default`` is what silence means."""

    kept: tuple[Share, ...]
    refund: tuple[Share, ...]
    new_total: Money
    default: Default
    downgraded: bool


Outcome = AsOrdered | ExcessIgnored | RefundProRata | NeedsBuyer


def kept_fraction(ordered: Ordered, accepted: Accepted) -> Fraction:
    """WG-2: the smaller of accepted over ordered packs and mass, at most one."""
    return min(
        Fraction(1),
        Fraction(accepted.packs, ordered.packs),
        Fraction(accepted.net_mass_g, ordered.net_mass_g),
    )


def weigh(ordered: Ordered, accepted: Accepted, *, grades: Sequence[str] = ()) -> Outcome:
    """
    Settle the difference between ordered and accepted before anything is sealed.

    WG-4: less accepted never leaves more to pay; what is kept and what is refunded are what was paid.

    ``grades`` are the product's grades, best first. A better grade than ordered is delivered at the ordered price
    (WG-1); a worse one, or a grade that is not in the list, needs the buyer (WG-3).
    """
    assert ordered.packs > 0 and ordered.net_mass_g > 0, "a line orders something"
    assert accepted.packs >= 0 and accepted.net_mass_g >= 0, "a scale never shows less than nothing"
    keep = kept_fraction(ordered, accepted)
    downgraded = is_downgrade(ordered.grade, accepted.grade, grades)
    kept = tuple(shrink(ordered.shares, keep))
    if downgraded:
        value = min(Fraction(1), Fraction(accepted.grade_value_bp, 10_000))
        kept = tuple(shrink_some(kept, value, VALUE_PARTS))
    refund = tuple(difference(ordered.shares, kept))
    if downgraded or (1 - keep) * 10_000 > ordered.tolerance_bp:
        return NeedsBuyer(kept, refund, total(kept), Default.CANCEL_AND_REFUND, downgraded)
    amount = total(refund)
    if amount or any(share.owed for share in refund):
        return RefundProRata(kept, refund, amount)
    excess_g = accepted.net_mass_g - ordered.net_mass_g
    return ExcessIgnored(excess_g) if excess_g > 0 else AsOrdered()


def is_downgrade(ordered: str, accepted: str, grades: Sequence[str]) -> bool:
    """Whether the accepted grade is worse than the ordered one; an unknown grade is."""
    if accepted == ordered:
        return False
    if accepted not in grades or ordered not in grades:
        return True
    return list(grades).index(accepted) > list(grades).index(ordered)


def tolerance_left_bp(tolerance_bp: int, *, ordered: int, standing: int) -> int:
    """
    WG-5: a second weighing is measured against what was ordered: what of the tolerance earlier ones have not used.

    ``ordered`` and ``standing`` are the line's mass (or packs) before and after the shortfalls already refunded.
    """
    assert 0 <= standing <= ordered and ordered > 0, "a correction only takes off"
    if standing == 0:
        return 0
    most_off = Fraction(10_000 - tolerance_bp, 10_000) * Fraction(ordered, standing)
    return max(0, int((1 - most_off) * 10_000))


def answer_by(*, cut_off: datetime, leaves_at: datetime, at: datetime) -> datetime:
    """WG-6: a buyer answers until the departure's cut-off; goods weighed after it are asked about until it leaves."""
    return cut_off if at < cut_off else leaves_at
