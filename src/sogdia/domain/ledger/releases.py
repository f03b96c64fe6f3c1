"""Money to sellers, carriers, hubs and states: advanced, released, paid out, netted (rules LE-9 to LE-15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sogdia.domain.ledger.accounts import Account
from sogdia.domain.ledger.entries import EntryKind, JournalEntry, Posting, entry
from sogdia.domain.ledger.receipts import across, in_escrow
from sogdia.domain.ledger.shares import Share
from sogdia.domain.money import Money
from sogdia.domain.pricing.parts import Part

#: Where each part of the waterfall goes when it is released.
PAYEE: Final[dict[Part, Account]] = {
    Part.NET: Account.SELLER_PAYABLE,
    Part.COMMISSION: Account.COMMISSION_INCOME,
    Part.FIRST_MILE: Account.FIRST_MILE_PAYABLE,
    Part.HUB: Account.HUB_PAYABLE,
    Part.PAYOUT_FEE: Account.PAYOUT_FEE_INCOME,
    Part.FREIGHT_SHARED: Account.FREIGHT_PAYABLE,
    Part.FREIGHT_CAUSED: Account.FREIGHT_PAYABLE,
    Part.LAST_MILE: Account.FREIGHT_PAYABLE,
    Part.INSURANCE: Account.INSURANCE_PAYABLE,
    Part.DUTY: Account.DUTY_PAYABLE,
    Part.VAT: Account.VAT_PAYABLE,
    Part.CLEARING: Account.CLEARING_PAYABLE,
}


@dataclass(frozen=True, slots=True)
class Advanced:
    """What the operator's working capital already paid for one part of one shipment, in the currency owed."""

    part: Part
    shipment_id: int | None
    amount: Money


def advance_costs(
    *,
    amount: Money,
    part: Part,
    key: str,
    order_id: int | None = None,
    shipment_id: int | None = None,
    reason: str = "Due before acceptance.",
) -> JournalEntry:
    """LE-9: the operator pays duty, tax or a carrier before acceptance, never from a buyer's escrow."""
    postings = [
        Posting(Account.WORKING_CAPITAL, amount, order_id=order_id, shipment_id=shipment_id, part=part),
        Posting(Account.BANK, -amount, order_id=order_id),
    ]
    return entry(EntryKind.ADVANCE_COSTS, postings, reason=reason, key=key)


def advance_to_seller(
    *, order_id: int, shipment_id: int, seller_id: int, amount: Money, key: str, reason: str = "Advance."
) -> JournalEntry:
    """LE-9: the operator owes a seller part of the net at hub acceptance, in the seller's currency."""
    postings = [
        Posting(
            Account.WORKING_CAPITAL,
            amount,
            order_id=order_id,
            party_id=seller_id,
            shipment_id=shipment_id,
            part=Part.NET,
        ),
        Posting(
            Account.SELLER_PAYABLE,
            -amount,
            order_id=order_id,
            party_id=seller_id,
            shipment_id=shipment_id,
            part=Part.NET,
        ),
    ]
    return entry(EntryKind.ADVANCE_TO_SELLER, postings, reason=reason, key=key)


def release(
    *,
    order_id: int,
    shares: Sequence[Share],
    key: str,
    advanced: Sequence[Advanced] = (),
    reason: str = "The goods were accepted.",
) -> JournalEntry:
    """
    LE-10: let undisputed shares go to whom they are owed.

    Each leaves the escrow in the order's currency and arrives in the currency owed, crossing ``fx-clearing`` at the
    rate frozen in the share; a seller gets exactly the promised minor units. LE-11: what was advanced for a share
    goes back to ``working-capital`` first; what was advanced above it stays there, to be written off or claimed.
    """
    postings = in_escrow(shares, order_id=order_id, sign=1)
    left = {(a.part, a.shipment_id): a.amount for a in advanced}
    assert len(left) == len(advanced), "one advance per part and shipment"
    for share in shares:
        assert share.part is not Part.NET or share.party_id is not None, "a seller who is paid is named"
        back = _recovered(share, left)
        for account, amount in ((Account.WORKING_CAPITAL, back), (PAYEE[share.part], share.owed - back)):
            postings.append(
                Posting(
                    account,
                    -amount,
                    order_id=order_id,
                    party_id=share.party_id,
                    shipment_id=share.shipment_id,
                    part=share.part,
                )
            )
        postings.extend(across(share.amount, share.owed, order_id=order_id))
    return entry(EntryKind.RELEASE, postings, reason=reason, key=key)


def unrecovered(shares: Sequence[Share], advanced: Sequence[Advanced]) -> list[Advanced]:
    """
    LE-11: what :func:`release` of these shares leaves in working capital.

    The seller's is then a receivable (:func:`write_receivable`), a bill's is the house's (:func:`write_off_advance`).
    """
    left = {(a.part, a.shipment_id): a.amount for a in advanced}
    for share in shares:
        _recovered(share, left)
    return [Advanced(part, shipment_id, amount) for (part, shipment_id), amount in left.items() if amount]


def _recovered(share: Share, left: dict[tuple[Part, int | None], Money]) -> Money:
    """Take from ``left`` what this share gives back to working capital."""
    nothing = Money.zero(share.owed.currency)
    waiting = left.get((share.part, share.shipment_id), nothing)
    assert waiting.currency == share.owed.currency, "an advance is recovered in the currency owed"
    back = min(waiting, share.owed)
    left[share.part, share.shipment_id] = waiting - back
    return back


