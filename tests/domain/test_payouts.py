"""When a seller is paid, and what is taken off before (PO-1 to PO-5)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sogdia.domain.money import Money
from sogdia.domain.payouts import (
    AdvanceBelowReceivable,
    NothingDue,
    PayoutMode,
    SecondPersonNeeded,
    advance_amount,
    advance_due_on,
    check_second_person,
    due_on,
    offer_advance,
    plan_payout,
)


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


@pytest.mark.parametrize(
    ("mode", "due"),
    [
        (PayoutMode.ADVANCE, date(2026, 12, 9)),
        (PayoutMode.ON_DELIVERY, date(2026, 12, 9)),
        (PayoutMode.MONTHLY, date(2027, 1, 1)),
    ],
)
def test_po_1_each_mode_has_its_day(mode, due):
    assert due_on(mode, accepted_on=date(2026, 12, 9)) == due
    assert due_on(mode, accepted_on=None) is None


def test_po_1_a_month_ends_inside_the_year_too():
    assert due_on(PayoutMode.MONTHLY, accepted_on=date(2026, 11, 30)) == date(2026, 12, 1)


def test_po_1_only_an_advance_falls_due_at_the_hub():
    assert advance_due_on(PayoutMode.ADVANCE, hub_accepted_on=date(2026, 7, 1)) == date(2026, 7, 1)
    assert advance_due_on(PayoutMode.MONTHLY, hub_accepted_on=date(2026, 7, 1)) is None


def test_po_2_an_advance_is_rounded_down():
    assert advance_amount(cny(400_00), share_bp=8_000) == cny(320_00)
    assert advance_amount(cny(333_33), share_bp=8_000) == cny(266_66)


def test_po_3_what_is_owed_is_netted_before_anything_is_sent():
    plan = plan_payout(due=cny(400_00), receivable=cny(320_00))

    assert (plan.netted, plan.sent) == (cny(320_00), cny(80_00))


@given(st.integers(1, 10**9), st.integers(0, 10**9))
def test_po_3_netted_and_sent_are_what_was_due(due, receivable):
    plan = plan_payout(due=cny(due), receivable=cny(receivable))

    assert plan.netted + plan.sent == plan.due
    assert cny(0) <= plan.netted <= cny(receivable)


def test_po_3_nothing_due_is_refused():
    with pytest.raises(NothingDue):
        plan_payout(due=cny(0), receivable=cny(1))


def test_po_4_an_advance_is_shown_with_what_is_owed_taken_off():
    offer = offer_advance(cny(400_00), share_bp=8_000, receivable=cny(20_00))

    assert (offer.now, offer.later, offer.receivable) == (cny(300_00), cny(80_00), cny(20_00))


def test_po_4_an_advance_that_only_pays_a_debt_is_refused():
    with pytest.raises(AdvanceBelowReceivable):
        offer_advance(cny(400_00), share_bp=8_000, receivable=cny(320_00))


def test_po_5_a_second_person_approves():
    check_second_person(prepared_by=1, approved_by=2)

    with pytest.raises(SecondPersonNeeded):
        check_second_person(prepared_by=1, approved_by=1)
