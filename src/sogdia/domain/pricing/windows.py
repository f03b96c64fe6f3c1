"""When goods arrive, and whether they live long enough (rules AR-1 to AR-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sogdia.domain.refusals import Refusal


class LotTooOld(Refusal):
    """The lot's best-before comes too soon after its latest arrival for this market."""

    code = "lot-too-old"


@dataclass(frozen=True, slots=True, order=True)
class ArrivalWindow:
    """First and last day on which goods are promised at the buyer's door."""

    earliest: date
    latest: date


def arrival_window(
    *,
    departs_on: date,
    transit_days_min: int,
    transit_days_max: int,
    last_mile_days_min: int,
    last_mile_days_max: int,
) -> ArrivalWindow:
    """AR-1: the departure day plus transit plus last mile, all in calendar days; shortest and longest."""
    assert 0 <= transit_days_min <= transit_days_max, "transit takes its time"
    assert 0 <= last_mile_days_min <= last_mile_days_max, "the last mile takes its time"
    return ArrivalWindow(
        earliest=departs_on + timedelta(days=transit_days_min + last_mile_days_min),
        latest=departs_on + timedelta(days=transit_days_max + last_mile_days_max),
    )


def lives(*, best_before: date | None, latest_arrival: date, minimum_remaining_life_days: int) -> bool:
    """Whether a lot still has the market's minimum life on its latest arrival; what never spoils always has."""
    return best_before is None or best_before >= latest_arrival + timedelta(days=minimum_remaining_life_days)


def lot_lives(*, best_before: date | None, latest_arrival: date, minimum_remaining_life_days: int) -> None:
    """
    AR-2: a lot is offered only if its best-before is at least the latest arrival plus the market's minimum life.

    :raises LotTooOld: with ``best_before`` and the ``needed`` day.
    """
    if not lives(
        best_before=best_before,
        latest_arrival=latest_arrival,
        minimum_remaining_life_days=minimum_remaining_life_days,
    ):
        needed = latest_arrival + timedelta(days=minimum_remaining_life_days)
        raise LotTooOld(
            f"Best before {best_before}, needed {needed}.", best_before=best_before, needed=needed
        )


def after_arrival(*, arrived_on: date, last_mile_days_min: int, last_mile_days_max: int) -> ArrivalWindow:
    """AR-3: goods at the gateway are one last mile from the door; what the way took before does not matter any more."""
    return ArrivalWindow(
        earliest=arrived_on + timedelta(days=last_mile_days_min),
        latest=arrived_on + timedelta(days=last_mile_days_max),
    )


def is_late(shown: ArrivalWindow, now: ArrivalWindow) -> bool:
    """AR-4: a promise is late, and the buyer is told, when its last day moves behind the one last shown."""
    return now.latest > shown.latest
