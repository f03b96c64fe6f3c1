"""Numbers without gaps, and what may follow what (DO-1 to DO-4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sogdia.domain.documents import (
    GAP_FREE,
    SERIES,
    CreditAboveInvoice,
    CreditNoteWithoutInvoice,
    DocumentKind,
    DocumentNumber,
    InvoiceAlreadyIssued,
    InvoiceTooEarly,
    check_credit_note,
    check_invoice,
    find_gap,
    next_number,
)
from sogdia.domain.money import Money

INVOICE = DocumentKind.INVOICE


def test_do_1_each_issuer_kind_and_year_has_its_own_series():
    first = next_number(None, issuer_id=12, kind=INVOICE, year=2026)
    second = next_number(first, issuer_id=12, kind=INVOICE, year=2026)

    assert (str(first), str(second)) == ("12-IN-2026-000001", "12-IN-2026-000002")
    assert next_number(second, issuer_id=12, kind=INVOICE, year=2027).serial == 1
    assert next_number(second, issuer_id=13, kind=INVOICE, year=2026).serial == 1


@given(st.integers(1, 10**6), st.sampled_from(DocumentKind), st.integers(2026, 2099), st.integers(1, 10**8))
def test_do_1_a_printed_number_is_read_back(issuer_id, kind, year, serial):
    number = DocumentNumber(issuer_id, kind, year, serial)

    assert DocumentNumber.parse(str(number)) == number
    assert set(SERIES) == set(DocumentKind)


@pytest.mark.parametrize(
    ("serials", "gap"), [([], None), ([1, 2, 3], None), ([2, 1], None), ([1, 3], 2), ([1, 1], 1), ([2], 1)]
)
def test_do_2_a_gap_or_a_double_is_found(serials, gap):
    assert find_gap(serials) == gap
    assert INVOICE in GAP_FREE


def test_do_3_an_invoice_is_issued_once_at_sealing():
    check_invoice(sealed=True, issued=False)

    with pytest.raises(InvoiceTooEarly):
        check_invoice(sealed=False, issued=False)
    with pytest.raises(InvoiceAlreadyIssued):
        check_invoice(sealed=True, issued=True)


def test_do_4_credit_notes_follow_an_invoice_and_stay_within_it():
    invoice = Money(79_90, "EUR")
    check_credit_note(Money(2_00, "EUR"), invoice=invoice, credited=[Money(77_90, "EUR")])

    with pytest.raises(CreditNoteWithoutInvoice):
        check_credit_note(Money(2_00, "EUR"), invoice=None, credited=[])
    with pytest.raises(CreditAboveInvoice) as refused:
        check_credit_note(Money(2_01, "EUR"), invoice=invoice, credited=[Money(77_90, "EUR")])

    assert refused.value.params["left_minor"] == 2_00
