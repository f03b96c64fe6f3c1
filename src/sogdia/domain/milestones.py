"""What a carrier may report of a departure, and in which order (rules MI-1 to MI-4)."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sogdia.domain.refusals import Refusal

#: MI-4: how long a buyer has to look at what was delivered.
ACCEPT_WITHIN: Final = timedelta(hours=48)
MOST_DELAY_DAYS: Final = 90


class MilestoneInFuture(Refusal):
    """What has not happened yet is not reported."""

    code = "milestone-in-future"


class MilestoneBeforeTheLast(Refusal):
    """It is said to have happened before the milestone reported last."""

    code = "milestone-before-the-last"


class MilestoneOutOfTurn(Refusal):
    """It cannot follow what was reported so far."""

    code = "milestone-out-of-turn"


class DelayOutOfRange(Refusal):
    """A delay is counted in whole days, from one to ninety."""

    code = "delay-out-of-range"


class MilestoneKind(enum.StrEnum):
    """What a carrier reports of a whole departure."""

    DEPARTED = "departed"
    BORDER = "border"
    DELAYED = "delayed"
    CUSTOMS_CLEARED = "customs-cleared"
    ARRIVED = "arrived"
    HANDED_TO_LAST_MILE = "handed-to-last-mile"


_K = MilestoneKind


def next_kinds(so_far: Sequence[MilestoneKind], *, crosses_border: bool) -> tuple[MilestoneKind, ...]:
    """MI-2: what may be reported next, the expected one first."""
    if _K.DEPARTED not in so_far:
        return (_K.DEPARTED,)
    if _K.HANDED_TO_LAST_MILE in so_far:
        return ()
    cleared = _K.CUSTOMS_CLEARED in so_far or not crosses_border
    if _K.ARRIVED not in so_far:
        found = [_K.ARRIVED, _K.DELAYED]
        if crosses_border:
            found = [_K.BORDER, *found] if _K.BORDER not in so_far else [*found, _K.BORDER]
            found += [] if cleared else [_K.CUSTOMS_CLEARED]
        return tuple(found)
    return (_K.HANDED_TO_LAST_MILE, _K.DELAYED) if cleared else (_K.CUSTOMS_CLEARED, _K.DELAYED)


def check(
    kind: MilestoneKind,
    *,
    happened_at: datetime,
    now: datetime,
    last_at: datetime | None,
    so_far: Sequence[MilestoneKind],
    crosses_border: bool,
    delay_days: int = 0,
) -> None:
    """
    MI-1, MI-2, MI-3: refuse a milestone that cannot be.

    :raises MilestoneInFuture, MilestoneBeforeTheLast, MilestoneOutOfTurn, DelayOutOfRange:
    """
    if happened_at > now:
        raise MilestoneInFuture(f"{happened_at} is after {now}.")
    if kind not in next_kinds(so_far, crosses_border=crosses_border):
        raise MilestoneOutOfTurn(f"{kind} does not follow {list(so_far)}.", kind=str(kind))
    if last_at is not None and happened_at < last_at:
        raise MilestoneBeforeTheLast(f"{happened_at} is before {last_at}.", last_at=last_at)
    if kind is _K.DELAYED and not 1 <= delay_days <= MOST_DELAY_DAYS:
        raise DelayOutOfRange(f"{delay_days} days.", most=MOST_DELAY_DAYS)


def accept_by(*, delivered_at: datetime, reported_at: datetime) -> datetime:
    """MI-4: give the instant at which silence accepts; a delivery reported late leaves the buyer all of their time."""
    return max(delivered_at, reported_at) + ACCEPT_WITHIN
