"""Commercial documents: kinds, numbers without gaps, credit notes after invoices (rules DO-1 to DO-4)."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sogdia.domain.money import Money, total
from sogdia.domain.refusals import Refusal


class DocumentKind(enum.StrEnum):
    """What a paper is, and the letters of its series."""

    ORDER_CONFIRMATION = "order-confirmation"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit-note"
    COMMERCIAL_INVOICE = "commercial-invoice"
    PACKING_LIST = "packing-list"
    LABEL = "label"
    PAYOUT_STATEMENT = "payout-statement"


SERIES: Final[dict[DocumentKind, str]] = {
    DocumentKind.ORDER_CONFIRMATION: "OC",
    DocumentKind.INVOICE: "IN",
    DocumentKind.CREDIT_NOTE: "CN",
    DocumentKind.COMMERCIAL_INVOICE: "CI",
    DocumentKind.PACKING_LIST: "PL",
    DocumentKind.LABEL: "LB",
    DocumentKind.PAYOUT_STATEMENT: "PS",
}
#: Kinds whose numbers tax law wants unbroken.
GAP_FREE: Final = frozenset({DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE, DocumentKind.COMMERCIAL_INVOICE})


class InvoiceTooEarly(Refusal):
    """Invoices are issued when the departure is sealed."""

    code = "invoice-too-early"


class InvoiceAlreadyIssued(Refusal):
    """The shipment has its invoice; only a credit note can correct it."""

    code = "invoice-already-issued"


class CreditNoteWithoutInvoice(Refusal):
    """There is no invoice that this credit note could correct."""

    code = "credit-note-without-invoice"


class CreditAboveInvoice(Refusal):
    """The credit notes of an invoice would be more than the invoice."""

    code = "credit-above-invoice"


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """DO-1: one number of one issuer's series in one year: ``12-IN-2026-000042``. It never names a person."""

    issuer_id: int
    kind: DocumentKind
    year: int
    serial: int

    def __post_init__(self) -> None:
        assert self.serial >= 1, "a series starts with one"

    def __str__(self) -> str:
        return f"{self.issuer_id}-{SERIES[self.kind]}-{self.year:04d}-{self.serial:06d}"

    @classmethod
    def parse(cls, text: str) -> DocumentNumber:
        """Read a number as it is printed; the text was written by us."""
        found = re.fullmatch(r"(\d+)-([A-Z]{2})-(\d{4})-(\d{6,})", text)
        assert found, f"{text} is not a document number"
        kinds = {letters: kind for kind, letters in SERIES.items()}
        return cls(int(found[1]), kinds[found[2]], int(found[3]), int(found[4]))


def next_number(
    last: DocumentNumber | None, *, issuer_id: int, kind: DocumentKind, year: int
) -> DocumentNumber:
    """DO-1: the number after ``last``; a new year, issuer or kind starts its own series with one."""
    same = last is not None and (last.issuer_id, last.kind, last.year) == (issuer_id, kind, year)
    return DocumentNumber(issuer_id, kind, year, last.serial + 1 if same and last else 1)


def find_gap(serials: Sequence[int]) -> int | None:
    """DO-2: the first serial that is missing or there twice, or None; drawn in the transaction that issues."""
    for expected, serial in enumerate(sorted(serials), start=1):
        if serial != expected:
            return min(serial, expected)
    return None


def check_invoice(*, sealed: bool, issued: bool) -> None:
    """
    DO-3: an invoice is issued once, at sealing, on accepted weights.

    :raises InvoiceTooEarly: before. :raises InvoiceAlreadyIssued: again.
    """
    if not sealed:
        raise InvoiceTooEarly("The departure is not sealed.")
    if issued:
        raise InvoiceAlreadyIssued("The shipment has its invoice.")


def check_credit_note(amount: Money, *, invoice: Money | None, credited: Sequence[Money]) -> None:
    """
    DO-4: after the invoice there are only credit notes, and together they stay within it.

    :raises CreditNoteWithoutInvoice: :raises CreditAboveInvoice: with ``left_minor`` and ``asked_minor``.
    """
    assert amount.minor > 0, "a credit note gives something back"
    if invoice is None:
        raise CreditNoteWithoutInvoice("There is no invoice to correct.")
    left = invoice - total(credited, invoice.currency)
    if amount > left:
        raise CreditAboveInvoice(
            f"{left.minor} may still be credited, {amount.minor} asked.",
            left_minor=left.minor,
            asked_minor=amount.minor,
            currency=invoice.currency,
        )
