"""Words of the operator's money rooms: accounts, entries, matches, states, invariants."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sogdia.apps.quotes.part_names import part_name
from sogdia.domain.ledger.accounts import Account
from sogdia.domain.ledger.entries import EntryKind as K
from sogdia.domain.pricing.parts import Part
from sogdia.web.words.reasons import kept_reason
from sogdia.web.words.shipments import Tag


def cost_name(part: Part) -> str:
    """Name what the house pays for a departure, as whoever pays it reads it."""
    return {
        Part.FREIGHT_SHARED: _("The vehicle"),
        Part.FREIGHT_CAUSED: _("Freight by weight and room"),
    }.get(part) or part_name(part)


def account_name(code: str) -> str:
    """Name a ledger account."""
    names: dict[str, str] = {
        Account.BANK: _("Bank"),
        Account.PROVIDER_CLEARING: _("Payment providers"),
        Account.UNALLOCATED_RECEIPTS: _("Unallocated receipts"),
        Account.ESCROW: _("Paid by buyers, not released yet"),
        Account.FX_CLEARING: _("Currency clearing"),
        Account.FX_DIFFERENCE: _("Currency difference"),
        Account.WORKING_CAPITAL: _("Working capital"),
        Account.SELLER_PAYABLE: _("Owed to sellers"),
        Account.SELLER_RECEIVABLE: _("Owed by sellers"),
        Account.PAYOUT_IN_TRANSIT: _("Payouts on their way"),
        Account.COMMISSION_INCOME: _("Commission"),
        Account.PAYOUT_FEE_INCOME: _("Payout fees"),
        Account.FIRST_MILE_PAYABLE: _("Owed for the first mile"),
        Account.HUB_PAYABLE: _("Owed to hubs"),
        Account.FREIGHT_PAYABLE: _("Owed to carriers"),
        Account.INSURANCE_PAYABLE: _("Owed to insurers"),
        Account.DUTY_PAYABLE: _("Owed to customs"),
        Account.VAT_PAYABLE: _("Owed to tax offices"),
        Account.CLEARING_PAYABLE: _("Owed to customs brokers"),
        Account.FREIGHT_UNDER_RECOVERY: _("Freight not recovered"),
        Account.REFUND_PAYABLE: _("Refunds owed to buyers"),
        Account.QUOTE_VARIANCE: _("Difference to quoted costs"),
        Account.GOODWILL: _("Goodwill"),
        Account.ROUNDING: _("Rounding"),
    }
    return names.get(code, code)


def entry_name(kind: str) -> str:
    """Name the deed an entry records."""
    names: dict[str, str] = {
        K.RECEIVE_PAYMENT: _("Payment received"),
        K.RECEIVE_UNALLOCATED: _("Money without its place received"),
        K.ALLOCATE_RECEIPT: _("Waiting money given to an order"),
        K.SETTLE_PROVIDER: _("Provider paid out"),
        K.REFUND: _("Refund promised"),
        K.REFUND_UNALLOCATED: _("Waiting money promised back"),
        K.SEND_REFUND: _("Refund left"),
        K.FREIGHT_REFUND: _("Freight given back"),
        K.CLAIM_REFUND: _("Refund paid by whoever bears it"),
        K.ADVANCE_COSTS: _("Costs advanced"),
        K.ADVANCE_TO_SELLER: _("Advance to a seller"),
        K.RELEASE: _("Released to those it is due to"),
        K.TRUE_FREIGHT: _("True freight"),
        K.TRUE_COST: _("True cost"),
        K.PAY_BILL: _("Bill paid"),
        K.WRITE_RECEIVABLE: _("Owed back by a seller"),
        K.NET_RECEIVABLE: _("Netted from a payout"),
        K.BATCH_PAYOUT: _("Payout on its way"),
        K.CONFIRM_PAYOUT: _("Payout confirmed"),
        K.FAIL_PAYOUT: _("Payout refused by the bank"),
        K.FX_REAL: _("Currency exchanged"),
        K.CHARGEBACK: _("Payment lost after delivery"),
    }
    return names.get(kind, kind)


#: Entries whose name says all there is; the others have a reason that somebody gave.
_PLAIN = frozenset(
    {
        K.RECEIVE_PAYMENT,
        K.ALLOCATE_RECEIPT,
        K.SETTLE_PROVIDER,
        K.SEND_REFUND,
        K.FREIGHT_REFUND,
        K.ADVANCE_TO_SELLER,
        K.RELEASE,
        K.TRUE_FREIGHT,
        K.WRITE_RECEIVABLE,
        K.NET_RECEIVABLE,
        K.BATCH_PAYOUT,
        K.CONFIRM_PAYOUT,
    }
)


def reason_words(kind: str, reason: str, *, is_reversal: bool = False) -> str:
    """Say why an entry was written, where its name does not say it already."""
    if kind in (K.RECEIVE_UNALLOCATED, K.REFUND_UNALLOCATED):
        return match_name(reason)
    return "" if kind in _PLAIN and not is_reversal else kept_reason(reason)


def match_name(match: str) -> str:
    """Say what incoming money is, compared with its order."""
    return {
        "exact": _("Pays its order"),
        "short": _("Too little"),
        "over": _("Too much"),
        "late": _("Late"),
        "twice": _("Paid twice"),
        "no-reference": _("Without a reference"),
        "wrong-currency": _("Another currency"),
        "order-closed": _("Order is closed"),
        "sent-back": _("Sent back"),
        "failed-late": _("Taken back by the provider"),
        "known": _("Booked before"),
    }.get(match, match)


def match_kind(match: str) -> str:
    """Give the kind of sign of a match."""
    return {"exact": "go", "known": "", "short": "wait", "no-reference": "wait"}.get(match, "stop")


def receipt_tag(state: str) -> Tag:
    """Say where money that arrived stands."""
    found: dict[str, Tag] = {
        "matched": (_("Given to its order"), "go"),
        "unallocated": (_("Waits"), "wait"),
        "to-refund": (_("Goes back"), "wait"),
        "refunded": (_("Went back"), "go"),
        "taken-back": (_("Taken back"), "stop"),
    }
    return found.get(state, (state, ""))


def refund_tag(state: str) -> Tag:
    """Say where a refund stands."""
    found: dict[str, Tag] = {
        "due": (pgettext("money to pay out", "Due"), "wait"),
        "needs-details": (_("Waits for bank details"), "wait"),
        "details-given": (_("Details to check"), "wait"),
        "approved": (_("Approved"), "wait"),
        "sent": (pgettext("money", "Sent"), "wait"),
        "confirmed": (pgettext("money from our account", "Left"), "go"),
        "cancelled": (_("Replaced"), ""),
    }
    return found.get(state, (state, ""))


def refund_kind(kind: str) -> str:
    """Say what a refund is for."""
    return {
        "unallocated": _("Money without its place"),
        "freight": _("Freight"),
        "short": _("Short weight or count"),
        "downgrade": _("Lower grade"),
        "claim": _("Claim"),
        "cancelled": _("Cancelled"),
        "cancel": _("Cancelled"),
        "end": _("Not delivered as agreed"),
    }.get(kind, kind)


def payout_tag(state: str) -> Tag:
    """Say where a payout or a batch stands."""
    found: dict[str, Tag] = {
        "due": (_("Due again"), "stop"),
        "batched": (_("Waits for approval"), "wait"),
        "made": (_("Waits for approval"), "wait"),
        "approved": (_("Approved"), "wait"),
        "sent": (pgettext("money", "Sent"), "wait"),
        "confirmed": (_("Confirmed"), "go"),
        "failed": (_("Refused by the bank"), "stop"),
    }
    return found.get(state, (state, ""))


def provider_name(code: str) -> str:
    """Name a payment provider."""
    return {"bank-transfer": _("Bank transfer"), "sandbox": _("Sandbox bank")}.get(code, code)


def invariant_name(code: str) -> str:
    """Say what an invariant of the audit demands."""
    return {
        "entries-balance": _("Every entry adds up to zero in every currency"),
        "entries-sealed": _("Every entry is sealed and moves something"),
        "escrow-recomputed": _("What is left of each order's payment is what its postings add up to"),
        "escrow-never-negative": _("No order has less than nothing left"),
        "refunds-within-captured": _("Refunds stay within what was captured"),
        "refunds-promised": _("What the ledger owes buyers is the refund queue"),
        "receipts-booked": _("Every receipt is in the ledger once"),
        "unallocated-waits": _("Unallocated money is the receipts that wait"),
        "orders-paid": _("Paid orders captured exactly their total"),
        "escrow-is-what-is-left": _(
            "What is left of an order's payment is its lines less corrections and releases"
        ),
        "lots-promised": _("Lots promise what their reservations say, and no more than they hold"),
        "departures-booked": _("Departures carry what their shipments say"),
        "true-ups-add-up": _("Freight shares and what was not recovered are the true cost"),
        "settlements-keep-promises": _("Sellers earned exactly what they were promised"),
        "sellers-owed": _("What is owed to sellers is what is due to them"),
        "sellers-owe": _("What sellers owe is what was not netted yet"),
        "payouts-in-transit": _("Payouts on their way are those that were sent"),
        "chain-intact": _("The hash chain is intact"),
        "numbers-without-gaps": _("Document numbers have no gap"),
    }.get(code, code)
