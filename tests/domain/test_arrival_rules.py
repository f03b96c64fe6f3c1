"""Arrival: the worked examples of docs/rules/arrival.md."""

from __future__ import annotations

from datetime import date

import pytest

from sogdia.domain.pricing import windows
from sogdia.domain.pricing.windows import ArrivalWindow, LotTooOld


def test_ar_1_the_window_is_departure_plus_transit_plus_last_mile():
    window = windows.arrival_window(
        departs_on=date(2026, 9, 1),
        transit_days_min=14,
        transit_days_max=18,
        last_mile_days_min=2,
        last_mile_days_max=4,
    )

    assert window == ArrivalWindow(date(2026, 9, 17), date(2026, 9, 23))


def test_ar_2_a_lot_must_live_long_enough():
    def offered(best_before: date | None) -> None:
        windows.lot_lives(
            best_before=best_before, latest_arrival=date(2026, 9, 23), minimum_remaining_life_days=90
        )

    offered(date(2026, 12, 22))
    offered(None)
    with pytest.raises(LotTooOld) as refused:
        offered(date(2026, 12, 21))
    assert refused.value.params["needed"] == date(2026, 12, 22)
