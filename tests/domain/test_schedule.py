"""What an edition of a tariff changes (TA-7)."""

from __future__ import annotations

from datetime import date

import pytest

from sogdia.domain.tariff.measures import MeasureKind
from sogdia.domain.tariff.schedule import (
    KeptMeasure,
    Schedule,
    ScheduleLine,
    TariffNotReadable,
    compare,
    last_day,
)

NEW_YEAR = date(2027, 1, 1)


def line(code: str, expression: str, number: int = 2, **more) -> ScheduleLine:
    return ScheduleLine(code, MeasureKind.THIRD_COUNTRY, "*", expression, expression, number, **more)


def kept(pk: int, code: str, expression: str, valid_to: date | None = None) -> KeptMeasure:
    return KeptMeasure(pk, (code, "third-country", "*", ""), expression, date(2020, 1, 1), valid_to)


def compared(lines, *measures):
    return compare(Schedule("An authority", tuple(lines), is_confirmed=True), measures, on=NEW_YEAR)


def test_ta_7_an_edition_ends_what_it_no_longer_states():
    found = compared(
        [line("080620", "adv:2"), line("080610", "free")],
        kept(1, "080620", "adv:2.4"),
        kept(2, "081310", "adv:5.6"),
    )

    assert [one.line.code for one in found.added] == ["080610"]
    assert [(one.before.id, one.line.expression, last_day(one)) for one in found.changed] == [
        (1, "adv:2", date(2026, 12, 31))
    ]
    assert [(one.before.id, last_day(one)) for one in found.ended] == [(2, date(2026, 12, 31))]


def test_ta_7_what_is_stated_unchanged_is_left():
    found = compared([line("080620", "adv:2.4")], kept(1, "080620", "adv:2.4"))

    assert (found.same, found.added, found.changed, found.ended) == (1, (), (), ())


def test_ta_7_a_line_that_begins_later_is_added_ahead_and_one_that_was_over_is_passed_over():
    later, over = date(2027, 7, 1), date(2026, 6, 30)
    lines = [
        line("080620", "adv:2.4", valid_to=date(2027, 6, 30)),
        line("080620", "adv:3", number=3, valid_from=later),
        line("080610", "adv:9", number=4, valid_from=date(2026, 1, 1), valid_to=over),
    ]

    found = compared(lines, kept(1, "080620", "adv:2.4"))

    assert [(one.line.line, one.starts_on) for one in found.added] == [(3, later)]
    assert [one.line.line for one in found.changed] == [2]
    assert found.over == 1


@pytest.mark.parametrize(
    ("lines", "number", "why"),
    [
        ([line("080620", "adv:2"), line("080620", "adv:3", number=3)], 3, "it overlaps in time with line 2"),
        (
            [line("080620", "adv:2", valid_from=date(2027, 2, 1), valid_to=date(2027, 1, 1))],
            2,
            "it ends before it begins",
        ),
    ],
)
def test_ta_7_an_edition_that_contradicts_itself_is_refused_with_its_line(lines, number, why):
    with pytest.raises(TariffNotReadable) as refused:
        compared(lines)

    assert (refused.value.params["line"], refused.value.params["why"]) == (number, why)
