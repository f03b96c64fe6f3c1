"""A role that acts for others reaches nothing before its second step, whatever address is tried (SI-1, SI-2)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import get_resolver, reverse

from builders.cast import Cast, a_cast
from doors import routes_table
from doors.test_isolation_matrix import _count_rows
from fakes.pdf import PlainPress
from fakes.storage import MemoryStore
from sogdia.plumbing import wiring
from sogdia.plumbing.accounts import addresses, second_step
from sogdia.plumbing.accounts.models import User
from sogdia.web.second_step import MACHINES, OPEN
from stage import signed_in

pytestmark = pytest.mark.django_db
OWING = ("support", "treasurer", "officer", "clerk", "finance")
PAGES = sorted(name for name in routes_table.TABLE if name.split(":")[0] not in MACHINES and name not in OPEN)
PASSWORD = "a long enough secret"


@pytest.fixture(autouse=True)
def _machines(monkeypatch):
    monkeypatch.setattr(wiring, "files", MemoryStore)
    monkeypatch.setattr(wiring, "pdf", PlainPress)


def as_owing(cast: Cast, person: str) -> Client:
    client = Client()
    signed_in.with_password_only(client, cast.users[person])
    return client


def test_si_1_without_the_second_step_every_address_leads_to_where_it_is_made():
    cast = a_cast()
    addresses = {name: reverse(name, kwargs=routes_table.TABLE[name].kwargs(cast)) for name in PAGES}
    clients = {person: as_owing(cast, person) for person in OWING}
    before = _count_rows()

    for name, url in addresses.items():
        person = next((person for person in OWING if person in routes_table.TABLE[name].right), "clerk")
        for method in ("get", "post"):
            answer = getattr(clients[person], method)(url)
            assert answer.status_code == 302, f"{person}: {method} {name}"
            assert answer.url.endswith("/me/security/"), f"{person}: {method} {name}"
    assert _count_rows() == before


@pytest.mark.parametrize("name", sorted(name for name in routes_table.TABLE if name.startswith("files:")))
def test_si_1_files_know_no_role_without_the_second_step(name):
    route = routes_table.TABLE[name]
    cast = a_cast(state=route.state)
    url = reverse(name, kwargs=route.kwargs(cast))

    for person in [person for person in OWING if person in route.right]:
        assert as_owing(cast, person).get(url).status_code in {403, 404}


def test_si_1_the_library_s_own_pages_are_closed_as_well():
    cast = a_cast()
    client = as_owing(cast, "support")
    names = [str(name) for name in get_resolver().reverse_dict if str(name).startswith("account_")]
    tried = [
        name for name in names if name not in OPEN and "from_key" not in name and "confirm_email" not in name
    ]

    assert {client.get(reverse(name)).url.endswith("/me/security/") for name in tried} == {True}


def test_si_1_the_administration_s_window_is_closed_to_staff_without_it():
    staff = User.objects.create_superuser("staff@example.org", PASSWORD)
    client = Client()
    signed_in.with_password_only(client, staff)

    assert client.get("/window/orders/order/").url == "/me/security/"


def test_si_1_buyers_owe_nothing(client):
    signed_in.with_password_only(client, a_cast().users["buyer"])

    assert client.get("/orders/").status_code == 200


def test_a_second_step_is_set_up_and_opens_the_room(client):
    clerk = a_cast().users["clerk"]
    signed_in.with_password_only(client, clerk)
    addresses.prove([clerk])
    assert "acts for others" in client.get("/me/security/").content.decode()
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret

    answer = client.post(
        "/account/2fa/totp/activate/", {"code": second_step.code_of(secret, at=datetime.now(UTC))}
    )

    assert answer.url == "/account/2fa/recovery-codes/"
    assert client.get(answer.url).context["unused_codes"]
    assert client.get("/hub/").status_code == 200


@pytest.mark.parametrize("page", ["/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"])
def test_si_1_nobody_binds_a_second_step_to_an_address_that_is_not_proved(client, page):
    clerk = a_cast().users["clerk"]
    signed_in.with_password_only(client, clerk)

    for method in ("get", "post"):
        assert getattr(client, method)(page).url == "/me/security/"

    assert not Authenticator.objects.exists()
    assert "First show that this address is yours" in client.get("/me/security/").content.decode()
    way = re.search(r"/account/confirm-email/\S+", str(mail.outbox[0].body))
    assert way is not None
    client.post(way[0])
    assert client.get(page).status_code == 200


def test_the_secret_is_sealed_in_the_database():
    user = User.objects.create_user("cleo@example.org", PASSWORD)
    second_step.seed_demo([user])

    kept = Authenticator.objects.get(user=user).data["secret"]

    assert second_step.demo_secret(user.email) not in kept


def test_a_secret_sealed_with_a_key_that_is_gone_lets_nobody_in(settings):
    user = User.objects.create_user("cleo@example.org", PASSWORD)
    second_step.seed_demo([user])
    settings.SECRET_KEY = "another secret of this deployment"
    wrapped = Authenticator.objects.get(user=user).wrap()

    assert not wrapped.validate_code(second_step.demo_code(user.email, at=datetime.now(UTC)))


@pytest.fixture
def treasurer(client) -> User:
    """A treasurer whose app is the demonstration's."""
    user = a_cast().users["treasurer"]
    user.set_password(PASSWORD)
    user.save()
    second_step.seed_demo([user])
    return user


