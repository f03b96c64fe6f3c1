"""A shipment's end is said in two steps: what it gives back and who pays, then why."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from builders.cast import a_cast
from sogdia.apps.payments.models import Refund
from sogdia.plumbing import formats

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(cast, person):
    client = Client()
    client.force_login(cast.users[person], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def url_of(cast, end, person="carrier"):
    if person == "carrier":
        return reverse("carrier:end", args=[cast.world.departure.ref, cast.shipment.ref, end])
    return reverse("operator:end", args=[cast.shipment.ref, end])


def refunds(cast):
    return list(Refund.objects.filter(order=cast.order).values_list("amount_minor", flat=True))


def state(cast):
    cast.shipment.refresh_from_db()
    return cast.shipment.state


def test_the_carrier_finds_each_end_that_is_possible_now_and_no_other():
    cast = a_cast(state="out-for-delivery")

    page = signed_in(cast, "carrier").get(reverse("carrier:departure", args=[cast.world.departure.ref]))

    text = page.content.decode()
    assert url_of(cast, "refused-by-buyer") in text and url_of(cast, "lost") in text
    assert url_of(cast, "seized") not in text and url_of(cast, "undeliverable") not in text


@pytest.mark.parametrize(
    ("end", "before", "after"),
    [
        ("refused-by-buyer", "out-for-delivery", "refused-by-buyer"),
        ("lost", "departed", "lost"),
        ("undeliverable", "failed", "undeliverable"),
    ],
)
def test_what_the_page_promised_is_what_the_buyer_gets_and_once(end, before, after):
    cast = a_cast(state=before)
    carrier = signed_in(cast, "carrier")
    shown = carrier.get(url_of(cast, end)).content.decode()

    for _twice in range(2):
        answer = carrier.post(url_of(cast, end), {"reason": "It snowed.", "key": "the-same-key"})

    assert answer.status_code == 302 and state(cast) == after
    assert formats.money(sum(refunds(cast)), cast.order.currency) in shown
    assert cast.shipment.state_reason == "It snowed."


def test_a_loss_is_the_carriers_and_the_page_says_so():
    cast = a_cast(state="departed")

    page = signed_in(cast, "carrier").get(url_of(cast, "lost")).content.decode()

    assert "The carrier" in page and "The buyer gets back" in page
    assert formats.money(cast.order.total_minor, cast.order.currency) in page


def test_without_a_reason_nothing_ends():
    cast = a_cast(state="departed")

    answer = signed_in(cast, "carrier").post(url_of(cast, "lost"), {"reason": " ", "key": "some-key"})

    assert (answer.status_code, state(cast), refunds(cast)) == (422, "departed", [])


def test_a_seizure_first_asks_who_caused_it_and_then_says_what_it_costs_them():
    cast = a_cast(state="customs")
    support, url = signed_in(cast, "support"), url_of(cast, "seized", "support")

    asked = support.get(url).content.decode()
    shown = support.get(url, {"fault": "seller"}).content.decode()
    said = {"reason": "Papers of another lot.", "fault": "seller", "key": "seized-1"}
    answer = support.post(url, said)

    assert "Who caused it" in asked and "The buyer gets back" not in asked
    assert "The seller" in shown
    assert answer.status_code == 302 and state(cast) == "seized"
    assert sum(refunds(cast)) == cast.order.total_minor


def test_a_seizure_without_a_cause_is_refused():
    cast = a_cast(state="customs")

    answer = signed_in(cast, "support").post(
        url_of(cast, "seized", "support"), {"reason": "Taken.", "key": "seized-2"}
    )

    assert (answer.status_code, state(cast)) == (422, "customs")


def test_support_gives_a_failed_last_mile_back_once_and_the_goods_go_on():
    cast = a_cast(state="failed")
    support = signed_in(cast, "support")
    page = reverse("operator:order_ends", args=[cast.order.ref])
    url = url_of(cast, "failed", "support")
    before = support.get(page).content.decode()

    support.post(url, {"reason": "Nobody rang.", "key": "failed-1"})

    assert url in before and url not in support.get(page).content.decode()
    assert state(cast) == "failed" and len(refunds(cast)) == 1


def test_what_cannot_end_so_is_told_with_a_sentence():
    cast = a_cast(state="departed")

    answer = signed_in(cast, "support").get(url_of(cast, "seized", "support"))

    assert answer.status_code == 409


def test_another_departures_address_gives_nothing():
    cast = a_cast(state="departed")
    url = reverse("carrier:end", args=["ELSEWHERE", cast.shipment.ref, "lost"])

    assert signed_in(cast, "carrier").get(url).status_code == 404
