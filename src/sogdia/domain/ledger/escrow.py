"""The state of one order's escrow: captured, refunded, released, held (rules ES-1 to ES-3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from sogdia.domain.ledger.accounts import Account
from sogdia.domain.ledger.entries import EntryKind, JournalEntry
from sogdia.domain.money import Money
from sogdia.domain.refusals import Refusal


class EscrowTooSmall(Refusal):
    """The escrow holds less than is asked for."""

    code = "escrow-too-small"


class RefundAboveCapture(Refusal):
    """The refunds of an order would be more than was paid for it."""

    code = "refund-above-capture"


def held_parts(
    entries: Iterable[JournalEntry], *, order_id: int, currency: str
) -> dict[tuple[int | None, str], Money]:
    """ES-1: what an order's escrow holds of each part of each shipment, counted from the journal alone."""
    held: dict[tuple[int | None, str], Money] = {}
    for entry in entries:
        for p in entry.postings:
            if p.account is Account.ESCROW and p.order_id == order_id and p.amount.currency == currency:
                place = (p.shipment_id, p.part)
                held[place] = held.get(place, Money.zero(currency)) - p.amount
    return {place: money for place, money in held.items() if money}


#: Entries that bring a buyer's money in, give it back, or let it go to whom it is owed.
CAPTURING: Final = frozenset({EntryKind.RECEIVE_PAYMENT, EntryKind.ALLOCATE_RECEIPT})
REFUNDING: Final = frozenset({EntryKind.REFUND, EntryKind.FREIGHT_REFUND, EntryKind.CLAIM_REFUND})


@dataclass(frozen=True, slots=True)
class Escrow:
    """
    What happened to a buyer's money, in minor units of the order's currency.

    ``refunded`` is all that went back; ``covered`` is the part of it that others paid (carrier, insurer, seller after
    release, house) and that never left this escrow.
    """

    currency: str
    captured: int = 0
    refunded: int = 0
    covered: int = 0
    released: int = 0

    def __post_init__(self) -> None:
        assert min(self.captured, self.refunded, self.covered, self.released) >= 0, "no side is negative"
        assert self.held >= 0, "an escrow never holds less than nothing"
        assert self.covered <= self.refunded <= self.captured, "refunds stay within what was captured"

    @property
    def held(self) -> int:
        """ES-1: captured, less what was refunded from here, less what was released."""
        return self.captured - (self.refunded - self.covered) - self.released

    @property
    def refundable(self) -> int:
        """What may still go back to the buyer, whoever pays."""
        return self.captured - self.refunded

    @property
    def is_fully_refunded(self) -> bool:
        """Whether everything captured went back; such an order never reads as paid."""
        return self.captured > 0 and self.refunded == self.captured

    def capture(self, amount: Money) -> Escrow:
        """Hold a payment."""
        return replace(self, captured=self.captured + self._minor(amount))

    def refund(self, amount: Money) -> Escrow:
        """
        Give money back from this escrow.

        :raises RefundAboveCapture: ES-2, all refunds together stay within what was captured.
        :raises EscrowTooSmall: ES-3, what was released is not here any more.
        """
        minor = self._minor(amount)
        self._check_refundable(minor)
        self._check_held(minor)
        return replace(self, refunded=self.refunded + minor)

    def cover(self, amount: Money) -> Escrow:
        """
        Count a refund that somebody else pays; the escrow keeps what it holds.

        :raises RefundAboveCapture: as for any refund.
        """
        minor = self._minor(amount)
        self._check_refundable(minor)
        return replace(self, refunded=self.refunded + minor, covered=self.covered + minor)

    def release(self, amount: Money) -> Escrow:
        """
        Let money go to whom it is owed.

        :raises EscrowTooSmall: with ``held_minor`` and ``asked_minor``.
        """
        minor = self._minor(amount)
        self._check_held(minor)
        return replace(self, released=self.released + minor)

    def after(self, entry: JournalEntry, *, order_id: int) -> Escrow:
        """
        Give the state after one entry; entries that do not touch this order change nothing.

        A reversal takes back what its first entry did.

        :raises RefundAboveCapture, EscrowTooSmall:
        """
        from_escrow = entry.balance(Account.ESCROW, self.currency, order_id=order_id).minor
        if entry.kind in CAPTURING:
            self._check_held(from_escrow)
            self._check_refundable(from_escrow)
            return replace(self, captured=self.captured - from_escrow)
        if entry.kind is EntryKind.RELEASE:
            self._check_held(from_escrow)
            return replace(self, released=self.released + from_escrow)
        if entry.kind in REFUNDING:
            promised = -entry.balance(Account.REFUND_PAYABLE, self.currency, order_id=order_id).minor
            self._check_refundable(promised)
            self._check_held(from_escrow)
            return replace(
                self, refunded=self.refunded + promised, covered=self.covered + promised - from_escrow
            )
        assert from_escrow == 0, f"{entry.kind} does not touch an escrow"
        return self

    def _minor(self, amount: Money) -> int:
        assert amount.currency == self.currency, f"{amount.currency} is not the order's {self.currency}"
        assert amount.minor >= 0, "amounts have no sign here"
        return amount.minor

    def _check_held(self, minor: int) -> None:
        if minor > self.held:
            raise EscrowTooSmall(
                f"The escrow holds {self.held}, {minor} asked.",
                held_minor=self.held,
                asked_minor=minor,
                currency=self.currency,
            )

    def _check_refundable(self, minor: int) -> None:
        if minor > self.refundable:
            raise RefundAboveCapture(
                f"{self.refundable} may still be refunded, {minor} asked.",
                refundable_minor=self.refundable,
                asked_minor=minor,
                currency=self.currency,
            )