def sign_in(client: Client, user: User) -> Any:
    return client.post("/account/login/", {"login": user.email, "password": PASSWORD})


def type_code(client: Client, user: User, address: str) -> Any:
    return client.post(address, {"code": second_step.demo_code(user.email, at=datetime.now(UTC))})


def test_the_right_password_and_the_right_code_open_the_room(client, treasurer):
    asked = sign_in(client, treasurer)
    answer = type_code(client, treasurer, asked.url)

    assert asked.url == "/account/2fa/authenticate/"
    assert answer.url == "/me/"
    assert client.get("/operator/").status_code == 200


def test_a_code_opens_once(client, treasurer):
    asked, code = sign_in(client, treasurer).url, second_step.demo_code(treasurer.email, at=datetime.now(UTC))
    client.post(asked, {"code": code})
    other = Client()

    answer = other.post(sign_in(other, treasurer).url, {"code": code})

    assert answer.status_code == 200
    assert "_auth_user_id" not in other.session


def test_whoever_has_a_second_step_set_up_elsewhere_is_asked_for_it(client, treasurer):
    signed_in.with_password_only(client, treasurer)

    asked = client.get("/operator/")
    type_code(client, treasurer, "/account/2fa/reauthenticate/")

    assert asked.url.startswith("/account/2fa/reauthenticate/")
    assert client.get("/operator/").status_code == 200


def test_the_last_second_step_of_a_treasurer_stays(client, treasurer):
    client.force_login(treasurer)

    client.post("/account/2fa/totp/deactivate/")

    assert second_step.has_second_step(treasurer.pk)


DANGEROUS = (
    "operator:approve_batch",
    "operator:refund_deed",
    "sell:bank",
    "sell:invite",
    "sell:member",
    "account:erase",
)


@pytest.mark.parametrize("name", DANGEROUS)
def test_si_2_a_dangerous_deed_asks_again_and_does_nothing_before(client, name):
    route = routes_table.TABLE[name]
    cast = a_cast(state=route.state)
    route.prepare(cast)
    person = "buyer" if not route.right else min(route.right)
    cast.users[person].set_password(PASSWORD)
    cast.users[person].save()
    client.force_login(cast.users[person])
    signed_in.long_ago(client)
    url, form = reverse(name, kwargs=route.kwargs(cast)), {"key": "k", **route.deed(cast)}
    before = _count_rows()

    answer = client.post(url, form)

    assert answer.status_code == 302
    assert "/reauthenticate/" in answer.url
    assert _count_rows() == before


def test_si_2_what_was_typed_goes_on_after_the_answer(client):
    cast = a_cast()
    owner = cast.users["owner"]
    owner.set_password(PASSWORD)
    owner.save()
    client.force_login(owner)
    signed_in.long_ago(client)
    form = {"key": "k", "email": "new@example.org", "role": "seller"}

    asked = client.post("/sell/team/invite/", form)
    client.post(asked.url, {"password": PASSWORD, "next": "/sell/team/invite/"})

    assert "new@example.org" in client.get("/sell/team/").content.decode()
