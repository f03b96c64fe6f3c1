"""Ends other than well (EN-1 to EN-5)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.shares import ORDER, SELLER, raisins
from sogdia.domain.ends import (
    TABLE,
    End,
    NoRightToWithdraw,
    TooLateToCancel,
    check_cancel,
    check_withdrawal,
    settle,
)
from sogdia.domain.fx import FxRate
from sogdia.domain.ledger import bearing, flows
from sogdia.domain.ledger.accounts import Account
from sogdia.domain.ledger.bearing import Bearer
from sogdia.domain.ledger.escrow import Escrow
from sogdia.domain.ledger.shares import Share, total
from sogdia.domain.money import Money
from sogdia.domain.pricing.parts import SELLER_PARTS, STATE_PARTS, WAY_PARTS, Part

EVERYTHING = frozenset(Part)
RATE = FxRate(1, "CNY", "EUR", Fraction("0.128"), date(2026, 7, 1), "ECB")


def book(one: bearing.Bearing) -> tuple[Escrow, Counter[tuple[Account, str]]]:
    """Pay for the raisins, end them, and give the escrow and every balance."""
    paid = flows.receive_payment(order_id=ORDER, shares=raisins(), via=flows.Via.BANK, key="pay")
    deeds = bearing.entries(
        one, order_id=ORDER, seller_id=SELLER, seller_rate=RATE, key="end", reason="Ended."
    )
    escrow, balances = Escrow("EUR"), Counter[tuple[Account, str]]()
    for entry in (paid, *deeds):
        escrow = escrow.after(entry, order_id=ORDER)
        for p in entry.postings:
            balances[p.account, p.amount.currency] += p.amount.minor
    return escrow, balances


@given(
    st.sampled_from(End),
    st.frozensets(st.sampled_from(Part)),
    st.booleans(),
    st.sampled_from([Bearer.BUYER, Bearer.SELLER, Bearer.HOUSE]),
)
def test_en_1_every_share_has_one_bearer_and_nothing_is_lost(end, spent, insured, fault):
    at_fault = fault if end is End.SEIZED else None
    outcome = settle(end, raisins(), spent=spent, insured=insured, at_fault=at_fault)

    escrow, balances = book(outcome)

    assert [b.share for b in outcome.borne] == list(raisins())
    assert escrow.held == 0
    assert escrow.refunded == outcome.refund("EUR").minor
    assert balances[Account.REFUND_PAYABLE, "EUR"] == -escrow.refunded


@given(st.sampled_from(End), st.frozensets(st.sampled_from(Part)))
def test_en_2_a_seller_gets_the_whole_promise_or_none_of_it(end, spent):
    outcome = settle(end, raisins(), spent=spent)

    _, balances = book(outcome)

    assert balances[Account.SELLER_PAYABLE, "CNY"] in (0, -400_00)


def test_en_2_a_cost_that_was_spent_still_reaches_whoever_rendered_it():
    outcome = settle(End.REFUSED_BY_SELLER, raisins(), spent={Part.FIRST_MILE})

    escrow, balances = book(outcome)

    assert escrow.refunded == 79_90
    assert balances[Account.FIRST_MILE_PAYABLE, "CNY"] == -5_00
    assert balances[Account.SELLER_RECEIVABLE, "CNY"] == 5_00


def test_en_3_cancelling_before_the_cut_off_gives_everything_back():
    outcome = settle(End.CANCELLED, raisins(), spent={Part.FIRST_MILE, Part.HUB})

    escrow, balances = book(outcome)

    assert outcome.refund("EUR") == Money(79_90, "EUR")
    assert balances[Account.GOODWILL, "EUR"] == 64 + 1_28
    assert escrow.is_fully_refunded


def test_en_3_a_buyer_who_refuses_pays_for_the_way_but_not_for_the_goods():
    outcome = settle(End.REFUSED_BY_BUYER, raisins(), spent=EVERYTHING)

    _, balances = book(outcome)

    goods = {Part.NET, Part.COMMISSION, Part.PAYOUT_FEE}
    assert outcome.refund("EUR").minor == sum(s.amount.minor for s in raisins() if s.part in goods)
    assert balances[Account.SELLER_PAYABLE, "CNY"] == 0
    assert balances[Account.FREIGHT_PAYABLE, "EUR"] == -16_60


def test_en_3_a_failed_last_mile_is_the_carriers():
    outcome = settle(End.FAILED, raisins(), spent=EVERYTHING)

    assert {b.share.part: b.bearer for b in outcome.borne if b.refunded} == {Part.LAST_MILE: Bearer.CARRIER}


def test_en_3_a_withdrawal_reimburses_everything_and_duty_is_the_houses():
    outcome = settle(End.WITHDRAWN, raisins(), spent=EVERYTHING)

    assert outcome.refund("EUR") == total(raisins())
    assert {b.bearer for b in outcome.borne if b.share.part in STATE_PARTS} == {Bearer.HOUSE}


def test_en_3_the_table_knows_every_end():
    assert set(TABLE) == set(End)


def test_en_3_after_the_cut_off_nothing_is_cancelled():
    check_cancel(past_cut_off=False, sealed=False)

    with pytest.raises(TooLateToCancel):
        check_cancel(past_cut_off=True, sealed=False)
    with pytest.raises(TooLateToCancel):
        check_cancel(past_cut_off=False, sealed=True)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"consumer": False}, "business"),
        ({"days": None}, "market"),
        ({"perishable": True}, "perishable"),
        ({"today": date(2026, 7, 16)}, "too-late"),
    ],
)
def test_en_3_a_consumer_withdraws_within_the_markets_days(changed, why):
    right = {
        "consumer": True,
        "perishable": False,
        "delivered_on": date(2026, 7, 1),
        "today": date(2026, 7, 15),
        "days": 14,
    }
    check_withdrawal(**right)

    with pytest.raises(NoRightToWithdraw) as refused:
        check_withdrawal(**right | changed)

    assert refused.value.params["why"] == why


@pytest.mark.parametrize(("insured", "pays"), [(True, Bearer.INSURANCE), (False, Bearer.CARRIER)])
def test_en_4_lost_goods_are_paid_by_insurer_or_carrier_and_the_seller_is_paid(insured, pays):
    spent = frozenset(SELLER_PARTS) | frozenset(WAY_PARTS)

    outcome = settle(End.LOST, raisins(), spent=spent, insured=insured)
    escrow, balances = book(outcome)

    bearers = {b.share.part: b.bearer for b in outcome.borne}
    assert bearers[Part.NET] is pays
    assert bearers[Part.DUTY] is Bearer.NOBODY
    assert escrow.is_fully_refunded
    assert balances[Account.SELLER_PAYABLE, "CNY"] == -400_00


def test_en_5_a_seizure_is_borne_by_whoever_caused_it():
    spent = EVERYTHING - {Part.VAT}

    buyer, house = (
        settle(End.SEIZED, raisins(), spent=spent, at_fault=who) for who in (Bearer.BUYER, Bearer.HOUSE)
    )

    assert buyer.refund("EUR") == Money(4_09, "EUR")
    assert house.refund("EUR") == Money(79_90, "EUR")
    assert book(house)[1][Account.GOODWILL, "EUR"] == 79_90 - 4_09


def test_en_2_what_a_seller_owes_is_read_backwards_from_the_frozen_rate():
    freight: tuple[Share, ...] = tuple(s for s in raisins() if s.part is Part.LAST_MILE)

    assert bearing.in_sellers_currency(freight, RATE)[0].owed == Money(35_16, "CNY")
