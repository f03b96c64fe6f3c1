"""Weighing twice, asking in time, and moving windows (rules WG-5, WG-6, AR-3, AR-4)."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sogdia.domain import weights
from sogdia.domain.pricing import windows
from sogdia.domain.pricing.windows import ArrivalWindow


def september(first: int, last: int) -> ArrivalWindow:
    return ArrivalWindow(date(2026, 9, first), date(2026, 9, last))


def test_wg_5_a_second_weighing_does_not_get_the_tolerance_twice():
    assert weights.tolerance_left_bp(200, ordered=10_000, standing=10_000) == 200
    assert weights.tolerance_left_bp(200, ordered=10_000, standing=9_900) == 101
    assert weights.tolerance_left_bp(200, ordered=10_000, standing=9_000) == 0
    assert weights.tolerance_left_bp(200, ordered=10_000, standing=0) == 0


def test_wg_6_the_buyer_answers_until_the_cut_off():
    cut_off, leaves_at = (datetime(2026, 10, day, 20, 0, tzinfo=UTC) for day in (8, 9))

    before = weights.answer_by(cut_off=cut_off, leaves_at=leaves_at, at=datetime(2026, 10, 7, tzinfo=UTC))
    after = weights.answer_by(cut_off=cut_off, leaves_at=leaves_at, at=datetime(2026, 10, 9, 8, tzinfo=UTC))

    assert (before, after) == (cut_off, leaves_at)


def test_ar_3_from_the_gateway_it_is_one_last_mile():
    window = windows.after_arrival(arrived_on=date(2026, 9, 20), last_mile_days_min=2, last_mile_days_max=4)

    assert window == september(22, 24)


def test_ar_4_a_later_last_day_is_a_late_promise():
    assert windows.is_late(september(17, 23), september(18, 24))
    assert not windows.is_late(september(17, 23), september(19, 22))
