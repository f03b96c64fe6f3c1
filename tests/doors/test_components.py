"""Components draw what they are given, in the reader's order of words and bars."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django.template import engines
from django.utils import translation

from sogdia.web.pages import parts

NOW = dt.datetime(2026, 10, 6, 8, 20, tzinfo=dt.UTC)


def draw(template: str, **context: object) -> str:
    source = "{% load sogdia i18n %}" + template
    request = SimpleNamespace(now=NOW, path="/", GET={})
    return engines["django"].from_string(source).render({"request": request, **context})


def raisins() -> parts.Waterfall:
    return parts.waterfall(
        [
            ("grower", "Grower, net", "", 520),
            ("house", "Commission", "", 45),
            ("way", "Freight", "", 349),
            ("state", "Duty, VAT", "", 72),
            ("house", "Clearing", "", 55),
        ],
        "EUR",
    )


def test_a_waterfall_begins_each_bar_where_the_one_before_ended():
    fall = raisins()

    ends = [row.start_minor + row.amount_minor for row in fall.rows]

    assert [row.start_minor for row in fall.rows] == [0, *ends[:-1]]
    assert ends[-1] == fall.total_minor == 1041


def test_shares_of_a_waterfall_sum_to_a_hundred():
    assert [(share.kind, share.percent) for share in raisins().shares] == [
        ("grower", 50),
        ("way", 33),
        ("house", 10),
        ("state", 7),
    ]


def test_a_waterfall_is_a_table_with_lengths_that_no_language_changes():
    with translation.override("fr"):
        html = draw('{% include "components/_waterfall.html" %}', fall=raisins())

    assert '<rect x="49.95%" width="4.32%"' in html
    assert "10,41\u00a0€" in html
    assert html.count('scope="row"') == 6


def test_a_sliver_keeps_its_least_width():
    fall = parts.waterfall([("grower", "Net", "", 9_990), ("state", "Duty", "", 10)], "EUR")

    html = draw('{% include "components/_waterfall.html" %}', fall=fall)

    assert '<rect x="99.9%" width="3" height="100%"' in html


@pytest.mark.parametrize(
    ("fill", "words"),
    [
        (parts.Fill(74, 60, 5_700_000), "5.7\u00a0t free"),
        (parts.Fill(48, 60, 9_000_000), "needs <bdi>60\u00a0%</bdi> to leave"),
        (parts.Fill(100, 60, 0), "full"),
    ],
)
def test_a_fill_bar_says_what_is_free_missing_or_full(fill, words):
    html = draw('{% include "components/_fill.html" %}', fill=fill)

    assert words in html
    assert f'width="{fill.percent}%"' in html


def test_a_countdown_reads_in_one_breath_and_soon_is_inverted():
    html = draw("{% flap ends %}", ends=NOW + dt.timedelta(hours=6, minutes=40))

    assert "flap soon" in html
    assert re.sub(r"<[^>]+>", "", html).split() == ["06h", "40min"]


def test_a_countdown_that_is_over_says_closed():
    assert "closed" in draw("{% flap ends %}", ends=NOW - dt.timedelta(minutes=1))


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ((8, 9, 10), "August to October"),
        ((9,), "September"),
        ((11, 12, 1), "November to January"),
        ((5, 6, 9), "May to June, September"),
        (tuple(range(1, 13)), "January to December"),
    ],
)
def test_months_of_harvest_are_said_in_spans(months, words):
    html = draw("{% year months %}", months=months)

    assert f'aria-label="Harvested {words}"' in html
    assert html.count("<i") == 12


def board_row(**changes: object) -> parts.BoardRow:
    values: dict[str, object] = {
        "city": "Duisburg",
        "mode": "rail",
        "via": "via Małaszewicze",
        "code": "EU 087",
        "cutoff_at": NOW + dt.timedelta(days=1, hours=22, minutes=10),
        "departs_at": dt.datetime(2026, 10, 8, 13, 30, tzinfo=dt.UTC),
        "zone": "Asia/Shanghai",
        "fill": parts.Fill(74, 60, 5_700_000),
        "arrives_first": dt.date(2026, 10, 27),
        "arrives_last": dt.date(2026, 10, 31),
        "market_name": "France",
        "currency": "EUR",
        "freight_per_kg_minor": 137,
        "is_reader_market": True,
        **changes,
    }
    return parts.BoardRow(**values)  # type: ignore[arg-type]


def test_the_board_tells_a_departure_in_the_hubs_zone():
    html = draw('{% include "components/_board.html" %}', board=parts.Board((board_row(),)))

    for words in ("Rail, via Małaszewicze", "<bdi>EU 087</bdi>", "Thu 8 Oct", "21:30", "27 to 31\u00a0Oct"):
        assert words in html
    assert "France, your market" in html
    assert "<bdi>€1.37</bdi>" in html


@pytest.mark.parametrize(
    ("state", "word"), [("cancelled", "cancelled"), ("sealed", "sealed"), ("left", "has left")]
)
def test_a_departure_that_takes_no_orders_says_so_instead_of_counting(state, word):
    html = draw('{% include "components/_board.html" %}', board=parts.Board((board_row(state=state),)))

    assert word in html
    assert "data-until" not in html


def test_a_card_that_is_closed_gives_its_reason_and_no_price():
    good = parts.GoodCard(
        name="Raisins",
        url="/raisins",
        place="Turpan",
        picture=parts.Picture("/p.svg", "Illustration: raisins"),
        closed_reason="No tariff is known for this market.",
    )

    html = draw('{% include "components/_good_card.html" %}', good=good)

    assert "No tariff is known" in html
    assert 'class="price"' not in html


def test_codes_are_isolated_and_escaped():
    assert draw("{{ code|isolate }}", code="<EU 087>") == "<bdi>&lt;EU 087&gt;</bdi>"


def test_a_line_of_values_becomes_a_path_and_its_last_dot():
    path, last = parts.spark([1, 3, 2])

    assert path == "M0 42L100 6L200 24"
    assert last == "M200 24v.01"
    assert parts.spark([5]) == ("", "")
