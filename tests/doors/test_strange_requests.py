"""Requests that no page of ours makes: unreadable, far too long, with letters that nobody sees, from another site."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from builders import orders as build
from builders.cast import a_cast
from sogdia.apps.parties.models import Party
from sogdia.plumbing.accounts.models import User
from sogdia.web.tables import csv_file

pytestmark = pytest.mark.django_db


def test_a_request_that_is_far_too_long_is_refused_before_it_is_read(client):
    class Unread:
        def read(self, size=-1):
            raise AssertionError("somebody read it")

        readline = read

    answer = client.generic("POST", "/place/", b"", CONTENT_LENGTH=str(settings.REQUEST_MOST_BYTES + 1),
                            content_type="multipart/form-data; boundary=x", **{"wsgi.input": Unread()})  # fmt: skip

    assert answer.status_code == 413
    assert "too large" in answer.content.decode()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"a" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % n for n in range(2_000)), "application/x-www-form-urlencoded"),
        (b"--x\r\nno header\r\n--x--", "multipart/form-data; boundary=" + "y" * 5_000),
        (b"a=1", "multipart/form-data"),
    ],
)
def test_a_form_that_cannot_be_read_says_so_in_words(client, body, content_type):
    answer = client.generic("POST", "/fr/place/", body, content_type=content_type)

    assert answer.status_code == 400
    assert "<h1>" in answer.content.decode()


def test_a_host_that_is_not_ours_gets_no_page(client, settings):
    settings.ALLOWED_HOSTS = ["ours.example"]

    answer = client.get("/", headers={"host": "theirs.example"})

    assert answer.status_code == 400
    assert "theirs.example" not in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["q=%FF%FE", "q=%00", "q=%ED%A0%80", "page=" + "9" * 40, "page=-1", "q=%", "&&=&"]
)
@pytest.mark.parametrize("language", ["", "/ar"])
def test_a_strange_query_still_gives_the_page(client, query, language):
    build.a_world()

    assert client.get(f"{language}/goods/?{query}").status_code == 200


@pytest.mark.parametrize(
    "path", ["/goods/%00/", "/lots/%E2%80%AEabc/", "/goods/%FF%FE/", "/xx/goods/", "/orders/%0a/"]
)
def test_an_address_that_cannot_be_is_nowhere(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", ["sessionid", "basket", "market", "language", "theme", "csrftoken"])
@pytest.mark.parametrize(
    "value", ['"abcdefgh\\000ijkl"', "x" * 4_000, '"\\342\\200\\256"', "../../etc/passwd"]
)
def test_a_broken_cookie_is_no_cookie(name, value):
    build.a_world()

    answer = Client(headers={"cookie": f"{name}={value}"}).get("/basket/")

    assert answer.status_code == 200


def test_names_lose_what_nobody_sees_and_become_composed(client):
    cast = a_cast()
    client.force_login(cast.users["buyer"], backend="allauth.account.auth_backends.AuthenticationBackend")

    kept = client.post(
        reverse("account:preferences"), {"name": "\u202eRene\u0301\u200b\x00 <b>", "language": "en"}
    )

    assert kept.status_code == 302
    assert User.objects.get(pk=cast.users["buyer"].pk).name == "René <b>"
    assert "René &lt;b&gt;" in client.get(reverse("account:preferences")).content.decode()


def test_a_password_counts_as_it_was_typed(client):
    user = build.a_user("typed@example.org")
    user.set_password("zero\u200bwidth-and-more")
    user.save()

    answer = client.post(
        reverse("account_login"), {"login": "typed@example.org", "password": "zero\u200bwidth-and-more"}
    )

    assert answer.status_code == 302


@pytest.mark.parametrize("name", ["x" * 10_000, "<script>" * 20, "\u0000", "\u202e\u202c\u200b"])
def test_a_name_of_a_house_that_cannot_be_keeps_the_form(client, name):
    user = build.a_user("new@example.org")
    client.force_login(user)
    before = Party.objects.count()

    answer = client.post(
        reverse("sell:register"), {"key": "k", "legal_name": name, "registration_number": "kept-as-typed"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "kept-as-typed" in page
    assert "<script><script>" not in page
    assert Party.objects.count() == before


@pytest.mark.parametrize(
    "there", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "٣٤"]
)
def test_a_form_never_leads_to_another_site(client, there):
    cast = a_cast()
    client.force_login(cast.users["owner"], backend="allauth.account.auth_backends.AuthenticationBackend")

    for url, field in (
        ("/place/", "next"),
        (reverse("account:read"), "to"),
        (reverse("sell:choose_house"), "next"),
    ):
        answer = client.post(url, {field: there, "key": "k"})
        assert answer.status_code == 302
        assert answer.url.startswith("/") and not answer.url.startswith(("//", "/\\"))


def test_a_form_without_its_token_says_how_to_go_on():
    answer = Client(enforce_csrf_checks=True).post("/place/", {"market": "FR"})

    assert answer.status_code == 403
    assert "open for too long" in answer.content.decode()


def test_no_cell_of_an_exported_table_is_a_formula():
    cells = [
        "=1+1",
        "+1",
        "-2",
        "-2.50",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "＝1",
        "-cmd",
        "plain",
        None,
        7,
    ]

    written = csv_file("a table", ["head"], [[cell] for cell in cells])

    rows = written.content.decode("utf-8-sig").splitlines()
    assert "'=1+1" in rows and "'@SUM(A1)" in rows and "'＝1" in rows and "'-cmd" in rows
    assert {"-2", "-2.50", "plain", "7"} <= set(rows)
    assert written["Content-Disposition"] == 'attachment; filename="a-table.csv"'


def test_a_browser_keeps_no_page_of_somebody_who_is_signed_in(client):
    cast = a_cast()
    shown = client.get(reverse("shop:home"))
    client.force_login(cast.users["buyer"], backend="allauth.account.auth_backends.AuthenticationBackend")

    assert "no-store" in client.get(reverse("orders:list"))["Cache-Control"]
    assert "no-store" not in shown.get("Cache-Control", "")


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PURGE"])
def test_a_method_without_meaning_is_refused(client, method):
    assert client.generic(method, "/").status_code == 405
