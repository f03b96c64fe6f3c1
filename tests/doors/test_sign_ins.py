"""A person sees where they are signed in, ends what they do not know, and is told of what is new."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from sogdia.jobs import letters
from sogdia.plumbing.accounts.models import SignIn, User
from sogdia.plumbing.accounts.sign_ins import device_of
from sogdia.plumbing.notices.models import Notice

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough secret"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def cleo() -> User:
    return User.objects.create_user("cleo@example.org", PASSWORD, language="fr")


def browser(user: User, password: str = PASSWORD) -> Client:
    client = Client(headers={"user-agent": FIREFOX})
    client.post("/account/login/", {"login": user.email, "password": password})
    return client


def is_in(client: Client) -> bool:
    return bool(client.get("/me/security/").status_code == 200)


def kinds(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("id").values_list("kind", flat=True))


def test_the_list_shows_each_browser_and_marks_this_one(cleo):
    browser(cleo)
    here = browser(cleo)

    html = here.get("/me/security/").content.decode()

    assert html.count("Firefox · Linux</bdi>") == 2
    assert html.count("this one") == 1


def test_one_sign_in_is_ended_and_the_others_stay(cleo):
    here, there, third = browser(cleo), browser(cleo), browser(cleo)
    row = SignIn.objects.get(session_key=there.session.session_key)

    here.post(f"/me/security/end/{row.pk}/")

    assert (is_in(here), is_in(there), is_in(third)) == (True, False, True)


def test_all_others_are_ended_at_once(cleo):
    here, there, third = browser(cleo), browser(cleo), browser(cleo)

    here.post("/me/security/end/")

    assert (is_in(here), is_in(there), is_in(third)) == (True, False, False)


def test_nobody_ends_the_sign_in_of_somebody_else(cleo):
    there = browser(cleo)
    other = browser(User.objects.create_user("other@example.org", PASSWORD))

    other.post(f"/me/security/end/{SignIn.objects.get(user=cleo).pk}/")

    assert is_in(there)


def test_a_new_password_ends_every_other_sign_in(cleo):
    here, there = browser(cleo), browser(cleo)
    new = "quite another secret"

    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert (is_in(here), is_in(there)) == (True, False)
    assert here.get("/me/security/").content.decode().count("Firefox · Linux</bdi>") == 1
    assert "safety-password" in kinds(cleo)


def test_a_password_that_was_forgotten_and_chosen_anew_ends_all(cleo):
    there = browser(cleo)
    Client().post("/account/password/reset/", {"email": cleo.email})
    way = re.search(r"/account/password/reset/key/\S+", str(mail.outbox[-1].body))
    assert way is not None
    anew = Client()
    page = anew.get(way[0], follow=True).redirect_chain[-1][0]

    anew.post(page, {"password1": "quite another secret", "password2": "quite another secret"})

    assert not is_in(there)
    assert is_in(browser(cleo, "quite another secret"))


def test_the_first_browser_is_no_news_and_the_second_is(cleo):
    browser(cleo)
    assert kinds(cleo) == []

    browser(cleo)

    assert kinds(cleo) == ["safety-sign-in"]
    letters.send()
    assert mail.outbox[-1].to == [cleo.email]
    assert "Firefox · Linux" in str(mail.outbox[-1].body)


def test_the_same_browser_again_is_no_news(cleo):
    client = browser(cleo)
    client.post("/account/logout/")

    client.post("/account/login/", {"login": cleo.email, "password": PASSWORD})

    assert kinds(cleo) == []


def test_signing_out_leaves_nothing_of_the_session(cleo):
    client = browser(cleo)
    key = client.session.session_key

    client.post("/account/logout/")

    assert not client.session.exists(key)
    assert not is_in(client)


def test_a_changed_address_is_told_to_the_old_one_as_well(cleo):
    client = browser(cleo)
    client.post("/account/email/", {"email": "new@example.org", "action_add": ""})
    way = re.search(r"/account/confirm-email/\S+/", str(mail.outbox[-1].body))
    assert way is not None
    client.post(way[0])

    client.post("/account/email/", {"email": "new@example.org", "action_primary": ""})

    assert mail.outbox[-1].to == ["cleo@example.org"]
    assert "new@example.org" in str(mail.outbox[-1].body)
    assert "safety-address" in kinds(cleo)


def test_a_mail_server_that_is_down_breaks_no_sign_up(monkeypatch):
    from sogdia.gateways.mail import DjangoMailer

    def down(self, **letter):
        raise ConnectionError("nobody answers")

    monkeypatch.setattr(DjangoMailer, "send", down)

    answer = Client().post("/account/signup/", {"email": "new@example.org", "password1": PASSWORD})

    assert answer.status_code == 302
    assert User.objects.filter(email="new@example.org").exists()


def test_an_account_opened_on_a_russian_page_speaks_russian(client):
    page = client.get("/ru/account/signup/").content.decode()
    action = re.search(r'<form class="form"[^>]* action="([^"]+)"', page)
    assert action is not None

    answer = client.post(action[1], {"email": "new@example.org", "password1": PASSWORD})

    assert User.objects.get(email="new@example.org").language == "ru"
    assert answer.url == "/ru/me/"


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox · Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari · iPhone",
        ),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_named_by_what_it_calls_itself(agent, device):
    assert device_of(agent) == device
