"""A sign-in ends by itself: sooner for whoever acts for others (SI-3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from builders.cast import a_cast
from sogdia.domain.signing_in import IDLE, LONGEST
from sogdia.plumbing.accounts.models import SignIn, User

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough secret"


def signed_in(user: User) -> Client:
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    return client


def make_older(client: Client, *, begun: timedelta, seen: timedelta) -> None:
    session = client.session
    pk, key, at = session["sign_in"]
    session["sign_in"] = [pk, key, at - int(seen.total_seconds())]
    session["sign_in_begun"] -= int(begun.total_seconds())
    session.save()


@pytest.mark.parametrize(("person", "acts"), [("buyer", False), ("clerk", True), ("finance", True)])
@pytest.mark.parametrize("limit", ["idle", "longest"])
def test_si_3_it_ends_at_its_limit_and_not_before(person, acts, limit):
    is_idle, none = limit == "idle", timedelta(0)
    most = IDLE[acts] if limit == "idle" else LONGEST[acts]
    client = signed_in(a_cast().users[person])
    almost = most - timedelta(minutes=2)
    make_older(client, begun=almost, seen=almost if is_idle else none)
    assert client.get("/me/security/").status_code == 200

    make_older(client, begun=timedelta(minutes=3), seen=most if is_idle else none)
    answer = client.get("/me/security/")

    assert answer.url == "/account/login/?next=/me/security/"
    assert "_auth_user_id" not in client.session
    assert SignIn.objects.get().ended_at is not None
    assert "ended by itself" in client.get(answer.url).content.decode()


def test_si_3_a_form_of_an_ended_sign_in_changes_nothing():
    buyer = a_cast().users["buyer"]
    client = signed_in(buyer)
    make_older(client, begun=LONGEST[False], seen=timedelta(0))

    answer = client.post("/me/preferences/", {"name": "Somebody else"})

    assert answer.url == "/account/login/?next=/me/"
    assert User.objects.get(pk=buyer.pk).name == buyer.name
