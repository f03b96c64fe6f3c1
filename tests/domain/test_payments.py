"""Incoming money and what it does to an order (PA-1 to PA-6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sogdia.domain.money import Money
from sogdia.domain.payments import (
    LIMITS,
    Destination,
    Match,
    OrderDue,
    PaymentReferenceNotValid,
    TooLateToPay,
    Verdict,
    Way,
    creditor_reference,
    destination_of,
    is_last_look,
    judge,
    parse_creditor_reference,
    reserved_until,
)
from sogdia.domain.payouts import SecondPersonNeeded
from sogdia.domain.references import RefKind, build

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


DUE = OrderDue(
    total=eur(79_90),
    waiting=eur(0),
    is_paid=False,
    is_closed=False,
    reserved_until=NOON + timedelta(days=5),
    stands=True,
)


def test_pa_1_the_standards_example_has_its_check_digits():
    assert creditor_reference("539007547034") == "RF18539007547034"
    assert parse_creditor_reference("rf18 5390 0754 7034") == "RF18539007547034"


@given(st.integers(0, 2**70 - 1))
def test_pa_1_every_order_reference_makes_one(bits):
    reference = creditor_reference(build(RefKind.ORDER, bits))

    assert parse_creditor_reference(reference) == reference
    assert len(reference) <= 25


@pytest.mark.parametrize("text", ["", "RF19539007547034", "RF18539007547043", "FR18539007547034", "RF18-5"])
def test_pa_1_a_mistyped_reference_is_refused(text):
    with pytest.raises(PaymentReferenceNotValid):
        parse_creditor_reference(text)


def test_pa_2_stock_is_kept_for_the_way_of_paying_and_never_past_the_cut_off():
    transfer = LIMITS[Way.TRANSFER]

    assert reserved_until(at=NOON, cut_off=NOON + timedelta(days=9), limit=transfer) == NOON + timedelta(
        days=5
    )
    assert reserved_until(at=NOON, cut_off=NOON + timedelta(days=2), limit=transfer) == NOON + timedelta(
        days=2
    )
    with pytest.raises(TooLateToPay):
        reserved_until(at=NOON, cut_off=NOON + timedelta(hours=23), limit=transfer)
    assert reserved_until(
        at=NOON, cut_off=NOON + timedelta(minutes=10), limit=LIMITS[Way.CARD]
    ) == NOON + timedelta(minutes=10)


def test_pa_3_the_exact_sum_goes_straight_to_escrow():
    verdict = judge(eur(79_90), DUE, at=NOON)

    assert verdict == Verdict(Match.EXACT, True, False, eur(0), eur(0))
    assert verdict.plainly


@pytest.mark.parametrize(
    ("received", "due", "match", "to_refund", "to_wait"),
    [
        (eur(79_90), None, Match.NO_REFERENCE, 0, 79_90),
        (Money(79_90, "USD"), DUE, Match.WRONG_CURRENCY, 79_90, 0),
        (eur(79_90), replace(DUE, is_paid=True), Match.TWICE, 79_90, 0),
        (eur(79_90), replace(DUE, is_closed=True), Match.ORDER_CLOSED, 79_90, 0),
        (eur(70_00), DUE, Match.SHORT, 0, 70_00),
    ],
)
def test_pa_4_what_does_not_match_waits_or_goes_back(received, due, match, to_refund, to_wait):
    verdict = judge(received, due, at=NOON)

    assert (verdict.match, verdict.captures) == (match, False)
    assert (verdict.to_refund.minor, verdict.to_wait.minor) == (to_refund, to_wait)


def test_pa_4_too_much_pays_the_order_and_the_rest_goes_back():
    verdict = judge(eur(100_00), DUE, at=NOON)

    assert verdict == Verdict(Match.OVER, True, False, eur(20_10), eur(0))
    assert not verdict.plainly


def test_pa_4_the_missing_rest_completes_a_short_payment():
    verdict = judge(eur(9_90), replace(DUE, waiting=eur(70_00)), at=NOON)

    assert verdict.captures and verdict.uses_waiting
    assert not verdict.plainly


def test_pa_5_late_money_revives_an_order_that_still_stands():
    late = NOON + timedelta(days=6)

    assert judge(eur(79_90), DUE, at=late) == Verdict(Match.LATE, True, True, eur(0), eur(0))
    assert judge(eur(79_90), replace(DUE, stands=False), at=late).to_refund == eur(79_90)
    assert judge(eur(9_90), DUE, at=late).to_refund == eur(9_90)


@given(st.integers(1, 20_000), st.integers(0, 7_000), st.booleans(), st.booleans(), st.integers(-10, 10))
def test_pa_4_every_cent_has_one_place(received, waiting, paid, stands, days):
    due = replace(DUE, waiting=eur(waiting), is_paid=paid, stands=stands)

    verdict = judge(eur(received), due, at=NOON + timedelta(days=days))

    captured = due.total.minor if verdict.captures else 0
    there = received + (0 if paid else waiting)
    assert captured + verdict.to_refund.minor + verdict.to_wait.minor == there


def test_pa_6_given_details_want_two_people_and_the_paying_card_one():
    card, given = destination_of(instrument_takes_back=True), destination_of(instrument_takes_back=False)
    assert (card, given) == (Destination.INSTRUMENT, Destination.GIVEN_DETAILS)

    assert is_last_look(card, looked_at_by=None, looks=1)
    assert not is_last_look(given, looked_at_by=None, looks=1)
    with pytest.raises(SecondPersonNeeded):
        is_last_look(given, looked_at_by=1, looks=1)
    assert is_last_look(given, looked_at_by=1, looks=2)
