"""The front door, tried by hand: what the page on OWASP ASVS says of signing in, sessions and what is served (docs/reference/asvs.md)."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.test import Client

from builders import sale
from sogdia.plumbing.accounts import second_step
from sogdia.plumbing.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough secret"
NEW = "quite another secret"


@pytest.fixture
def cleo() -> User:
    return User.objects.create_user("cleo@example.org", PASSWORD)


def sign_in(email: str = "cleo@example.org", password: str = PASSWORD, **more: str) -> Client:
    client = Client()
    client.post("/account/login/", {"login": email, "password": password, **more})
    return client


def is_in(client: Client) -> bool:
    return bool(client.get("/me/security/").status_code == 200)


def reset(email: str) -> Client:
    Client().post("/account/password/reset/", {"email": email})
    way = re.search(r"/account/password/reset/key/\S+", str(mail.outbox[-1].body))
    assert way is not None
    client = Client()
    page = client.get(way[0], follow=True).redirect_chain[-1][0]
    client.post(page, {"password1": NEW, "password2": NEW})
    return client


def test_6_2_3_without_the_old_password_there_is_no_new_one(cleo):
    client = sign_in()

    client.post(
        "/account/password/change/", {"oldpassword": "not this one", "password1": NEW, "password2": NEW}
    )

    assert not is_in(sign_in(password=NEW))
    assert is_in(sign_in())


@pytest.mark.parametrize("page", ["/account/login/", "/account/signup/"])
def test_6_2_6_and_7_a_password_is_masked_and_may_be_pasted(client, page):
    html = client.get(page).content.decode()

    fields = re.findall(r"<input[^>]*name=\"password1?\"[^>]*>", html)
    assert fields and all('type="password"' in field for field in fields)
    assert not re.search(r"onpaste|autocomplete=\"off\"|maxlength", "".join(fields))


@pytest.mark.parametrize(
    "password",
    [
        "only small letters here",
        "葡萄架下的老猫睡着了又醒来了",
        " spaces at both ends ",
        "long " * 24 + "one",
    ],
)
def test_6_2_5_8_and_9_any_signs_count_and_length_is_free(client, password):
    client.post("/account/signup/", {"email": "cleo@example.org", "password1": password})

    assert is_in(sign_in(password=password))
    assert not is_in(sign_in(password=password.strip() + "x"))


def test_6_4_3_a_reset_signs_nobody_in_and_passes_no_second_step_by(cleo):
    second_step.seed_demo([cleo])

    anew = reset(cleo.email)

    assert not is_in(anew)
    asked = Client().post("/account/login/", {"login": cleo.email, "password": NEW})
    assert asked.url.startswith("/account/2fa/authenticate/")


def test_6_4_1_a_link_to_a_new_password_works_once(cleo):
    reset(cleo.email)
    way = re.search(r"/account/password/reset/key/\S+", str(mail.outbox[0].body))
    assert way is not None

    page = Client().get(way[0], follow=True).content.decode()

    assert 'name="password1"' not in page


def test_6_3_2_a_new_house_has_no_accounts():
    assert not User.objects.exists()


def test_6_5_4_a_recovery_code_has_more_than_twenty_bits(cleo):
    codes = RecoveryCodes.activate(cleo).generate_codes()

    assert len(set(codes)) == len(codes) >= 8
    assert all(len(code) >= 8 for code in codes)


def test_7_2_1_a_session_nobody_made_is_nobodys(client):
    client.cookies["sessionid"] = "a" * 32

    assert client.get("/me/security/").status_code == 302


def test_7_2_3_and_4_a_new_long_key_at_each_sign_in(cleo):
    client = sign_in()
    first = client.cookies["sessionid"].value

    client.post("/account/logout/")
    client.post("/account/login/", {"login": cleo.email, "password": PASSWORD})

    assert len(first) == 32
    assert client.cookies["sessionid"].value != first


def test_7_4_1_after_signing_out_the_old_cookie_is_worth_nothing(cleo):
    client, thief = sign_in(), Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert is_in(thief)

    client.post("/account/logout/")

    assert not is_in(thief)


def test_3_5_3_looking_at_the_way_out_signs_nobody_out(cleo):
    client = sign_in()

    client.get("/account/logout/")

    assert is_in(client)


def test_7_4_2_a_closed_account_is_nobody_at_its_next_page(cleo):
    client = sign_in()
    User.objects.update(is_active=False)

    assert not is_in(client)
    assert not is_in(sign_in())


def test_7_6_2_looking_around_begins_no_session(client):
    for page in ("/", "/goods/", "/departures/", "/account/login/"):
        client.get(page)

    assert "sessionid" not in client.cookies


@pytest.mark.parametrize(
    "there",
    ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "/\\elsewhere.example"],
)
def test_3_7_2_signing_in_leads_to_no_other_site(cleo, there):
    answer = Client().post("/account/login/", {"login": cleo.email, "password": PASSWORD, "next": there})

    assert answer.url == "/me/"


def test_15_3_3_a_form_gives_nobody_what_it_does_not_ask(cleo):
    sale.market()
    client = sign_in()

    client.post("/me/preferences/", {"name": "Cléo", "language": "fr", "market_code": "FR", "theme": "dark", "mails": ["messages"],
                                     "is_staff": "1", "is_superuser": "1", "email": "x@example.org"})  # fmt: skip

    cleo.refresh_from_db()
    assert (cleo.name, cleo.is_staff, cleo.is_superuser, cleo.email) == (
        "Cléo",
        False,
        False,
        "cleo@example.org",
    )


@pytest.mark.parametrize(
    "path",
    ["/.git/config", "/.env", "/pyproject.toml", "/requirements.lock", "/static/", "/static/vendor/", "/files/",
     "/static/../config/settings.py", "/static/..%2f..%2fconfig/settings.py", "/sogdia.sqlite3", "/server-status", "/metrics"],
)  # fmt: skip
def test_13_4_neither_sources_nor_folders_nor_monitors_are_served(client, path):
    assert client.get(path).status_code == 404


def test_13_4_5_whether_the_house_is_ready_tells_nothing_else(client):
    assert set(client.get("/hooks/readyz").json()) == {"ready", "missing", "mode"}


@pytest.mark.parametrize("path", ["/", "/goods/", "/nothing/here/", "/account/login/"])
def test_4_1_1_a_page_says_its_kind_and_its_signs(client, path):
    assert client.get(path).headers["Content-Type"] == "text/html; charset=utf-8"


def test_3_4_2_no_other_site_reads_a_page(client):
    answer = client.get("/", headers={"origin": "https://elsewhere.example"})

    assert "Access-Control-Allow-Origin" not in answer.headers


def test_15_3_7_of_a_value_given_twice_one_counts_everywhere(client):
    once, twice = client.get("/goods/?page=1"), client.get("/goods/?page=99&page=1")

    assert (once.status_code, twice.status_code) == (200, 200)
