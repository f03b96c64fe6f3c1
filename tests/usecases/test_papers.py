"""Papers are set from frozen facts once, and printed for whom they concern."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import transaction

from builders import sale
from fakes.pdf import PlainPress
from fakes.storage import MemoryStore
from sogdia.apps.documents import customs, invoices
from sogdia.apps.documents.models import Document
from sogdia.apps.hub.models import LogisticUnit
from sogdia.apps.settlement.models import Payable
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import HOUSE, Place, Role, Viewer
from sogdia.gateways.pdf import TypstPdf
from sogdia.gateways.pdf.typst import FONTS
from sogdia.jobs import listeners, outbox
from sogdia.plumbing import wiring
from sogdia.plumbing.outbox import services as outbox_rows
from sogdia.plumbing.wiring import House
from sogdia.usecases import print_papers
from sogdia.usecases.issue_confirmation import issue_confirmation
from sogdia.usecases.render_document import render_document

THE_HOUSE = House(name="Sogdia", url="https://sogdia.example", operator="Sogdia Trade")
LANGUAGES = ["en", "fr", "ru", "zh-hans", "ar"]
needs_fonts = pytest.mark.skipif(not any(FONTS.glob("*.ttf")), reason="no fonts: run `make assets`")
in_base = pytest.mark.django_db(transaction=True)


def press_with(pdf, **more):
    return {"pdf": pdf, "house": THE_HOUSE, **more}


@in_base
def test_a_paid_order_gets_its_confirmation_as_a_file(monkeypatch):
    sold = sale.sold()
    store, pdf = MemoryStore(), PlainPress()
    monkeypatch.setattr(wiring, "files", lambda: store)
    monkeypatch.setattr(wiring, "pdf", lambda: pdf)
    with transaction.atomic():
        outbox_rows.tell("order.paid", at=sale.AT, order_id=sold.order.pk, payment_id=1)

    assert listeners.outbox.drain() == 1
    assert outbox.drain() == 1

    paper = Document.objects.get()
    assert (paper.kind, list(store.files)) == ("order-confirmation", [paper.file])
    assert f"/files/order/{sold.order.ref}" in pdf.set[0].facts["url"]


@in_base
def test_a_paper_is_set_once_and_its_file_never_changes():
    sold = sale.sold()
    store, pdf = MemoryStore(), PlainPress()
    document_id = issue_confirmation(order_id=sold.order.pk, house=THE_HOUSE, at=sale.AT)

    first = render_document(document_id=document_id, files=store, **press_with(pdf))
    second = render_document(document_id=document_id, files=store, **press_with(pdf))

    assert first == second
    assert len(pdf.set) == len(store.files) == 1


@in_base
def test_facts_that_do_not_fit_their_digest_are_not_set():
    sold = sale.sold()
    document_id = issue_confirmation(order_id=sold.order.pk, house=THE_HOUSE, at=sale.AT)
    row = Document.objects.values().get(pk=document_id)
    forged = {**row, "id": None, "uid": uuid4(), "number": "OC-X", "facts": {"title": "Other"}}
    forged_id = Document.objects.create(**forged).pk

    with pytest.raises(AssertionError):
        render_document(document_id=forged_id, files=MemoryStore(), **press_with(PlainPress()))


@needs_fonts
@in_base
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_paper_of_a_sale_can_be_set(language):
    sold = sale.sold(language=language)
    at = sale.AT
    unit = LogisticUnit.objects.create(
        sscc="106141411234567897", shipment=sold.shipment, gross_mass_g=2100, volume_cm3=3600
    )
    Payable.objects.create(
        party=sold.seller,
        shipment=sold.shipment,
        kind="net",
        currency="CNY",
        amount_minor=23_400,
        due_on=at.date(),
        made_at=at,
    )
    with transaction.atomic():
        invoices.issue_confirmation(sold.order, issuer="Sogdia Trade", at=at)
        invoices.issue_invoices(sold.departure, at=at)
        customs.issue_departure_papers(sold.departure, at=at)
        refunds = {sold.line.pk: {"freight-shared": 120}}
        invoices.issue_credit_notes(sold.order, reason=invoices.CLAIM, refunds=refunds, at=at)
    store, pdf = MemoryStore(), TypstPdf()
    how = press_with(pdf)
    month = {"since": at.date() - dt.timedelta(days=13), "until": at.date()}
    mine = Viewer(guest_key=sold.quote.basket_key)

    for document in Document.objects.all():
        render_document(document_id=document.pk, files=store, **how)
    printed = [
        print_papers.quote_pdf(viewer=mine, quote_ref=sold.quote.ref, **how),
        print_papers.print_lot_sheet(lot_ref=sold.lot.ref, language=language, at=at, **how),
        print_papers.print_label(
            viewer=HOUSE, shipment_ref=sold.shipment.ref, language=language, at=at, **how
        ),
        print_papers.print_unit_label(viewer=HOUSE, sscc=unit.sscc, language=language, at=at, **how),
        print_papers.print_statement(
            viewer=HOUSE, party_code=sold.seller.code, language=language, **month, **how
        ),
    ]

    assert len(store.files) == 5
    assert all(content.startswith(b"%PDF") for content in [*store.files.values(), *printed])


@in_base
def test_strangers_print_nothing():
    sold = sale.sold()
    how = press_with(PlainPress())
    stranger = Viewer(user_id=91, guest_key="other", places=(Place(sold.carrier.pk, Role.OWNER),))
    month = {"since": sale.AT.date(), "until": sale.AT.date()}

    for deed in (
        lambda: print_papers.print_label(
            viewer=stranger, shipment_ref=sold.shipment.ref, language="en", at=sale.AT, **how
        ),
        lambda: print_papers.quote_pdf(viewer=stranger, quote_ref=sold.quote.ref, **how),
        lambda: print_papers.print_unit_label(viewer=stranger, sscc="0", language="en", at=sale.AT, **how),
        lambda: print_papers.print_statement(
            viewer=stranger, party_code=sold.seller.code, language="en", **month, **how
        ),
    ):
        with pytest.raises(NotFound):
            deed()
