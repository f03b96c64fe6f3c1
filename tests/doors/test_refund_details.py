"""A buyer gives bank details: with the link from the e-mail, or signed in; nobody else sees the page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.utils import translation

from builders import orders as build
from sogdia.apps.payments import services
from sogdia.apps.payments.models import Refund, RefundDetail
from sogdia.plumbing import links

pytestmark = pytest.mark.django_db

GIVEN = {"holder": "Claire Martin", "account": "FR76 3000 6000 0112 3456 7890 189", "bic": ""}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def buyer():
    return build.a_user()


@pytest.fixture
def refund(buyer):
    order = build.a_paid_order(build.a_world(), buyer=buyer)
    with transaction.atomic():
        services.give_back_shipment(
            build.shipment_of(order), kind="cancelled", reason="Cancelled.", key="c", at=build.NOW
        )
    Refund.objects.update(state="needs-details", by_bank=True)
    return Refund.objects.select_related("order").get()


def path(refund):
    return f"/refunds/{refund.order.ref}/"


def token(order, version=None):
    return links.make(order_id=order.pk, version=version or order.link_version, at=datetime.now(UTC))


def test_the_link_from_the_e_mail_opens_the_page_and_takes_details(client, refund):
    client.get(path(refund) + "?link=" + token(refund.order))

    assert client.get(path(refund)).status_code == 200
    assert client.post(path(refund), {**GIVEN, "refund": str(refund.uid)}).status_code == 302
    refund.refresh_from_db()
    assert (refund.state, RefundDetail.objects.get().account) == (
        "details-given",
        "FR7630006000011234567890189",
    )


def test_the_signed_in_buyer_needs_no_link(client, refund, buyer):
    client.force_login(buyer)

    assert client.get(path(refund)).status_code == 200


def test_nobody_else_sees_that_there_is_a_refund(client, refund):
    other = build.a_user()
    assert client.get(path(refund)).status_code == 404
    client.force_login(other)
    assert client.post(path(refund), {**GIVEN, "refund": str(refund.uid)}).status_code == 404


def test_a_revoked_link_opens_nothing(client, refund):
    client.get(path(refund) + "?link=" + token(refund.order, version=7))

    assert client.get(path(refund)).status_code == 404


def test_a_mistyped_account_is_said_on_the_form(client, refund, buyer):
    client.force_login(buyer)

    answer = client.post(path(refund), {**GIVEN, "account": "FR76 1", "refund": str(refund.uid)})

    assert answer.status_code == 422 and not RefundDetail.objects.exists()
