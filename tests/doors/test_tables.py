"""Tables of work: sorted by links, searched by a form, taken along as a file with what the reader may see."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from builders import orders as build
from builders.cast import a_cast
from sogdia.apps.orders.models import Order
from sogdia.plumbing.listing import PAGE_SIZE
from sogdia.web.tables import Column, Table, csv_file

pytestmark = pytest.mark.django_db

#: Every list of work, and who opens it.
LISTS = {
    "operator:departures": "support",
    "operator:orders": "support",
    "operator:audit_log": "support",
    "operator:claims": "support",
    "operator:sellers": "support",
    "operator:outbox": "support",
    "operator:receipts": "treasurer",
    "operator:refunds": "treasurer",
    "operator:payouts": "treasurer",
    "operator:freight": "treasurer",
    "sell:products": "owner",
    "sell:lots": "owner",
    "sell:orders": "owner",
    "sell:payouts": "owner",
    "orders:list": "buyer",
    "hub:stock": "clerk",
    "hub:discrepancies": "clerk",
    "carrier:home": "carrier",
    "broker:home": "broker",
    "officer:producers": "officer",
    "shop:departures": "nobody",
}


@pytest.fixture(scope="module")
def columns():
    return (
        Column("name", "Name", lambda row: row["name"]),
        Column("size", "Size", lambda row: row["size"], is_number=True),
        Column("note", "Note", lambda row: row.get("note", ""), is_shown=False),
    )


def a_table(columns, query="", **named):
    return Table(RequestFactory().get(f"/?{query}"), "things", columns, **named)


def rows_of(answer):
    text = answer.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_rows_sort_both_ways_and_what_is_missing_comes_last(columns):
    rows = [{"name": "b", "size": 2}, {"name": "A", "size": 10}, {"name": "", "size": None}]

    def names(query):
        return [row["name"] for row in a_table(columns, query).cut(rows)]

    assert names("sort=name") == ["A", "b", ""]
    assert names("sort=size") == ["b", "A", ""]
    assert names("sort=-size") == ["A", "b", ""]
    assert names("sort=nothing") == ["b", "A", ""]


def test_words_are_looked_for_in_every_cell(columns):
    rows = [{"name": "Raisins", "size": 2, "note": "green"}, {"name": "Melon", "size": 3}]

    assert [row["name"] for row in a_table(columns, "q=GREEN+rais", searches=True).cut(rows)] == ["Raisins"]
    assert len(a_table(columns, "q=green").cut(rows)) == 2


def test_a_long_list_comes_in_pages(columns):
    rows = [{"name": str(number), "size": number} for number in range(PAGE_SIZE + 5)]

    assert len(a_table(columns).cut(rows)) == PAGE_SIZE
    assert len(a_table(columns, "page=2").cut(rows)) == 5
    assert len(a_table(columns, "page=99").cut(rows)) == 5
    assert len(a_table(columns, "page=x").cut(rows)) == PAGE_SIZE


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1;x", "-cmd", "@sum", "\t=1", "\r=1", " =1", "\u200e=1", "\u202e=1", "＝1+1", "＠x"]
)
def test_no_cell_of_a_file_is_a_formula(cell):
    (_head, row) = rows_of(csv_file("things", ["name"], [[cell]]))

    assert row[0].startswith("'")


def test_numbers_stay_numbers_in_a_file():
    (_head, row) = rows_of(csv_file("things", ["a", "b", "c"], [[-5, "-12.50", None]]))

    assert row == ["-5", "-12.50", ""]


@pytest.mark.parametrize("name", sorted(LISTS))
def test_every_list_sorts_and_comes_as_a_file(name):
    cast = a_cast(state="received" if name == "hub:stock" else "")
    client = Client()
    if LISTS[name] != "nobody":
        client.force_login(
            cast.users[LISTS[name]], backend="allauth.account.auth_backends.AuthenticationBackend"
        )
    url = reverse(name)

    page = client.get(url)
    file = client.get(url, {"as": "csv"})

    assert page.status_code == 200
    assert file["Content-Type"].startswith("text/csv") and file.content.startswith(b"\xef\xbb\xbf")
    assert len(rows_of(file)[0]) > 2
    for key in page.context["table"].heads if page.context.get("table") else []:
        if key.sorts:
            for sort in (key.key, f"-{key.key}"):
                sorted_page = client.get(url, {"sort": sort})
                assert sorted_page.status_code == 200, sort


def test_the_database_sorts_long_lists_and_the_head_says_so(client):
    cast = a_cast()
    for days in range(3):
        order = build.a_paid_order(cast.world)
        Order.objects.filter(pk=order.pk).update(placed_at=build.NOW - timedelta(days=days))
    client.force_login(cast.users["support"], backend="allauth.account.auth_backends.AuthenticationBackend")
    url = reverse("operator:orders")

    rising = client.get(url, {"sort": "placed"})
    falling = client.get(url, {"sort": "-placed"})

    first = [row.ref for row, _tag in rising.context["rows"]]
    assert first == [row.ref for row, _tag in falling.context["rows"]][::-1]
    assert 'aria-sort="ascending"' in rising.content.decode()
    assert 'aria-sort="descending"' in falling.content.decode()


def test_a_file_holds_what_was_chosen_and_may_be_seen(client):
    cast = a_cast()
    client.force_login(cast.users["owner"], backend="allauth.account.auth_backends.AuthenticationBackend")
    stranger = Client()
    stranger.force_login(
        cast.users["other_owner"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    url = reverse("sell:orders")

    mine = client.get(url, {"as": "csv"}).content.decode()
    chosen = client.get(url, {"as": "csv", "q": "no such thing"}).content.decode()
    theirs = stranger.get(url, {"as": "csv"}).content.decode()

    assert cast.shipment.ref in mine
    assert cast.shipment.ref not in chosen
    assert cast.shipment.ref not in theirs
