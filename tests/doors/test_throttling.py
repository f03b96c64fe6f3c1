"""Guessing is slow, for sign-ins and look-ups alike, and every process counts with the others."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client

from sogdia.domain.guests import TRIES, TooManyTries
from sogdia.plumbing import tries
from sogdia.plumbing.accounts import second_step
from sogdia.plumbing.accounts.models import SharedEntry, Try, User
from sogdia.plumbing.shared_cache import HouseCache
from sogdia.usecases.forget_sign_ins import forget_sign_ins

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough secret"
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def cleo() -> User:
    return User.objects.create_user("cleo@example.org", PASSWORD)


def sign_in(email: str, password: str, address: str = "192.0.2.1"):
    return Client(REMOTE_ADDR=address).post("/account/login/", {"login": email, "password": password})


def words(answer) -> str:
    page = answer.content.decode()
    start = page.index('role="alert"')
    return page[start : page.index("</form>", start)].replace("cleo", "").replace("nobody", "")


def test_an_unknown_account_gets_the_answer_of_a_wrong_password(cleo):
    answers = [sign_in(email, "not this one") for email in ("cleo@example.org", "nobody@example.org")]

    one, other = (re.sub(r'value="[^"]*"', "", words(answer)) for answer in answers)
    assert one == other
    assert [answer.status_code for answer in answers] == [200, 200]


def test_an_unknown_account_takes_as_much_work_as_a_wrong_password(cleo, monkeypatch):
    worked = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, *given: worked.append(1) or encode(self, *given)
    )

    sign_in("cleo@example.org", "not this one")
    known = len(worked)
    sign_in("nobody@example.org", "not this one")

    assert len(worked) == 2 * known


@pytest.mark.parametrize("email", ["cleo@example.org", "nobody@example.org"])
def test_after_eight_wrong_passwords_the_right_one_waits_as_well(cleo, email):
    for _try in range(8):
        sign_in(email, "not this one")

    answer = sign_in(email, PASSWORD)

    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()


def test_others_behind_the_same_address_still_sign_in(cleo):
    for _try in range(8):
        sign_in("nobody@example.org", "not this one")

    assert sign_in("cleo@example.org", PASSWORD).status_code == 302


def test_capitals_and_spaces_make_no_other_account_of_it(cleo):
    for typed in ("cleo@example.org", "CLEO@example.org ", " Cleo@Example.org", "cleo@EXAMPLE.org"):
        for _try in range(2):
            sign_in(typed, "not this one")

    assert sign_in("cleo@example.org", PASSWORD).status_code == 429


def test_guessing_one_account_from_many_addresses_stops_too(cleo):
    answers = [sign_in(cleo.email, "not this one", f"192.0.2.{n}") for n in range(41)]

    assert "Too many" in words(answers[-1])


def test_codes_of_the_second_step_cannot_be_guessed(cleo, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/h/key"}
    second_step.seed_demo([cleo])
    client = Client()
    asked = client.post("/account/login/", {"login": cleo.email, "password": PASSWORD}).url
    for _try in range(5):
        client.post(asked, {"code": "000000"})

    client.post(asked, {"code": second_step.demo_code(cleo.email, at=datetime.now(UTC))})

    assert "_auth_user_id" not in client.session


def test_what_sign_in_counts_is_seen_by_every_process():
    """A cache object of its own stands for another process: it shares no memory."""
    other = HouseCache("another process", {})
    cache.add("allauth:rl:try", [1], 60)
    cache.add("quick", 1, 60)

    assert other.get("allauth:rl:try") == [1]
    assert other.get("quick") is None
    assert not other.add("allauth:rl:try", [2], 60)
    assert SharedEntry.objects.count() == 1


def test_is_2_look_ups_are_counted_in_the_database():
    for n in range(TRIES):
        tries.count("track", address="192.0.2.1", at=NOON + timedelta(seconds=n))

    with pytest.raises(TooManyTries):
        tries.count("track", address="192.0.2.1", at=NOON + timedelta(minutes=1))
    tries.count("track", address="192.0.2.2", at=NOON)
    assert not Try.objects.filter(who__contains="192").exists()


def test_is_2_counting_one_look_up_takes_two_statements(django_assert_num_queries):
    with django_assert_num_queries(2):
        tries.count("track", address="192.0.2.1", at=NOON)


def test_tries_past_their_window_go():
    tries.count("track", address="192.0.2.1", at=NOON)

    forget_sign_ins(at=NOON + timedelta(hours=1))

    assert not Try.objects.exists()


def test_what_a_stranger_writes_into_the_header_is_no_address(cleo, settings):
    settings.PROXIES = 1
    for n in range(8):
        Client(headers={"x-forwarded-for": f"198.51.100.{n}, 192.0.2.1"}).post(
            "/account/login/", {"login": cleo.email, "password": "not this one"}
        )

    answer = Client(headers={"x-forwarded-for": "203.0.113.9, 192.0.2.1"}).post(
        "/account/login/", {"login": cleo.email, "password": PASSWORD}
    )

    assert answer.status_code == 429
