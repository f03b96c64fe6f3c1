"""Money goes back: to the paying instrument, or by details that two people looked at; statements and proposals."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.db import transaction

from builders import books
from builders import orders as build
from fakes.payments import FakeProvider
from fakes.storage import MemoryStore
from sogdia.apps.ledger.models import Posting
from sogdia.apps.orders.models import Order
from sogdia.apps.payments import services
from sogdia.apps.payments.models import Payment, Receipt, Refund
from sogdia.domain.money import Money
from sogdia.domain.payouts import SecondPersonNeeded
from sogdia.domain.ports import StatementNotReadable
from sogdia.domain.refusals import NotAllowed
from sogdia.domain.viewer import Viewer
from sogdia.gateways.bank.pain001 import Pain001
from sogdia.gateways.bank.statements import Statements
from sogdia.usecases.allocate_receipt import (
    ReasonNeeded,
    ReceiptDoesNotFit,
    confirm_allocation,
    propose_allocation,
)
from sogdia.usecases.approve_refund import approve_refund
from sogdia.usecases.confirm_refund import confirm_refund
from sogdia.usecases.give_refund_details import BankAccountNotValid, DetailsNotWanted, give_refund_details
from sogdia.usecases.import_statement import find_references, import_statement, preview_statement
from sogdia.usecases.make_refund_file import HouseAccount, make_refund_file
from sogdia.usecases.return_refund import return_refund
from sogdia.usecases.send_refunds import send_refunds
from sogdia.usecases.start_payment import start_payment
from sogdia.usecases.take_provider_news import take_provider_news

pytestmark = pytest.mark.django_db

NOW = build.NOW
HOUSE = HouseAccount("Silk Ring (fictional)", "DE02120300000000202051", "BYLADEM1001")
WHY = "The order was looked at."
IBAN = "FR76 3000 6000 0112 3456 7890 189"


def payable():
    return -sum(Posting.objects.filter(account__code="refund-payable").values_list("amount_minor", flat=True))


@pytest.fixture(autouse=True)
def _books_hold_after_every_test():
    yield
    assert books.broken() == {}


@pytest.fixture
def world():
    return build.a_world()


@pytest.fixture
def refund(world):
    order = build.a_paid_order(world)
    with transaction.atomic():
        services.give_back_shipment(
            build.shipment_of(order), kind="cancelled", reason="Cancelled.", key="c", at=NOW
        )
    return Refund.objects.get()


def again(refund):
    refund.refresh_from_db()
    return refund


def test_a_refund_goes_to_the_provider_that_took_the_money_once(refund):
    provider = FakeProvider()

    assert [send_refunds(providers={"sandbox": provider}, at=NOW) for _ in range(2)] == [1, 0]
    assert list(provider.refunds.values()) == [(refund.payment.provider_ref, Money(80_00, "EUR"))]
    assert (again(refund).state, payable()) == ("sent", 80_00)


def test_a_provider_that_is_away_is_asked_again(refund):
    provider = FakeProvider()
    provider.is_away = True
    assert send_refunds(providers={"sandbox": provider}, at=NOW) == 0
    provider.is_away = False

    assert send_refunds(providers={"sandbox": provider}, at=NOW) == 1


def test_a_confirmed_refund_leaves_the_books_once(refund):
    provider = FakeProvider()
    send_refunds(providers={"sandbox": provider}, at=NOW)
    call = provider.call(
        "refunded", provider_ref="x", reference=again(refund).provider_ref, amount=Money(80_00, "EUR"), at=NOW
    )

    outcomes = [take_provider_news(provider=provider, at=NOW, **call) for _ in range(2)]

    assert outcomes == ["confirmed", "confirmed"]
    assert (again(refund).state, payable()) == ("confirmed", 0)


def test_given_details_need_two_people_before_the_bank_file(world, refund):
    provider, store = FakeProvider(), MemoryStore()
    provider.refuses_refunds = True
    send_refunds(providers={"sandbox": provider}, at=NOW)
    assert again(refund).state == "needs-details"
    give_refund_details(refund_uid=str(refund.uid), holder="Claire Martin", account=IBAN, bic="", at=NOW)
    one, other = build.treasurer(world), build.treasurer(world)

    assert approve_refund(viewer=one, refund_uid=str(refund.uid), reason=WHY, at=NOW) == "details-given"
    with pytest.raises(SecondPersonNeeded):
        approve_refund(viewer=one, refund_uid=str(refund.uid), reason=WHY, at=NOW)
    assert approve_refund(viewer=other, refund_uid=str(refund.uid), reason=WHY, at=NOW) == "approved"
    make_refund_file(viewer=one, currency="EUR", house=HOUSE, maker=Pain001(), files=store, at=NOW)

    made = again(refund)
    root = ET.fromstring(store.read(made.bank_file.file))
    assert "FR7630006000011234567890189" in {node.text for node in root.iter()}
    confirm_refund(viewer=one, refund_uid=str(refund.uid), at=NOW)
    assert (again(refund).state, payable()) == ("confirmed", 0)
    with pytest.raises(DetailsNotWanted):
        give_refund_details(refund_uid=str(refund.uid), holder="X", account=IBAN, bic="", at=NOW)


@pytest.mark.parametrize("was_confirmed", [False, True])
def test_a_transfer_that_comes_back_asks_for_other_details_and_two_new_looks(world, refund, was_confirmed):
    provider = FakeProvider()
    provider.refuses_refunds = True
    send_refunds(providers={"sandbox": provider}, at=NOW)
    one, other = build.treasurer(world), build.treasurer(world)
    give_refund_details(refund_uid=str(refund.uid), holder="Claire Martin", account=IBAN, bic="", at=NOW)
    approve_refund(viewer=one, refund_uid=str(refund.uid), reason=WHY, at=NOW)
    approve_refund(viewer=other, refund_uid=str(refund.uid), reason=WHY, at=NOW)
    make_refund_file(viewer=one, currency="EUR", house=HOUSE, maker=Pain001(), files=MemoryStore(), at=NOW)
    if was_confirmed:
        confirm_refund(viewer=one, refund_uid=str(refund.uid), at=NOW)
    with pytest.raises(ReasonNeeded):
        return_refund(viewer=one, refund_uid=str(refund.uid), reason=" ", at=NOW)

    assert return_refund(viewer=one, refund_uid=str(refund.uid), reason="AC04", at=NOW) == "needs-details"

    owed = Refund.objects.get(state="needs-details")
    assert payable() == 80_00
    give_refund_details(refund_uid=str(owed.uid), holder="Claire Martin", account=IBAN, bic="", at=NOW)
    assert approve_refund(viewer=one, refund_uid=str(owed.uid), reason=WHY, at=NOW) == "details-given"
    assert approve_refund(viewer=other, refund_uid=str(owed.uid), reason=WHY, at=NOW) == "approved"


def test_a_mistyped_account_is_refused(refund):
    with pytest.raises(BankAccountNotValid):
        give_refund_details(
            refund_uid=str(refund.uid), holder="X", account=IBAN.replace("189", "188"), bic="", at=NOW
        )


def test_only_treasurers_touch_money(world, refund):
    for stranger in (Viewer(), build.support(world)):
        with pytest.raises(NotAllowed):
            approve_refund(viewer=stranger, refund_uid=str(refund.uid), reason=WHY, at=NOW)
        with pytest.raises(NotAllowed):
            import_statement(viewer=stranger, content=b"", reader=Statements(), at=NOW)
        with pytest.raises(NotAllowed):
            propose_allocation(viewer=stranger, receipt_id=1, order_ref="", reason="x", at=NOW)


def awaiting(world):
    order = build.a_placed_order(world)
    started = start_payment(
        viewer=Viewer(guest_key=order.quote.basket_key), order_ref=order.ref,
        provider=FakeProvider("bank-transfer"), transfer_days=3, return_url="", notify_url="", language="en",
        at=NOW,
    )  # fmt: skip
    return order, started.reference


def csv(*rows):
    head = "id;date;amount;currency;text;name;account"
    return "\n".join([head, *(";".join(row) for row in rows)]).encode()


def row(external_id, amount, text):
    return (external_id, "2026-10-02", amount, "EUR", text, "Claire Martin", IBAN.replace(" ", ""))


def test_a_reference_is_found_anywhere_in_the_text():
    assert "RF18539007547034" in find_references("Facture du 3/4 rf18 5390-0754 7034 MERCI")
    assert find_references("RF99 5390 0754 7034") == []


def test_a_statement_is_looked_at_first_and_booked_once(world):
    paid, ref = awaiting(world)
    content = csv(row("T1", "80.00", f"order {ref[:4]} {ref[4:]} thanks"), row("T2", "12.00", "no reference"))
    viewer = build.treasurer(world)

    seen = preview_statement(viewer=viewer, content=content, reader=Statements(), at=NOW)
    assert [line.match for line in seen.lines] == ["exact", "no-reference"]
    assert not Receipt.objects.exists()

    booked = [
        import_statement(viewer=viewer, content=content, reader=Statements(), at=NOW).lines for _ in range(2)
    ]
    assert [line.match for line in booked[0]] == ["exact", "no-reference"]
    assert [line.match for line in booked[1]] == ["known", "known"]
    assert Order.objects.get(pk=paid.pk).state == "paid"
    assert Receipt.objects.get(external_id="T2").reason == "no-reference"


@pytest.mark.parametrize(
    ("amount", "match", "state"), [("80.00", "exact", "paid"), ("79.00", "no-reference", "awaiting-payment")]
)
def test_pa_7_an_orders_number_is_believed_with_the_exact_sum(world, amount, match, state):
    order, _ref = awaiting(world)
    awaiting(world)
    text = f"Commande {order.ref.lower().replace('-', ' ')}, merci"
    content = csv(row("T1", amount, text))
    viewer = build.treasurer(world)

    seen = preview_statement(viewer=viewer, content=content, reader=Statements(), at=NOW)
    import_statement(viewer=viewer, content=content, reader=Statements(), at=NOW)

    assert [line.match for line in seen.lines] == [match]
    assert Order.objects.get(pk=order.pk).state == state
    assert Receipt.objects.get().state == ("matched" if match == "exact" else "unallocated")


def test_an_unreadable_statement_books_nothing(world):
    with pytest.raises(StatementNotReadable):
        import_statement(
            viewer=build.treasurer(world),
            content=csv(row("T1", "80.00", "x"), row("T2", "8x", "y")),
            reader=Statements(),
            at=NOW,
        )
    assert not Receipt.objects.exists()


def test_a_transfer_goes_back_to_the_account_it_came_from(world):
    order, ref = awaiting(world)
    viewer = build.treasurer(world)
    import_statement(viewer=viewer, content=csv(row("T1", "100.00", ref)), reader=Statements(), at=NOW)
    refund = Refund.objects.get()

    send_refunds(providers={}, at=NOW)
    assert approve_refund(viewer=viewer, refund_uid=str(refund.uid), reason=WHY, at=NOW) == "approved"
    store = MemoryStore()
    make_refund_file(viewer=viewer, currency="EUR", house=HOUSE, maker=Pain001(), files=store, at=NOW)

    assert b"FR7630006000011234567890189" in store.read(again(refund).bank_file.file)
    assert (Payment.objects.get(order=order).captured_minor, refund.amount_minor) == (80_00, 20_00)


def test_waiting_money_is_given_to_an_order_by_two_people(world):
    order, _ref = awaiting(world)
    one, other = build.treasurer(world), build.treasurer(world)
    import_statement(viewer=one, content=csv(row("T1", "80.00", "forgot it")), reader=Statements(), at=NOW)
    receipt = Receipt.objects.get()

    with pytest.raises(ReasonNeeded):
        propose_allocation(viewer=one, receipt_id=receipt.pk, order_ref=order.ref, reason=" ", at=NOW)
    propose_allocation(viewer=one, receipt_id=receipt.pk, order_ref=order.ref, reason="She wrote.", at=NOW)
    with pytest.raises(SecondPersonNeeded):
        confirm_allocation(viewer=one, receipt_id=receipt.pk, at=NOW)
    confirm_allocation(viewer=other, receipt_id=receipt.pk, at=NOW)

    assert Order.objects.get(pk=order.pk).state == "paid"
    assert Receipt.objects.get().state == "matched"


def test_waiting_money_that_does_not_fit_is_refused_and_may_go_back(world):
    order, _ref = awaiting(world)
    one, other = build.treasurer(world), build.treasurer(world)
    import_statement(viewer=one, content=csv(row("T1", "12.00", "forgot it")), reader=Statements(), at=NOW)
    receipt = Receipt.objects.get()

    with pytest.raises(ReceiptDoesNotFit):
        propose_allocation(viewer=one, receipt_id=receipt.pk, order_ref=order.ref, reason="Hm.", at=NOW)
    propose_allocation(viewer=one, receipt_id=receipt.pk, order_ref="", reason="Nobody's.", at=NOW)
    confirm_allocation(viewer=other, receipt_id=receipt.pk, at=NOW + timedelta(hours=1))

    assert (Receipt.objects.get().state, Refund.objects.get().amount_minor) == ("to-refund", 12_00)