def true_freight(
    *,
    true_cost: Money,
    collected: Money,
    key: str,
    party_id: int | None = None,
    reason: str = "True freight.",
) -> JournalEntry | None:
    """
    LE-12: what a vehicle cost beyond the buyers' shares is the operator's.

    ``collected`` is the sum of the shares owed to the carrier, in the carrier's currency; with the under-recovery it
    is the true cost, exactly. None when the shares cover it.
    """
    missing = true_cost - collected
    assert missing.minor >= 0, "shares never exceed the true cost"
    if not missing:
        return None
    postings = [
        Posting(Account.FREIGHT_UNDER_RECOVERY, missing, party_id=party_id),
        Posting(Account.FREIGHT_PAYABLE, -missing, party_id=party_id, part=Part.FREIGHT_SHARED),
    ]
    return entry(EntryKind.TRUE_FREIGHT, postings, reason=reason, key=key)


def true_cost(
    *, part: Part, quoted: Money, true: Money, key: str, shipment_id: int | None = None, reason: str
) -> JournalEntry | None:
    """A bill other than shared freight differs from what was quoted: the house gains or loses. None if it does not."""
    more = true - quoted
    if not more:
        return None
    postings = [
        Posting(Account.QUOTE_VARIANCE, more, shipment_id=shipment_id, part=part),
        Posting(PAYEE[part], -more, shipment_id=shipment_id, part=part),
    ]
    return entry(EntryKind.TRUE_COST, postings, reason=reason, key=key)


def write_off_advance(*, advance: Advanced, key: str, reason: str) -> JournalEntry:
    """LE-11: a bill that was paid before acceptance was higher than its share: the house's quote variance."""
    assert advance.part is not Part.NET, "a seller owes an advance back"
    postings = [
        Posting(Account.QUOTE_VARIANCE, advance.amount, shipment_id=advance.shipment_id, part=advance.part),
        Posting(Account.WORKING_CAPITAL, -advance.amount, shipment_id=advance.shipment_id, part=advance.part),
    ]
    return entry(EntryKind.WRITE_OFF_ADVANCE, postings, reason=reason, key=key)


def pay_bill(
    *, part: Part, amount: Money, key: str, party_id: int | None = None, reason: str = "Bill paid."
) -> JournalEntry:
    """Pay a carrier, hub, insurer, broker or state what was released to them."""
    postings = [
        Posting(PAYEE[part], amount, party_id=party_id, part=part),
        Posting(Account.BANK, -amount, party_id=party_id),
    ]
    return entry(EntryKind.PAY_BILL, postings, reason=reason, key=key)


def write_receivable(
    *, order_id: int, shipment_id: int, seller_id: int, amount: Money, key: str, reason: str
) -> JournalEntry:
    """LE-13: a refusal after an advance: the seller owes it back to the working capital."""
    postings = [
        Posting(Account.SELLER_RECEIVABLE, amount, order_id, seller_id, shipment_id, Part.NET),
        Posting(Account.WORKING_CAPITAL, -amount, order_id, seller_id, shipment_id, Part.NET),
    ]
    return entry(EntryKind.WRITE_RECEIVABLE, postings, reason=reason, key=key)


def net_receivable(
    *, seller_id: int, amount: Money, key: str, reason: str = "Netted from the payout."
) -> JournalEntry:
    """LE-13: what a seller owes is taken from what they are due, before anything is sent."""
    postings = [
        Posting(Account.SELLER_PAYABLE, amount, party_id=seller_id),
        Posting(Account.SELLER_RECEIVABLE, -amount, party_id=seller_id),
    ]
    return entry(EntryKind.NET_RECEIVABLE, postings, reason=reason, key=key)


def batch_payout(*, seller_id: int, amount: Money, key: str, reason: str = "Payout sent.") -> JournalEntry:
    """LE-14: a payout is on its way; the bank has not confirmed it yet."""
    postings = [
        Posting(Account.SELLER_PAYABLE, amount, party_id=seller_id),
        Posting(Account.PAYOUT_IN_TRANSIT, -amount, party_id=seller_id),
    ]
    return entry(EntryKind.BATCH_PAYOUT, postings, reason=reason, key=key)


def confirm_payout(
    *, seller_id: int, amount: Money, key: str, reason: str = "The bank confirmed the payout."
) -> JournalEntry:
    """LE-14: the payout has left the bank."""
    postings = [
        Posting(Account.PAYOUT_IN_TRANSIT, amount, party_id=seller_id),
        Posting(Account.BANK, -amount, party_id=seller_id),
    ]
    return entry(EntryKind.CONFIRM_PAYOUT, postings, reason=reason, key=key)


def fail_payout(
    *, seller_id: int, amount: Money, key: str, reason: str, had_left: bool = False
) -> JournalEntry:
    """LE-14: the bank refused the payout, or (``had_left``) gave back one that it had confirmed; it is due again."""
    back = Account.BANK if had_left else Account.PAYOUT_IN_TRANSIT
    postings = [
        Posting(back, amount, party_id=seller_id),
        Posting(Account.SELLER_PAYABLE, -amount, party_id=seller_id),
    ]
    return entry(EntryKind.FAIL_PAYOUT, postings, reason=reason, key=key)


def fx_real(
    *, sold: Money, bought: Money, promised: Money, key: str, reason: str = "Conversion at the bank."
) -> JournalEntry:
    """
    LE-15: the operator's real conversion of ``sold`` into ``bought``.

    It closes what ``fx-clearing`` had promised at frozen rates; gain or loss is the operator's ``fx-difference``.
    """
    assert bought.currency == promised.currency != sold.currency, "a conversion has two currencies"
    postings = [
        Posting(Account.FX_CLEARING, sold),
        Posting(Account.BANK, -sold),
        Posting(Account.BANK, bought),
        Posting(Account.FX_CLEARING, -promised),
        Posting(Account.FX_DIFFERENCE, promised - bought),
    ]
    return entry(EntryKind.FX_REAL, postings, reason=reason, key=key)
