"""What a carrier may report, and in which order (rules MI-1 to MI-4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sogdia.domain import milestones
from sogdia.domain.milestones import MilestoneKind as Kind

LEFT = datetime(2026, 10, 1, 20, 0, tzinfo=UTC)
NOW = LEFT + timedelta(days=9)


def check(kind, *so_far, happened_at=NOW, last_at=LEFT, crosses_border=True, delay_days=0):
    milestones.check(
        kind,
        happened_at=happened_at,
        now=NOW,
        last_at=last_at,
        so_far=so_far,
        crosses_border=crosses_border,
        delay_days=delay_days,
    )


def test_mi_1_nothing_is_reported_from_the_future_or_before_the_last():
    check(Kind.BORDER, Kind.DEPARTED, happened_at=LEFT)

    with pytest.raises(milestones.MilestoneBeforeTheLast):
        check(Kind.BORDER, Kind.DEPARTED, happened_at=LEFT - timedelta(minutes=1))
    with pytest.raises(milestones.MilestoneInFuture):
        check(Kind.BORDER, Kind.DEPARTED, happened_at=NOW + timedelta(minutes=1))


def test_mi_2_milestones_have_their_order():
    with pytest.raises(milestones.MilestoneOutOfTurn):
        check(Kind.CUSTOMS_CLEARED)
    with pytest.raises(milestones.MilestoneOutOfTurn):
        check(Kind.HANDED_TO_LAST_MILE, Kind.DEPARTED, Kind.ARRIVED)
    with pytest.raises(milestones.MilestoneOutOfTurn):
        check(Kind.DEPARTED, Kind.DEPARTED)

    check(Kind.HANDED_TO_LAST_MILE, Kind.DEPARTED, Kind.ARRIVED, crosses_border=False)
    check(Kind.HANDED_TO_LAST_MILE, Kind.DEPARTED, Kind.CUSTOMS_CLEARED, Kind.ARRIVED)


def test_mi_3_a_delay_is_one_to_ninety_days():
    check(Kind.DELAYED, Kind.DEPARTED, delay_days=5)

    for days in (0, 91):
        with pytest.raises(milestones.DelayOutOfRange):
            check(Kind.DELAYED, Kind.DEPARTED, delay_days=days)


def test_mi_4_acceptance_begins_at_the_door():
    delivered, late = (datetime(2026, 10, 20, hour, 0, tzinfo=UTC) for hour in (10, 15))

    assert milestones.accept_by(delivered_at=delivered, reported_at=delivered) == delivered + timedelta(
        days=2
    )
    assert milestones.accept_by(delivered_at=delivered, reported_at=late) == late + timedelta(days=2)


def test_what_comes_next_is_said_first():
    assert milestones.next_kinds([], crosses_border=True) == (Kind.DEPARTED,)
    assert milestones.next_kinds([Kind.DEPARTED], crosses_border=False)[0] is Kind.ARRIVED
    assert milestones.next_kinds([Kind.DEPARTED], crosses_border=True)[0] is Kind.BORDER
    assert (
        milestones.next_kinds([Kind.DEPARTED, Kind.ARRIVED], crosses_border=True)[0] is Kind.CUSTOMS_CLEARED
    )
