"""Money of buyers: coming in, going back, and who pays for going back (rules LE-5 to LE-8)."""

from __future__ import annotations

import enum
from collections.abc import Sequence

from sogdia.domain.ledger.accounts import Account
from sogdia.domain.ledger.entries import EntryKind, JournalEntry, Posting, entry
from sogdia.domain.ledger.shares import Share, total
from sogdia.domain.money import Money
from sogdia.domain.pricing.parts import Part


class Via(enum.StrEnum):
    """Where a buyer's money arrives or leaves: the house's bank, or a provider that settles later."""

    BANK = "bank"
    PROVIDER = "provider"


_VIA = {Via.BANK: Account.BANK, Via.PROVIDER: Account.PROVIDER_CLEARING}


class Payer(enum.StrEnum):
    """Who bears a refund."""

    SELLER = "seller"
    CARRIER = "carrier"
    INSURANCE = "insurance"
    HOUSE = "house"


_BEARS = {
    Payer.SELLER: Account.SELLER_RECEIVABLE,
    Payer.CARRIER: Account.FREIGHT_PAYABLE,
    Payer.INSURANCE: Account.INSURANCE_PAYABLE,
    Payer.HOUSE: Account.GOODWILL,
}


def in_escrow(shares: Sequence[Share], *, order_id: int, sign: int) -> list[Posting]:
    """Post shares on the escrow, one posting per shipment and part; ``sign`` 1 takes out, -1 puts in."""
    return [
        Posting(
            Account.ESCROW,
            Money(sign * share.amount.minor, share.amount.currency),
            order_id=order_id,
            shipment_id=share.shipment_id,
            part=share.part,
        )
        for share in shares
    ]


def receive_payment(
    *, order_id: int, shares: Sequence[Share], via: Via, key: str, reason: str = "Payment of the order."
) -> JournalEntry:
    """LE-5: hold a payment for an order, part by part; it is exactly what the order costs."""
    postings = [
        Posting(_VIA[via], total(shares), order_id=order_id),
        *in_escrow(shares, order_id=order_id, sign=-1),
    ]
    return entry(EntryKind.RECEIVE_PAYMENT, postings, reason=reason, key=key)


def receive_unallocated(
    *, amount: Money, via: Via, key: str, reason: str, order_id: int | None = None
) -> JournalEntry:
    """LE-6: keep money that matches no order as it should (late, short, over, twice, without reference)."""
    postings = [
        Posting(_VIA[via], amount, order_id=order_id),
        Posting(Account.UNALLOCATED_RECEIPTS, -amount, order_id=order_id),
    ]
    return entry(EntryKind.RECEIVE_UNALLOCATED, postings, reason=reason, key=key)


def allocate_receipt(
    *,
    order_id: int,
    shares: Sequence[Share],
    key: str,
    received_for: int | None = None,
    reason: str = "The waiting money pays the order.",
) -> JournalEntry:
    """LE-6: move waiting money into the order's escrow. ``received_for`` is the order it had been booked under."""
    postings = [
        Posting(Account.UNALLOCATED_RECEIPTS, total(shares), order_id=received_for),
        *in_escrow(shares, order_id=order_id, sign=-1),
    ]
    return entry(EntryKind.ALLOCATE_RECEIPT, postings, reason=reason, key=key)


def settle_provider(*, amount: Money, key: str, reason: str = "The provider pays out.") -> JournalEntry:
    """Move what a payment provider pays out to the bank."""
    postings = [Posting(Account.BANK, amount), Posting(Account.PROVIDER_CLEARING, -amount)]
    return entry(EntryKind.SETTLE_PROVIDER, postings, reason=reason, key=key)


def refund(*, order_id: int, shares: Sequence[Share], key: str, reason: str) -> JournalEntry:
    """LE-7: promise these shares of the escrow back to the buyer; :func:`send_refund` follows on confirmation."""
    postings = [
        *in_escrow(shares, order_id=order_id, sign=1),
        Posting(Account.REFUND_PAYABLE, -total(shares), order_id=order_id),
    ]
    return entry(EntryKind.REFUND, postings, reason=reason, key=key)


def refund_unallocated(*, amount: Money, key: str, reason: str, order_id: int | None = None) -> JournalEntry:
    """LE-7: promise waiting money back to whoever sent it."""
    postings = [
        Posting(Account.UNALLOCATED_RECEIPTS, amount, order_id=order_id),
        Posting(Account.REFUND_PAYABLE, -amount, order_id=order_id),
    ]
    return entry(EntryKind.REFUND_UNALLOCATED, postings, reason=reason, key=key)


def send_refund(
    *,
    amount: Money,
    via: Via,
    key: str,
    order_id: int | None = None,
    reason: str = "The refund was confirmed.",
) -> JournalEntry:
    """LE-7: the promised refund has left; a refund that comes back is answered by a reversal."""
    postings = [
        Posting(Account.REFUND_PAYABLE, amount, order_id=order_id),
        Posting(_VIA[via], -amount, order_id=order_id),
    ]
    return entry(EntryKind.SEND_REFUND, postings, reason=reason, key=key)


