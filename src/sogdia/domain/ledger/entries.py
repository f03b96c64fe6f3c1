"""Journal entries and postings: where money went and why (rules LE-1, LE-3, LE-4)."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sogdia.domain.ledger.accounts import Account
from sogdia.domain.money import Money


class EntryKind(enum.StrEnum):
    """The deed an entry records. A reversal keeps the kind of what it reverses."""

    RECEIVE_PAYMENT = "receive-payment"
    RECEIVE_UNALLOCATED = "receive-unallocated"
    ALLOCATE_RECEIPT = "allocate-receipt"
    SETTLE_PROVIDER = "settle-provider"
    REFUND = "refund"
    REFUND_UNALLOCATED = "refund-unallocated"
    SEND_REFUND = "send-refund"
    FREIGHT_REFUND = "freight-refund"
    CLAIM_REFUND = "claim-refund"
    ADVANCE_COSTS = "advance-costs"
    ADVANCE_TO_SELLER = "advance-to-seller"
    RELEASE = "release"
    TRUE_FREIGHT = "true-freight"
    TRUE_COST = "true-cost"
    WRITE_OFF_ADVANCE = "write-off-advance"
    PAY_BILL = "pay-bill"
    WRITE_RECEIVABLE = "write-receivable"
    NET_RECEIVABLE = "net-receivable"
    BATCH_PAYOUT = "batch-payout"
    CONFIRM_PAYOUT = "confirm-payout"
    FAIL_PAYOUT = "fail-payout"
    FX_REAL = "fx-real"
    CHARGEBACK = "chargeback"


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of an entry; a debit is positive. The ids say whose money it concerns, never a name."""

    account: Account
    amount: Money
    order_id: int | None = None
    party_id: int | None = None
    shipment_id: int | None = None
    part: str = ""


def sums(postings: Iterable[Posting]) -> dict[str, int]:
    """Add up postings per currency, in minor units; debit is positive."""
    by_currency: defaultdict[str, int] = defaultdict(int)
    for posting in postings:
        by_currency[posting.amount.currency] += posting.amount.minor
    return dict(by_currency)


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """
    One deed in the ledger.

    LE-1: the postings of each currency add up to zero; an entry that does not is a bug.
    LE-3: ``key`` makes it happen once, however often it is asked for.
    """

    kind: EntryKind
    postings: tuple[Posting, ...]
    reason: str
    key: str
    reverses: str = ""

    def __post_init__(self) -> None:
        assert self.key, "an entry has an idempotency key"
        assert self.postings, "an entry moves something"
        assert all(posting.amount for posting in self.postings), "no posting is zero"
        off = {currency: minor for currency, minor in sums(self.postings).items() if minor}
        assert not off, f"{self.kind} {self.key} is off by {off}"

    def reversal(self, reason: str, key: str = "") -> JournalEntry:
        """LE-4: answer a mistake by its opposite; the first entry stays. Its key is derived unless given."""
        opposite = tuple(replace(posting, amount=-posting.amount) for posting in self.postings)
        return JournalEntry(self.kind, opposite, reason, key or f"{self.key}/reversal", reverses=self.key)

    def balance(self, account: Account, currency: str, *, order_id: int | None = None) -> Money:
        """Give what this entry adds to ``account`` (debit positive), for one order if it is named."""
        minor = sum(
            p.amount.minor
            for p in self.postings
            if p.account is account
            and p.amount.currency == currency
            and (order_id is None or p.order_id == order_id)
        )
        return Money(minor, currency)


def entry(
    kind: EntryKind, postings: Iterable[Posting], *, reason: str, key: str, reverses: str = ""
) -> JournalEntry:
    """Build an entry, leaving out postings of nothing."""
    return JournalEntry(kind, tuple(p for p in postings if p.amount), reason, key, reverses)
