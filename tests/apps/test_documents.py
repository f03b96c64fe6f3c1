"""Papers are numbered without gaps, issued once on what was accepted, and shown to whom they concern."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from builders import sale
from sogdia.apps.documents import customs, invoices, selectors, services
from sogdia.apps.documents.models import Document, NumberSeries
from sogdia.apps.orders.models import Correction
from sogdia.apps.parties.models import Party
from sogdia.domain.documents import CreditAboveInvoice, CreditNoteWithoutInvoice, DocumentKind
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import HOUSE, Place, Role, Viewer
from sogdia.plumbing.accounts.models import User
from sogdia.plumbing.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db
SEALED = sale.AT + dt.timedelta(days=6)
INVOICE = DocumentKind.INVOICE


@pytest.fixture
def buyer():
    return User.objects.create(email="cleo@example.org")


@pytest.fixture
def sold(buyer):
    return sale.sold(buyer=buyer)


def seal(sold):
    with transaction.atomic():
        return invoices.issue_invoices(sold.departure, at=SEALED)


def test_numbers_follow_each_other_in_each_series():
    with transaction.atomic():
        taken = [services.take_number(issuer="A", kind=INVOICE, year=2026) for _ in range(3)]
        other_year = services.take_number(issuer="A", kind=INVOICE, year=2027)
        other_kind = services.take_number(issuer="A", kind=DocumentKind.CREDIT_NOTE, year=2026)
        other_issuer = services.take_number(issuer="B", kind=INVOICE, year=2026)

    assert [number.serial for number in taken] == [1, 2, 3]
    assert (other_year.serial, other_kind.serial, other_issuer.serial) == (1, 1, 1)
    assert taken[0].issuer_id == other_year.issuer_id != other_issuer.issuer_id


def test_a_deed_that_fails_gives_its_number_back():
    with pytest.raises(RuntimeError), transaction.atomic():
        services.take_number(issuer="A", kind=INVOICE, year=2026)
        raise RuntimeError

    with transaction.atomic():
        assert services.take_number(issuer="A", kind=INVOICE, year=2026).serial == 1
    assert NumberSeries.objects.get(kind=INVOICE).last == 1


def test_an_invoice_says_what_was_paid_and_is_issued_once(sold):
    (invoice,) = seal(sold)

    assert (invoice.total_minor, invoice.currency, invoice.issuer) == (5080, "EUR", "Sogdia Trade")
    assert invoice.facts["sums"][-1]["value"] == "€50.80"
    assert [row["value"] for row in invoice.facts["sums"]] == ["€44.80", "€1.00", "€5.00", "€50.80"]
    assert invoice.facts["parties"][1]["name"] == "Cléo Martin"
    assert invoice.digest == services.digest(invoice.facts)
    assert OutboxEvent.objects.filter(topic="document.issued", payload__document_id=invoice.pk).exists()
    assert seal(sold) == []


def test_an_invoice_counts_only_what_the_hub_accepted(sold):
    Correction.objects.create(
        line=sold.line,
        kind="short",
        packs=-1,
        net_mass_g=-1000,
        refund_minor=2540,
        figures={figure["part"]: figure["minor"] // 2 for figure in sale.FIGURES},
        at=SEALED,
    )

    (invoice,) = seal(sold)

    assert invoice.total_minor == 2540
    assert invoice.facts["tables"][0]["rows"][0][1:3] == ["1", "1\u00a0kg"]


def test_goods_that_stay_are_not_invoiced(sold):
    sold.shipment.state = "cancelled"
    sold.shipment.save()

    assert seal(sold) == []


@pytest.mark.parametrize("language", ["en", "fr", "ru", "zh-hans", "ar"])
def test_papers_speak_the_language_of_the_order(language):
    sold = sale.sold(language=language)

    with transaction.atomic():
        paper = invoices.issue_confirmation(sold.order, issuer="Sogdia Trade", at=sale.AT)

    assert paper.language == language
    name = sold.product.names[language.split("-")[0]]
    assert paper.facts["tables"][0]["rows"][0][0]["text"].startswith(name)
    assert sum(row["width"] for row in paper.facts["waterfall"]["rows"][:-1]) <= 10_000


def test_a_confirmation_is_issued_once(sold):
    with transaction.atomic():
        first = invoices.issue_confirmation(sold.order, issuer="Sogdia Trade", at=sale.AT)
        second = invoices.issue_confirmation(sold.order, issuer="Sogdia Trade", at=SEALED)

    assert first == second


def credit(sold, minor):
    with transaction.atomic():
        return invoices.issue_credit_notes(
            sold.order,
            reason=invoices.FREIGHT,
            refunds={sold.line.pk: {"freight-shared": minor}},
            at=SEALED,
        )


def test_a_credit_note_corrects_its_invoice(sold):
    (invoice,) = seal(sold)

    (note,) = credit(sold, 120)

    assert (note.corrects, note.total_minor) == (invoice, 120)
    assert note.facts["meta"][2]["value"]["text"] == invoice.number
    assert note.facts["sums"][-1]["value"] == "€1.20"


def test_there_is_no_credit_note_before_the_invoice(sold):
    with pytest.raises(CreditNoteWithoutInvoice):
        credit(sold, 120)


def test_credit_notes_stay_within_their_invoice(sold):
    seal(sold)
    credit(sold, 5000)

    with pytest.raises(CreditAboveInvoice) as refused:
        credit(sold, 81)

    assert refused.value.params["left_minor"] == 80
    assert Document.objects.filter(kind=DocumentKind.CREDIT_NOTE).count() == 1


def papers_of(sold):
    with transaction.atomic():
        return customs.issue_departure_papers(sold.departure, at=SEALED)


def test_customs_papers_declare_the_goods_as_sold_at_the_hub(sold):
    packing, invoice = papers_of(sold)

    assert (packing.kind, invoice.kind) == ("packing-list", "commercial-invoice")
    row = invoice.facts["tables"][0]["rows"][0]
    assert row[0].replace("\u00a0", " ") == "0806 20 30 00"
    assert row[2:] == ["China", "2", "2.00\u00a0kg", "€35.00"]
    assert [one["value"] for one in invoice.facts["sums"]] == ["€35.00", "€7.00", "€0.20", "€42.20"]
    assert [party["name"] for party in invoice.facts["parties"]] == [
        "Sogdia Trade",
        "Seine Import SARL",
        "Steppe Rail",
    ]
    assert invoice.facts["meta"][-1]["value"]["text"] == "FCA Lanzhou, China"
    assert papers_of(sold) == []


def test_whoever_imports_alone_is_named_on_an_own_paper(sold):
    sold.line.importer_of_record = "buyer"
    sold.line.save()

    _packing, invoice = papers_of(sold)

    assert invoice.order == sold.order
    assert invoice.facts["parties"][1]["name"] == "Cléo Martin"
    assert invoice.facts["meta"][-1]["value"]["text"] == "DDP Paris, France"


def test_goods_that_stay_at_home_have_a_packing_list_only(sold):
    sold.line.importer_of_record = ""
    sold.line.save()

    assert [paper.kind for paper in papers_of(sold)] == ["packing-list"]


def member(role, *, party=0, hub=None, user=90):
    return Viewer(user_id=user, places=(Place(party, role, hub_id=hub),))


@pytest.fixture
def everything(sold):
    with transaction.atomic():
        invoices.issue_confirmation(sold.order, issuer="Sogdia Trade", at=sale.AT)
        invoices.issue_invoices(sold.departure, at=SEALED)
        customs.issue_departure_papers(sold.departure, at=SEALED)
    return sold


def kinds(papers):
    return [paper.kind for paper in papers]


def test_the_buyer_the_link_and_the_operator_see_the_papers_of_an_order(everything, buyer):
    ref = everything.order.ref
    theirs = ["order-confirmation", "invoice"]

    assert kinds(selectors.list_of_order(Viewer(user_id=buyer.pk), ref)) == theirs
    assert kinds(selectors.list_of_order(Viewer(), ref, linked_order_id=everything.order.pk)) == theirs
    assert kinds(selectors.list_of_order(HOUSE, ref)) == theirs


def test_a_seller_sees_what_was_invoiced_in_its_name_only(everything):
    team = member(Role.FINANCE, party=everything.seller.pk)
    assert selectors.list_of_order(team, everything.order.ref) == []

    issuer = Document.objects.get(kind=INVOICE).issuer
    Party.objects.filter(pk=everything.seller.pk).update(legal_names={"en": issuer})

    assert kinds(selectors.list_of_order(team, everything.order.ref)) == ["invoice"]


def test_strangers_see_no_paper_of_an_order(everything):
    for stranger in (Viewer(), Viewer(user_id=91), member(Role.OWNER, party=everything.carrier.pk)):
        with pytest.raises(NotFound):
            selectors.list_of_order(stranger, everything.order.ref)


def test_papers_of_a_departure_are_for_hub_carrier_and_broker(everything):
    hub = everything.departure.lane.hub_id
    for viewer in (
        member(Role.CLERK, hub=hub),
        member(Role.CARRIER, party=everything.carrier.pk),
        member(Role.BROKER),
        HOUSE,
    ):
        papers = selectors.list_of_departure(viewer, everything.departure.ref)
        assert kinds(papers) == ["packing-list", "commercial-invoice"]
    for stranger in (
        Viewer(),
        member(Role.CLERK, hub=hub + 1),
        member(Role.CARRIER, party=everything.seller.pk),
    ):
        with pytest.raises(NotFound):
            selectors.list_of_departure(stranger, everything.departure.ref)


def test_a_paper_opens_for_whom_it_is_listed_and_nobody_else(everything, buyer):
    invoice = Document.objects.get(kind=INVOICE)
    packing = Document.objects.get(kind=DocumentKind.PACKING_LIST)

    assert selectors.open_document(Viewer(user_id=buyer.pk), invoice.uid).id == invoice.pk
    clerk = member(Role.CLERK, hub=everything.departure.lane.hub_id)
    assert selectors.open_document(clerk, packing.uid).save_as.endswith(".pdf")
    for viewer, paper in ((clerk, invoice), (Viewer(user_id=buyer.pk), packing), (Viewer(), invoice)):
        with pytest.raises(NotFound):
            selectors.open_document(viewer, paper.uid)


def test_a_revoked_link_opens_nothing(everything):
    order = everything.order

    assert selectors.find_linked_order(order_id=order.pk, version=order.link_version) == order.pk
    assert selectors.find_linked_order(order_id=order.pk, version=order.link_version + 1) is None
