"""Instants on the clocks of the people who read them (TI-1, TI-2)."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sogdia.domain.times import in_utc, on_two_clocks

LANZHOU, PARIS = "Asia/Shanghai", "Europe/Paris"


def in_lanzhou(month: int, day: int, hour: int) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZoneInfo(LANZHOU))


def test_ti_1_an_instant_is_kept_in_utc():
    assert in_utc(in_lanzhou(10, 6, 18)) == datetime(2026, 10, 6, 10, tzinfo=UTC)
    assert in_utc(in_lanzhou(10, 6, 18)).tzinfo is UTC
    with pytest.raises(AssertionError):
        in_utc(datetime(2026, 10, 6, 18))  # noqa: DTZ001 - an instant that does not know its offset


@pytest.mark.parametrize(("day", "hour"), [(6, 12), (27, 11)])
def test_ti_2_a_cut_off_is_read_on_two_clocks(day, hour):
    shown = on_two_clocks(in_utc(in_lanzhou(10, day, 18)), hub_zone=LANZHOU, reader_zone=PARIS)

    assert f"{shown.at_hub:%d %H:%M}" == f"{day:02d} 18:00"
    assert shown.with_reader is not None
    assert f"{shown.with_reader:%d %H:%M}" == f"{day:02d} {hour}:00"


def test_ti_2_where_both_clocks_read_the_same_it_is_said_once():
    assert (
        on_two_clocks(in_lanzhou(10, 6, 18), hub_zone=LANZHOU, reader_zone="Asia/Shanghai").with_reader
        is None
    )


@given(st.integers(946_684_800, 4_000_000_000))
def test_ti_2_both_clocks_name_the_same_instant(seconds):
    instant = datetime.fromtimestamp(seconds, tz=UTC)
    shown = on_two_clocks(instant, hub_zone=LANZHOU, reader_zone=PARIS)

    assert shown.at_hub == instant == shown.with_reader
