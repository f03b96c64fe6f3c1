"""Refusals about money, stock and room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "nothing-owed": _(
        "Nothing of this is owed on departure %(departure)s now: it was paid, released or refunded."
    ),
    "true-freight-first": _(
        "Enter the true cost of departure %(departure)s first, then its carrier can be paid."
    ),
    "lot-too-small": _("The lot has %(left)s left (in grams or pieces), and %(asked)s were asked for."),
    "reservation-gone": _("The goods were kept for a time that is over. Order them again."),
    "departure-full": _("Departure %(departure)s is full. Choose a later one."),
    "departure-closed": _("Departure %(departure)s takes no more orders. Choose a later one."),
    "order-not-payable": _(
        "This order cannot be paid: it was paid or cancelled, or its time to pay is over."
    ),
    "too-late-to-pay": _(
        "This way of paying takes longer than there is time before the cut-off. Choose another one."
    ),
    "payment-reference-not-valid": _("This payment reference is mistyped."),
    "provider-away": _("The payment provider cannot be reached at the moment. Try again in a minute."),
    "provider-refused": _("The payment provider refused. Choose another way of paying."),
    "news-too-early": _("This message came too early and will be sent again."),
    "statement-not-readable": _(
        "Line %(line)s of the statement cannot be read: %(why)s. Nothing was booked."
    ),
    "publication-not-readable": _(
        "Line %(line)s of the file of rates cannot be read: %(why)s. Nothing was taken in."
    ),
    "nothing-to-import": _("Nothing in this file is new. It may have been taken in before."),
    "import-undone": _(
        "This import was taken back before, or what it brought was replaced since. Take back the newer one first."
    ),
    "bank-account-not-valid": _("The account number or BIC is mistyped."),
    "details-not-wanted": _("This refund needs no bank details any more."),
    "receipt-not-waiting": _("This money does not wait any more. Reload the page."),
    "receipt-does-not-fit": _("This money does not pay that order (%(match)s)."),
    "reason-needed": _("Say why: the reason is kept with the deed."),
    "second-person-needed": _("Somebody else has to approve this."),
    "nothing-due": _("Nothing is due, so there is nothing to send."),
    "advance-below-receivable": _("What is owed is as much as the advance, so nothing can be advanced."),
    "escrow-too-small": _("Not that much is left of what was paid for this order."),
    "refund-above-capture": _("The refunds of this order would be more than was paid for it."),
    "already-released": _("The money of this shipment was already released."),
    "no-bank-account": _("This seller has no bank account on file."),
    "departure-not-under-way": _("The true cost of a departure is entered after it has left."),
    "true-cost-entered": _("The true cost of this departure was already entered and shared."),
    "step-not-possible": _("This step does not follow the present state (%(state)s). Reload the page."),
}

#: By reason of ``StatementNotReadable``.
WHY_NOT_READABLE = {
    "currency": _("“%(found)s” is no currency of ISO 4217"),
    "amount": _("“%(found)s” is no amount, or has more decimals than the currency"),
    "date": _("“%(found)s” is no date; write it like 2026-10-31"),
    "no-statement": _("this is XML, but no CAMT.053 statement"),
    "no-column": _("the column “%(found)s” is missing"),
    "column-twice": _("the column “%(found)s” stands there twice"),
    "no-id": _("the credit has no id"),
    "id-twice": _("the id “%(found)s” stands there twice"),
    "no-credit": _("there is no credit in it"),
    "too-long": _("the file is larger than 5 MB; export fewer days"),
    "too-many-lines": _("there is more in it than one statement holds; export fewer days"),
    "not-utf-8": _("the file is not written in UTF-8; export it as UTF-8"),
    "not-csv": _("the line breaks the rules of CSV; look for a lonely quotation mark"),
    "not-xml": _("the file is no well-formed XML (%(found)s)"),
    "document-type": _("the file declares a document type, which no bank statement has"),
}


def _why_not_readable(params: Mapping[str, Any]) -> dict[str, object]:
    words = WHY_NOT_READABLE.get(str(params.get("reason", "")), params.get("why", ""))
    return {**params, "why": str(words) % dict(params)}


WORDS = {"statement-not-readable": _why_not_readable}
