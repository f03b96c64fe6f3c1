"""What machines call: signed callbacks, the same answer for duplicates, health."""

from __future__ import annotations

import json
import time

import pytest
from django.conf import settings

from builders import orders as build
from sogdia.apps.orders.models import Order
from sogdia.apps.payments.models import Payment
from sogdia.gateways.payments import signing

pytestmark = pytest.mark.django_db


def callback(payment, /, **changed):
    said = {
        "event_id": "evt_1", "kind": "captured", "payment": payment.provider_ref, "at": build.NOW.isoformat(),
        "reference": payment.reference, "amount_minor": payment.amount_minor, "currency": payment.currency,
    }  # fmt: skip
    return json.dumps({**said, **changed}).encode()


def post(client, body, secret=None, path="/hooks/payments/sandbox"):
    headers = signing.sign(secret or settings.SANDBOX["secret"], body, now=int(time.time()))
    return client.post(path, data=body, content_type="application/json", headers=headers)


@pytest.fixture
def payment():
    world = build.a_world()
    order = build.a_placed_order(world)
    Order.objects.filter(pk=order.pk).update(state="awaiting-payment", pay_by="2099-01-01T00:00Z")
    type(world.departure).objects.update(cutoff_at="2099-01-02T00:00Z", leaves_at="2099-01-03T00:00Z")
    return Payment.objects.create(
        order=order, provider="sandbox", provider_ref="pay_1", reference="RF45SOG1", currency="EUR",
        amount_minor=order.total_minor, started_at=build.NOW, expires_at=order.pay_by,
    )  # fmt: skip


def test_a_signed_callback_pays_and_its_duplicate_gets_the_same_answer(client, payment):
    answers = [post(client, callback(payment)) for _ in range(2)]

    assert [(answer.status_code, answer.content) for answer in answers] == [(200, b"exact")] * 2
    assert Order.objects.get().state == "paid"


def test_a_callback_signed_by_another_is_refused(client, payment):
    assert post(client, callback(payment), secret="guessed").status_code == 403
    assert Order.objects.get().state == "awaiting-payment"


def test_a_callback_before_its_time_is_asked_for_again(client, payment):
    body = callback(payment, payment="pay_2", reference="RF00")

    assert post(client, body).status_code == 503


def test_an_unknown_provider_is_nothing_here(client, payment):
    assert post(client, callback(payment), path="/hooks/payments/nobody").status_code == 404
    assert client.get("/hooks/payments/sandbox").status_code == 405


def test_health_says_whether_pages_can_be_served(client):
    assert client.get("/healthz").content == client.get("/hooks/healthz").content == b"ok"
    assert client.get("/readyz").json()["ready"]
    assert client.get("/hooks/readyz").json() == {"ready": True, "missing": [], "mode": "test"}
