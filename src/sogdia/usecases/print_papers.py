"""Set what is printed on demand: labels, lot sheets, quotes, statements. Nothing is written."""

from __future__ import annotations

from datetime import date, datetime

from sogdia.apps.documents import access, dress, labels
from sogdia.domain.ports import PdfMaker
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.wiring import House


def print_label(
    *, viewer: Viewer, shipment_ref: str, language: str, pdf: PdfMaker, house: House, at: datetime
) -> bytes:
    """
    Set the label of a shipment for its seller, its hub or the operator.

    :raises sogdia.domain.refusals.NotFound: for everybody else.
    """
    shipment = access.get_shipment(viewer, shipment_ref)
    said = labels.shipment_label(shipment, language=language, on=at.date())
    return dress.press("label", said, language=language, house=house, pdf=pdf)


def print_unit_label(
    *, viewer: Viewer, sscc: str, language: str, pdf: PdfMaker, house: House, at: datetime
) -> bytes:
    """
    Set the label of a logistic unit for its hub or the operator.

    :raises sogdia.domain.refusals.NotFound: for everybody else.
    """
    unit = access.get_unit(viewer, sscc)
    said = labels.unit_label(unit, language=language, on=at.date())
    return dress.press("unit-label", said, language=language, house=house, pdf=pdf)


def print_lot_sheet(*, lot_ref: str, language: str, pdf: PdfMaker, house: House, at: datetime) -> bytes:
    """
    Set the sheet that stands beside a lot; a lot is public.

    :raises sogdia.domain.refusals.NotFound: when there is no such lot.
    """
    lot = access.get_lot(lot_ref)
    said = labels.lot_sheet(lot, language=language, on=at.date())
    return dress.press("lot-sheet", said, language=language, house=house, pdf=pdf)


def quote_pdf(*, viewer: Viewer, quote_ref: str, pdf: PdfMaker, house: House) -> bytes:
    """
    Set a quote for whoever asked for it, or the operator.

    :raises sogdia.domain.refusals.NotFound: for everybody else.
    """
    quote = access.get_quote(viewer, quote_ref)
    return dress.press("quote", labels.quote_paper(quote), language=quote.language, house=house, pdf=pdf)


def print_statement(
    *,
    viewer: Viewer,
    party_code: str,
    since: date,
    until: date,
    language: str,
    pdf: PdfMaker,
    house: House,
) -> bytes:
    """
    Set a seller's statement of what became due between two days, for its owner or finance, or the operator.

    :raises sogdia.domain.refusals.NotFound: for everybody else.
    """
    party = access.get_party(viewer, party_code)
    said = labels.statement(party, since=since, until=until, currency=party.currency, language=language)
    return dress.press("payout-statement", said, language=language, house=house, pdf=pdf)
