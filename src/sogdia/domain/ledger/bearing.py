"""Who bears each part when goods do not arrive as agreed, and what that writes in the ledger (rules EN-1, EN-2)."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from sogdia.domain.fx import FxRate
from sogdia.domain.ledger.entries import JournalEntry
from sogdia.domain.ledger.receipts import Payer, claim_refund, refund
from sogdia.domain.ledger.releases import Advanced, release
from sogdia.domain.ledger.shares import Share, total
from sogdia.domain.money import Money, exponent, rounded
from sogdia.domain.pricing.parts import Part


class Bearer(enum.StrEnum):
    """
    Who bears one part.

    NOBODY: it was never spent and goes back. BUYER: it was spent for them and stays paid. The others: it goes back to
    the buyer and they pay for it.
    """

    NOBODY = "nobody"
    BUYER = "buyer"
    SELLER = "seller"
    CARRIER = "carrier"
    INSURANCE = "insurance"
    HOUSE = "house"


#: Parts that are only earned by goods that stay sold: a seller who bears them is not charged, they are not earned.
EARNED_BY_THE_SALE: Final = frozenset({Part.NET, Part.COMMISSION, Part.PAYOUT_FEE})
_PAYER: Final[dict[Bearer, Payer]] = {
    Bearer.SELLER: Payer.SELLER,
    Bearer.CARRIER: Payer.CARRIER,
    Bearer.INSURANCE: Payer.INSURANCE,
    Bearer.HOUSE: Payer.HOUSE,
}


@dataclass(frozen=True, slots=True)
class Borne:
    """One share and who bears it; ``reason`` is a stable word for the page to explain."""

    share: Share
    bearer: Bearer
    reason: str = ""

    @property
    def from_escrow(self) -> bool:
        """EN-2: whether it goes back out of the escrow, so that nobody ever receives it."""
        return self.bearer is Bearer.NOBODY or (
            self.bearer is Bearer.SELLER and self.share.part in EARNED_BY_THE_SALE
        )

    @property
    def refunded(self) -> bool:
        """Whether the buyer gets it back."""
        return self.bearer is not Bearer.BUYER


@dataclass(frozen=True, slots=True)
class Bearing:
    """EN-1: every share of the goods concerned, each with its one bearer; together they are what was paid."""

    borne: tuple[Borne, ...]

    def _shares(self, *, escrow: bool) -> tuple[Share, ...]:
        return tuple(b.share for b in self.borne if b.from_escrow is escrow)

    @property
    def back_from_escrow(self) -> tuple[Share, ...]:
        """Shares that go back to the buyer out of the escrow."""
        return self._shares(escrow=True)

    @property
    def to_release(self) -> tuple[Share, ...]:
        """Shares that somebody earned: released as usual, whoever pays the buyer's refund."""
        return self._shares(escrow=False)

    def charged(self, payer: Payer) -> tuple[Share, ...]:
        """Shares whose refund ``payer`` pays from their own account."""
        return tuple(
            b.share for b in self.borne if not b.from_escrow and b.refunded and _PAYER[b.bearer] is payer
        )

    def refund(self, currency: str) -> Money:
        """What the buyer gets back in all."""
        return Money(sum(b.share.amount.minor for b in self.borne if b.refunded), currency)


def in_sellers_currency(shares: Sequence[Share], rate: FxRate) -> tuple[Share, ...]:
    """
    Say what a seller owes for shares, at the order's frozen rate (base: seller's currency, quote: the order's).

    The rate is read backwards exactly and rounded once per share.
    """
    return tuple(replace(share, owed=_backwards(share.amount, rate)) for share in shares)


def _backwards(amount: Money, rate: FxRate) -> Money:
    assert amount.currency == rate.quote, f"rate gives {rate.quote}, not {amount.currency}"
    scale = Fraction(10) ** (exponent(rate.base) - exponent(rate.quote))
    return Money(rounded(Fraction(amount.minor) / rate.value * scale), rate.base)


def entries(
    bearing: Bearing,
    *,
    order_id: int,
    seller_id: int,
    seller_rate: FxRate,
    key: str,
    reason: str,
    release_now: bool = True,
    advanced: Sequence[Advanced] = (),
) -> list[JournalEntry]:
    """
    EN-2: write a bearing into the ledger: refund from escrow, refund by each payer, release of what was earned.

    With ``release_now`` False (a claim on a part of the goods) the earned shares stay in escrow for the usual release.
    """
    found: list[JournalEntry] = []
    back = [share for share in bearing.back_from_escrow if share.amount]
    if back:
        found.append(refund(order_id=order_id, shares=back, key=f"{key}/refund", reason=reason))
    for payer in Payer:
        charged: Sequence[Share] = [share for share in bearing.charged(payer) if share.amount]
        if not charged:
            continue
        if payer is Payer.SELLER:
            charged = in_sellers_currency(charged, seller_rate)
        found.append(
            claim_refund(
                order_id=order_id,
                shares=charged,
                payer=payer,
                party_id=seller_id if payer is Payer.SELLER else None,
                key=f"{key}/{payer}",
                reason=reason,
            )
        )
    earned = bearing.to_release
    if release_now and earned and total(earned):
        found.append(
            release(order_id=order_id, shares=earned, key=f"{key}/release", reason=reason, advanced=advanced)
        )
    return found
