"""Tables inside pages: each sorts when it is long, is searched, and comes along as a file with what the page shows."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse

from builders.cast import a_cast
from doors import routes_table
from sogdia.web.page_tables import MANY, PageTable

TEMPLATES = Path(__file__).resolve().parents[2] / "src/sogdia/web/templates"

#: Tables that need none of it, and why.
EXEMPT = {
    "allauth/elements/table.html": "a shell of the sign-in library; no page of ours fills it",
    "components/_board.html": "sorted and taken along by the page of all departures; elsewhere it shows its first rows",
    "components/_waterfall.html": "put between the tags where one price is explained; in the basket it is drawn again and again",
    "operator/money/account.html": "in pages by the database, oldest first, as its running balance asks; the file is the page's own",
    "operator/money/journal.html": "one small table for each entry; the file of the whole journal is the page's own",
    "operator/money/receipts.html": "its second table shows the last five statements",
    "operator/money/statement_seen.html": "the answer to a file just sent: what stands in it, before it is booked",
    "sell/payout.html": "the file is the page's own",
}
#: Pages with tables inside, who opens them, and the table's name.
INSIDE = {
    "operator:audit": ("treasurer", "audit"),
    "operator:batch": ("treasurer", "batch"),
    "operator:order_ends": ("support", "shipments"),
    "hub:home": ("clerk", "departures"),
    "sell:team": ("owner", "team"),
    "sell:product": ("owner", "packs"),
    "sell:order": ("owner", "lines"),
    "orders:order": ("buyer", "price"),
    "shop:departure": ("buyer", "served"),
    "shop:reach": ("buyer", "markets"),
    "shop:roles": ("buyer", "roles"),
}


def _pages():
    for path in sorted(TEMPLATES.rglob("*.html")):
        name = str(path.relative_to(TEMPLATES))
        text = path.read_text(encoding="utf-8")
        if "<table" in text and not name.startswith("mail/"):
            yield name, text


def test_every_table_sorts_and_comes_along_or_has_a_reason_why_not():
    without = []
    for name, text in _pages():
        whole = text.count("_heads.html") and "_table_tools.html" in text
        inside = text.count("{% detail_table")
        if text.count("<table") > text.count("_heads.html") + inside and not (whole and inside):
            without.append(name)

    assert sorted(without) == sorted(EXEMPT)


def test_a_price_in_its_parts_comes_along_where_it_is_explained():
    for name in ("shop/product.html", "shop/price.html", "orders/order.html", "checkout/review.html"):
        assert '{% detail_table "price" %}' in (TEMPLATES / name).read_text("utf-8")


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(INSIDE))
def test_a_table_of_a_page_comes_as_a_file(name):
    person, table = INSIDE[name]
    route = routes_table.TABLE[name]
    cast = a_cast(state=route.state)
    route.prepare(cast)
    client = Client()
    client.force_login(cast.users[person], backend="allauth.account.auth_backends.AuthenticationBackend")
    url = reverse(name, kwargs=route.kwargs(cast))

    page = client.get(url)
    file = client.get(url, {"as": "csv", "of": table})

    assert page.status_code == 200
    assert file["Content-Type"].startswith("text/csv"), name
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert len(rows[0]) > 1 and all(rows[0])
    assert len({len(row) for row in rows}) == 1
    if len(rows) > 1:
        assert f"as=csv&amp;of={table}" in page.content.decode()


@pytest.mark.django_db
def test_a_file_of_another_house_is_refused_as_its_page_is():
    cast = a_cast()
    client = Client()
    client.force_login(
        cast.users["other_owner"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    answer = client.get(reverse("sell:order", args=[cast.shipment.ref]), {"as": "csv", "of": "lines"})

    assert answer.status_code == 404


SOURCE = """{% load tables sogdia %}{% detail_table "sums" %}<div class="scroll"><table class="grid"><thead><tr>
<th scope="col">Name</th><th scope="col" class="n">Sum</th><th scope="col"><span class="vh">Deeds</span></th></tr></thead>
<tbody>{% for name, minor in rows %}<tr><th scope="row"><b>{{ name }}</b><small>seller</small></th><td class="n">{{ minor|money:"CNY" }}</td>
<td><form><button>Do</button></form></td></tr>{% endfor %}</tbody></table></div>{% enddetail_table %}"""


def rendered(query="", count=MANY):
    rows = [(f"House {chr(90 - number)}", number * 1000 + 5) for number in range(count)]
    request = RequestFactory().get(f"/sums/?{query}")
    html = Template(SOURCE).render(Context({"rows": rows, "request": request}))
    return request, html


def names(html):
    return re.findall(r"<b>House (\w)</b>", html)


def test_a_long_table_sorts_by_words_and_by_figures_both_ways():
    assert names(rendered("of=sums&sort=c0")[1]) == sorted(names(rendered()[1]))
    assert names(rendered("of=sums&sort=c1")[1])[0] == "Z"
    assert names(rendered("of=sums&sort=-c1")[1])[-1] == "Z"
    assert names(rendered("of=other&sort=c0")[1]) == names(rendered()[1])
    assert names(rendered("of=sums&sort=c99")[1]) == names(rendered()[1])


def test_heads_are_links_that_say_how_it_is_sorted_but_not_over_buttons():
    html = rendered("of=sums&sort=-c1")[1]

    assert 'aria-sort="descending"><a href="/sums/?of=sums&amp;sort=c1">Sum</a>' in html
    assert '<th scope="col"><span class="vh">Deeds</span></th>' in html


def test_words_are_looked_for_and_what_is_not_there_is_said():
    assert names(rendered("of=sums&q=house+z")[1]) == ["Z"]
    assert "Nothing in this list" in rendered("of=sums&q=nothing+here")[1]


def test_a_short_table_stays_as_it_is_but_comes_along():
    html = rendered(count=3)[1]

    assert "sort=" not in html and 'type="search"' not in html
    assert "as=csv&amp;of=sums" in html


def test_a_file_holds_plain_values_with_their_unit_and_no_buttons():
    request, _html = rendered("of=sums&as=csv", count=2)

    name, heads, rows = request.taken_table

    assert name == "sums"
    assert heads == ["Name", "Sum", "Unit"]
    assert rows == [["House Z · seller", "0.05", "CNY"], ["House Y · seller", "10.05", "CNY"]]


def test_a_page_without_that_question_carries_no_plain_values():
    assert "data-v" not in rendered()[1]


def test_an_empty_table_offers_no_file():
    assert "as=csv" not in rendered(count=0)[1]


def test_a_strange_question_is_no_question():
    for query in ("of=sums&sort=cx", "of=sums&sort=²", "of=sums&sort=-", "of=sums&as=xml", "as=csv"):
        request, html = rendered(query)
        assert names(html) == names(rendered()[1])
        assert not hasattr(request, "taken_table")
        assert PageTable(request, "sums").column is None
