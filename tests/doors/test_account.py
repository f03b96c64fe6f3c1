"""A person's own pages: notices, preferences, their data; of nobody else."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from builders import sale
from sogdia.apps.documents.models import Document
from sogdia.apps.ledger.models import Entry
from sogdia.apps.orders.models import Message, Order
from sogdia.apps.parties.models import Address, Membership
from sogdia.plumbing.accounts.models import User
from sogdia.plumbing.notices.models import Notice
from sogdia.usecases.erase_person import forget_kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def cleo(client):
    user = User.objects.create_user("cleo@example.org", "x", name="Cléo Martin")
    client.force_login(user)
    return user


def notice(user: User, key: str = "a") -> Notice:
    said = {"order_ref": "K7M2QX", "what_names": {"en": "Green raisins"}, "more_count": 0}
    return Notice.objects.create(user=user, kind="order-expired", params=said, made_at=sale.AT, once_key=key)


@pytest.mark.parametrize("page", ["notices/", "preferences/", "data/", "data/my-data.json"])
def test_nobody_is_asked_to_sign_in(client, page):
    assert client.get(f"/me/{page}").url.startswith("/account/login/")


def test_the_first_notice_is_still_to_come(client, cleo):
    assert "is told here" in client.get("/me/notices/").content.decode()


def test_a_person_reads_their_own_notices_only(client, cleo):
    mine = notice(cleo)
    other = notice(User.objects.create_user("other@example.org", "x"), "b")

    shown = client.get("/me/notices/").content.decode()
    client.post("/me/notices/read/", {"notice": mine.pk})
    client.post("/me/notices/read/", {"notice": other.pk})

    assert shown.count('class="new"') == 1
    mine.refresh_from_db()
    other.refresh_from_db()
    assert mine.read_at is not None
    assert other.read_at is None


def test_reading_never_leads_elsewhere(client, cleo):
    for to in ("https://elsewhere.example/", "//elsewhere.example/"):
        assert client.post("/me/notices/read/", {"to": to}).url == "/me/notices/"


@pytest.mark.parametrize("count", [1, 20])
def test_a_page_of_notices_costs_the_same_however_many(client, cleo, count, django_assert_max_num_queries):
    for number in range(count):
        notice(cleo, str(number))

    with django_assert_max_num_queries(9):
        client.get("/me/notices/")


def test_preferences_are_kept_and_spoken_at_once(client, cleo):
    sale.market()
    answer = client.post(
        "/me/preferences/",
        {"name": "Cléo", "language": "fr", "market_code": "FR", "theme": "dark", "mails": ["messages"]},
    )

    cleo.refresh_from_db()
    assert answer.url == "/fr/me/preferences/"
    assert (cleo.name, cleo.language, cleo.market_code) == ("Cléo", "fr", "FR")
    assert cleo.mail_preferences == {"way": False, "messages": True}
    assert (answer.cookies["market"].value, answer.cookies["theme"].value) == ("FR", "dark")


def test_a_language_that_is_not_spoken_is_refused(client, cleo):
    assert client.post("/me/preferences/", {"language": "tlh"}).status_code == 422


def test_everything_kept_of_a_person_can_be_taken_along(client, cleo):
    sale.sold(buyer=cleo)
    notice(cleo)

    given = json.loads(client.get("/me/data/my-data.json").content)

    assert given["account"]["email"] == cleo.email
    assert given["addresses"][0]["lines"]["city"] == "Paris"
    assert given["orders"][0]["lines"][0]["packs"] == 2
    assert len(given["notices"]) == 1


def test_pd_2_erasure_deletes_the_person_and_leaves_the_proof(client, cleo):
    order = sale.sold(buyer=cleo)
    Order.objects.update(state="completed")
    Message.objects.create(
        order=order.order, side="buyer", user_id=cleo.pk, text="Ring twice", said_at=sale.AT
    )
    entries = Entry.objects.count()

    answer = client.post("/me/data/erase/", {"email": cleo.email})

    assert answer.url == "/account/login/"
    assert not User.objects.filter(email=cleo.email).exists()
    assert Address.objects.count() == Message.objects.count() == 0
    assert Order.objects.get().total_minor == sale.TOTAL
    assert Entry.objects.count() == entries


def test_pd_2_what_tax_law_asks_for_stays_without_means_to_reach_the_person(client, cleo):
    order = sale.sold(buyer=cleo)
    Order.objects.update(state="completed")
    Document.objects.create(
        kind="invoice", number="INV-1", issuer="Sogdia", order=order.order, language="en", currency="EUR",
        total_minor=1, facts={}, digest="0" * 64, issued_at=dt.datetime.now(dt.UTC),
    )  # fmt: skip

    client.post("/me/data/erase/", {"email": cleo.email})

    kept = Address.objects.get()
    assert (kept.name, kept.email, kept.user) == ("Cléo Martin", "", None)
    assert forget_kept(at=dt.datetime.now(dt.UTC)) == 0
    assert forget_kept(at=dt.datetime.now(dt.UTC) + dt.timedelta(days=366 * 11)) == 1


def test_pd_2_who_has_goods_on_the_way_waits(client, cleo):
    sale.sold(buyer=cleo)

    answer = client.post("/me/data/erase/", {"email": cleo.email})

    assert answer.status_code == 422
    assert "K7M2QX" in answer.content.decode()
    assert User.objects.filter(pk=cleo.pk).exists()


def test_pd_2_who_acts_for_a_house_leaves_it_first(client, cleo):
    Membership.objects.create(user=cleo, party=sale.seller(), role="owner")

    answer = client.post("/me/data/erase/", {"email": cleo.email})

    assert answer.status_code == 422
    assert User.objects.filter(pk=cleo.pk).exists()


def test_pd_2_a_slip_erases_nobody(client, cleo):
    assert client.post("/me/data/erase/", {"email": "someone@example.org"}).status_code == 422
    assert User.objects.filter(pk=cleo.pk).exists()
