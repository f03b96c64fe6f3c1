"""Shares of an escrow: one part of one shipment, and how shares shrink without losing a minor unit (rule ES-4)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sogdia.domain.money import Money, allocate, rounded
from sogdia.domain.pricing.parts import Part


@dataclass(frozen=True, slots=True)
class Share:
    """
    One part of one shipment held for an order.

    ``amount`` is what the buyer paid for it, in the order's currency; ``owed`` is what it becomes at release, in the
    currency of whoever gets it (a seller's net: exactly the promised minor units). ``party_id`` is who gets it.
    """

    part: Part
    amount: Money
    owed: Money
    shipment_id: int | None = None
    party_id: int | None = None

    def less(self, kept: Money, owed: Money) -> Share:
        """Keep only this much of both sides."""
        assert 0 <= kept.minor <= self.amount.minor and 0 <= owed.minor <= self.owed.minor, (
            "a share only shrinks"
        )
        return replace(self, amount=kept, owed=owed)


def total(shares: Sequence[Share]) -> Money:
    """Add up what the buyer paid for these shares; there is at least one."""
    assert shares, "an order has at least one share"
    result = Money.zero(shares[0].amount.currency)
    for share in shares:
        result += share.amount
    return result


def shrink(shares: Sequence[Share], keep: Fraction) -> list[Share]:
    """
    Keep a fraction of every share (ES-4).

    The new total is the old one times ``keep``, rounded once; it is shared over the parts by largest remainder,
    so that kept and refunded add up to what was there. What is owed to each is rounded once by itself: a seller
    whose nine of ten packs were accepted is owed nine times the promise, to the minor unit.
    """
    assert 0 <= keep <= 1, "shares only shrink"
    whole = total(shares)
    kept = allocate(whole.times(keep).minor, [share.amount.minor for share in shares])
    return [
        share.less(Money(minor, whole.currency), Money(rounded(share.owed.minor * keep), share.owed.currency))
        for share, minor in zip(shares, kept, strict=True)
    ]


def shrink_some(shares: Sequence[Share], keep: Fraction, parts: Collection[Part]) -> list[Share]:
    """Keep a fraction of the shares of ``parts`` only, in their given order; the others stay whole."""
    chosen = [share for share in shares if share.part in parts]
    if not chosen:
        return list(shares)
    smaller = iter(shrink(chosen, keep))
    return [next(smaller) if share.part in parts else share for share in shares]


def take(shares: Sequence[Share], refund: Money) -> list[Share]:
    """Take ``refund`` out of these shares by their amounts, largest remainder; give what is kept."""
    whole = total(shares)
    assert 0 <= refund.minor <= whole.minor, "no more is taken than is there"
    if not whole:
        return list(shares)
    taken = refund.split([share.amount.minor for share in shares])
    return [_less_amount(share, part) for share, part in zip(shares, taken, strict=True)]


def _less_amount(share: Share, taken: Money) -> Share:
    if not share.amount:
        return share
    kept = share.amount - taken
    owed = share.owed.times(Fraction(kept.minor, share.amount.minor))
    return share.less(kept, owed)


def take_part(
    shares: Sequence[Share], part: Part, refund: Money, *, shipment_id: int, owed: Money | None = None
) -> list[Share]:
    """
    Take ``refund`` out of one part of one shipment, over its shares by their amounts; give all shares that are kept.

    ``owed`` is what that part's payee is owed afterwards in all (true freight); by default it falls in proportion.
    """
    places = [i for i, s in enumerate(shares) if s.part is part and s.shipment_id == shipment_id]
    smaller = take([shares[i] for i in places], refund)
    if owed is not None:
        owing = owed.split([share.owed.minor for share in smaller])
        smaller = [replace(share, owed=money) for share, money in zip(smaller, owing, strict=True)]
    kept = list(shares)
    for i, share in zip(places, smaller, strict=True):
        kept[i] = share
    return kept


def difference(before: Sequence[Share], after: Sequence[Share]) -> list[Share]:
    """Give what was taken away between two states of the same shares, in the same order; nothing is left out."""
    return [
        replace(old, amount=old.amount - new.amount, owed=old.owed - new.owed)
        for old, new in zip(before, after, strict=True)
    ]