def chargeback(*, order_id: int, amount: Money, via: Via, key: str, reason: str) -> JournalEntry:
    """LE-5: a payment failed after its money was spent as agreed; the house bears what it cannot take back."""
    postings = [
        Posting(Account.GOODWILL, amount, order_id=order_id),
        Posting(_VIA[via], -amount, order_id=order_id),
    ]
    return entry(EntryKind.CHARGEBACK, postings, reason=reason, key=key)


def freight_refund(
    *,
    order_id: int,
    shipment_id: int,
    amount: Money,
    owed: Money | None = None,
    key: str,
    reason: str = "The true freight is lower than the quoted one.",
) -> JournalEntry:
    """
    LE-8: give back freight that was quoted above the true share.

    While the freight is in escrow it comes from there. After its release ``owed`` says how much less the carrier's
    account then holds, in its own currency, and that account pays.
    """
    back = Posting(Account.REFUND_PAYABLE, -amount, order_id=order_id, shipment_id=shipment_id)
    if owed is None:
        out = Posting(
            Account.ESCROW,
            amount,
            order_id=order_id,
            shipment_id=shipment_id,
            part=Part.FREIGHT_SHARED,
        )
        return entry(EntryKind.FREIGHT_REFUND, [out, back], reason=reason, key=key)
    carrier = Posting(
        Account.FREIGHT_PAYABLE, owed, order_id, shipment_id=shipment_id, part=Part.FREIGHT_SHARED
    )
    bridge = across(owed, amount, order_id=order_id)
    return entry(EntryKind.FREIGHT_REFUND, [carrier, *bridge, back], reason=reason, key=key)


def freight_to_payer(
    *,
    order_id: int,
    shipment_id: int,
    payer: Payer,
    amount: Money,
    to: Money,
    party_id: int | None = None,
    owed: Money | None = None,
    key: str,
    reason: str = "The true freight is lower than the quoted one, and was given back before.",
) -> JournalEntry:
    """
    LE-8: give freight that was quoted above the true share to whoever gave it back to the buyer before.

    ``amount`` leaves the escrow, or after its release ``owed`` the carrier's account; ``to`` is what arrives, in the
    payer's currency. A seller is owed it with the next payout; the others' accounts are relieved of it.
    """
    assert payer is not Payer.SELLER or party_id is not None, "a seller who is paid is named"
    account = Account.SELLER_PAYABLE if payer is Payer.SELLER else _BEARS[payer]
    gone = amount if owed is None else owed
    out = Account.ESCROW if owed is None else Account.FREIGHT_PAYABLE
    postings = [
        Posting(out, gone, order_id=order_id, shipment_id=shipment_id, part=Part.FREIGHT_SHARED),
        *across(gone, to, order_id=order_id),
        Posting(account, -to, order_id, party_id, shipment_id, Part.FREIGHT_SHARED),
    ]
    return entry(EntryKind.FREIGHT_REFUND, postings, reason=reason, key=key)


def claim_refund(
    *,
    order_id: int,
    shares: Sequence[Share],
    payer: Payer,
    key: str,
    reason: str,
    party_id: int | None = None,
) -> JournalEntry:
    """
    LE-8: refund a buyer from the account of whoever bears it; the escrow keeps what it holds.

    A seller pays in their own currency and the buyer gets the order's, through ``fx-clearing``; the others pay in the
    order's currency. A seller whose share is still in escrow is not charged here: :func:`refund` takes it from there,
    and it is never released to them.
    """
    assert payer is not Payer.SELLER or party_id is not None, "a seller who pays is named"
    postings: list[Posting] = []
    for share in shares:
        cost = share.owed if payer is Payer.SELLER else share.amount
        postings.append(
            Posting(
                _BEARS[payer],
                cost,
                order_id=order_id,
                party_id=party_id,
                shipment_id=share.shipment_id,
                part=share.part,
            )
        )
        postings.extend(across(cost, share.amount, order_id=order_id))
    postings.append(Posting(Account.REFUND_PAYABLE, -total(shares), order_id=order_id))
    return entry(EntryKind.CLAIM_REFUND, postings, reason=reason, key=key)


def across(gone: Money, come: Money, *, order_id: int | None) -> list[Posting]:
    """
    Bridge ``gone`` (debited elsewhere) to ``come`` (credited elsewhere).

    Two currencies cross through one fx-clearing account each; one currency leaves at most a rounding difference.
    """
    if gone.currency == come.currency:
        return [Posting(Account.ROUNDING, come - gone, order_id=order_id)]
    return [
        Posting(Account.FX_CLEARING, -gone, order_id=order_id),
        Posting(Account.FX_CLEARING, come, order_id=order_id),
    ]
