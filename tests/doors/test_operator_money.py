"""The operator's money rooms: every page for a treasurer, the books for support, nothing for others."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from builders import books
from builders import orders as build
from sogdia.apps.departures.models import Departure
from sogdia.apps.orders.models import Order
from sogdia.apps.payments import services
from sogdia.apps.payments.models import Receipt, Refund
from sogdia.apps.settlement.models import Payout, PayoutBatch, TrueUp
from sogdia.domain.viewer import Role
from sogdia.plumbing.accounts.models import User
from sogdia.usecases.settle_shipment import settle_shipment

pytestmark = pytest.mark.django_db

WHY = {"reason": "Held against its order."}

PAGES = ["receipts", "refunds", "payouts", "freight", "ledger", "audit"]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def world():
    return build.a_world()


def person(world, *roles, party=None):
    user = build.a_user()
    for role in roles:
        build.member(user, party or world.operator, role)
    return user


@pytest.fixture
def treasurer(world):
    return person(world, Role.TREASURER)


@pytest.fixture
def full(world):
    """A world where something stands on every page."""
    settled = build.a_paid_order(world)
    build.set_state(build.shipment_of(settled), "accepted")
    settle_shipment(shipment_id=build.shipment_of(settled).pk, at=build.NOW)
    refunded = build.a_paid_order(world)
    with transaction.atomic():
        services.give_back_shipment(
            build.shipment_of(refunded), kind="cancelled", reason="Cancelled.", key="c", at=build.NOW
        )
    Departure.objects.update(state="departed")
    return settled


@pytest.mark.parametrize("language", ["", "/ar", "/zh-hans"])
def test_every_page_opens_for_a_treasurer(client, full, treasurer, language):
    client.force_login(treasurer)
    extra = [
        reverse("operator:journal", args=[full.ref]),
        reverse("operator:ledger_account", args=["escrow", "EUR"]),
        reverse("operator:freight_departure", args=[Departure.objects.get().ref]),
        reverse("operator:statement"),
    ]
    paths = [*(reverse(f"operator:{name}") for name in PAGES), *extra]
    for path in paths:
        assert client.get(language + path).status_code == 200, path


@pytest.mark.parametrize("role", [Role.OWNER, Role.CARRIER, Role.BROKER, Role.CLERK])
def test_nothing_opens_for_others(client, full, world, role):
    client.force_login(person(world, role, party=world.seller))
    for name in PAGES:
        assert client.get(reverse(f"operator:{name}")).status_code == 403, name


def test_nobody_is_asked_to_sign_in(client, full):
    for name in PAGES:
        answer = client.get(reverse(f"operator:{name}"))
        assert answer.status_code == 302 and "/account/login/" in answer["Location"]


def test_support_reads_the_books_and_touches_no_money(client, full, world):
    client.force_login(person(world, Role.SUPPORT))

    assert client.get(reverse("operator:ledger")).status_code == 200
    assert client.get(reverse("operator:statement")).status_code == 403
    assert (
        client.post(reverse("operator:make_batch"), {"currency": "CNY", "key": "12345678"}).status_code == 403
    )


def test_tables_come_as_csv(client, full, treasurer):
    client.force_login(treasurer)

    balance = client.get(reverse("operator:ledger") + "?as=csv").content.decode("utf-8-sig").splitlines()
    account = client.get(reverse("operator:ledger_account", args=["escrow", "EUR"]) + "?as=csv")
    journal = client.get(reverse("operator:journal", args=[full.ref]) + "?as=csv")

    assert balance[0] == "account,kind,currency,debit,credit,balance"
    assert any(line.startswith("seller-payable,liability,CNY,0.00,400.00,-400.00") for line in balance)
    assert account.status_code == journal.status_code == 200


def test_an_order_is_found_by_its_number(client, full, treasurer):
    client.force_login(treasurer)

    found = client.get(reverse("operator:ledger"), {"order": full.ref.lower()})
    assert found.status_code == 302
    assert client.get(reverse("operator:ledger"), {"order": "nothing"}).status_code == 200


def test_a_statement_is_seen_then_booked_then_matched_by_two(client, world, treasurer):
    order = build.a_placed_order(world)
    client.force_login(treasurer)
    content = b"id,date,amount,currency,text\nT1,2026-10-02,80.00,EUR,no reference\n"

    seen = client.post(reverse("operator:statement"), {"file": SimpleUploadedFile("s.csv", content)})
    assert seen.status_code == 200 and not Receipt.objects.exists()
    digest = seen.context["seen"].digest
    client.post(reverse("operator:book_statement"), {"digest": digest})
    receipt = Receipt.objects.get()

    assert client.get(reverse("operator:receipts")).status_code == 200
    propose = reverse("operator:receipt_deed", args=[receipt.pk, "propose"])
    client.post(propose, {"order_ref": "", "reason": "Nobody's."})
    client.post(reverse("operator:receipt_deed", args=[receipt.pk, "confirm"]))
    receipt.refresh_from_db()
    assert receipt.state == "unallocated"
    assert client.get(reverse("operator:receipts")).status_code == 200
    client.force_login(person(world, Role.TREASURER))
    client.post(reverse("operator:receipt_deed", args=[receipt.pk, "confirm"]))
    receipt.refresh_from_db()
    assert (receipt.state, Order.objects.get(pk=order.pk).state) == ("to-refund", "placed")
    assert books.broken() == {}


def test_an_unreadable_statement_says_the_line(client, treasurer):
    client.force_login(treasurer)

    answer = client.post(
        reverse("operator:statement"), {"file": SimpleUploadedFile("s.csv", b"id,date\nT1,x\n")}
    )
    assert answer.status_code == 422 and "is missing" in answer.content.decode()


def test_a_batch_is_made_by_one_approved_by_another_and_downloaded(client, full, world, treasurer):
    client.force_login(treasurer)
    client.post(reverse("operator:make_batch"), {"currency": "CNY", "key": "key-of-a-form"})
    batch = PayoutBatch.objects.get()
    page, approve = (
        reverse("operator:batch", args=[batch.ref]),
        reverse("operator:approve_batch", args=[batch.ref]),
    )
    client.post(approve, WHY)
    assert PayoutBatch.objects.get().state == "made"
    assert client.get(page).status_code == 200

    client.force_login(person(world, Role.TREASURER))
    assert client.get(page).status_code == 200
    client.post(approve, WHY)
    file = client.get(reverse("operator:download_batch", args=[batch.ref]))
    assert (
        file["Content-Disposition"] == f'attachment; filename="{batch.ref}.xml"' and b"400.00" in file.content
    )
    payout = Payout.objects.get()
    client.post(reverse("operator:payout_deed", args=[payout.ref, "confirm"]))
    assert Payout.objects.get().state == "confirmed"
    assert client.get(page).status_code == 200 and books.broken() == {}


def test_au_2_no_money_leaves_before_somebody_says_why(client, full, world, treasurer):
    client.force_login(treasurer)
    client.post(reverse("operator:make_batch"), {"currency": "CNY", "key": "key-of-a-form"})
    Refund.objects.update(state="due", by_bank=True)
    deeds = [
        reverse("operator:approve_batch", args=[PayoutBatch.objects.get().ref]),
        reverse("operator:refund_deed", args=[Refund.objects.get().uid, "approve"]),
    ]
    client.force_login(person(world, Role.TREASURER))

    for deed in deeds:
        for silence in ({}, {"reason": "  "}):
            told = client.post(deed, silence, follow=True).content.decode()
            assert "Say why" in told
    assert (PayoutBatch.objects.get().state, Refund.objects.get().state) == ("made", "due")


def test_the_true_cost_is_entered_once(client, full, treasurer):
    departure = Departure.objects.get()
    path = reverse("operator:freight_departure", args=[departure.ref])
    client.force_login(treasurer)

    assert client.post(path, {"amount": "10,x"}).status_code == 422
    assert client.post(path, {"amount": "50.00"}).status_code == 302
    assert TrueUp.objects.get().true_fixed_minor == 50_00
    assert client.get(path).status_code == 200 and client.get(reverse("operator:freight")).status_code == 200
    assert books.broken() == {}


def test_a_refund_by_transfer_is_approved_and_written_into_a_file(client, full, treasurer):
    Refund.objects.update(state="details-given", by_bank=True)
    client.force_login(treasurer)
    refund = Refund.objects.get()

    client.post(reverse("operator:refund_deed", args=[refund.uid, "approve"]), WHY)

    refund.refresh_from_db()
    assert (refund.state, refund.checked_by) == ("details-given", treasurer.pk)
    assert client.get(reverse("operator:refunds")).status_code == 200
    assert User.objects.filter(pk=refund.checked_by).exists()
