"""Stock of lots and which lot is sold (ST-1 to ST-5)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sogdia.domain.stock import (
    LotChoice,
    LotIdentity,
    LotNotEqual,
    LotStock,
    LotTooSmall,
    NoLotFreshEnough,
    StockUnit,
    check_substitution,
    choose_lot,
    is_fresh_enough,
)

ARRIVAL = date(2026, 7, 1)


def test_st_1_a_kilo_is_available_then_reserved_then_sold_then_handed_over():
    lot = LotStock(StockUnit.G, 10_000)

    reserved = lot.reserve(1_000)
    sold = reserved.sell(1_000)
    gone = sold.hand_over(1_000)

    assert [step.available for step in (lot, reserved, sold, gone)] == [10_000, 9_000, 9_000, 9_000]
    assert gone == LotStock(StockUnit.G, 10_000, handed_over=1_000)


def test_st_1_an_expired_reservation_and_a_cancelled_sale_are_offered_again():
    lot = LotStock(StockUnit.PC, 5).reserve(3)

    assert lot.release(3).available == 5
    assert lot.sell(3).unsell(2).available == 4


def test_st_1_each_step_happens_once():
    lot = LotStock(StockUnit.PC, 5).reserve(3).sell(3)

    with pytest.raises(AssertionError, match="only what is reserved"):
        lot.sell(1)


def test_st_2_more_than_is_left_is_refused_with_both_figures():
    lot = LotStock(StockUnit.G, 10_000).reserve(9_500)

    with pytest.raises(LotTooSmall) as refused:
        lot.reserve(1_000)

    assert (refused.value.params["left"], refused.value.params["asked"]) == (500, 1_000)
    assert refused.value.code == "lot-too-small"


def test_st_2_a_count_below_what_is_promised_is_refused():
    lot = LotStock(StockUnit.G, 10_000).reserve(4_000)

    assert lot.correct(4_000).available == 0
    with pytest.raises(LotTooSmall):
        lot.correct(3_999)


@given(
    st.lists(
        st.tuples(st.sampled_from(["reserve", "release", "sell", "unsell", "hand_over"]), st.integers(1, 60)),
        max_size=30,
    )
)
def test_st_2_no_order_of_deeds_oversells(deeds):
    lot = LotStock(StockUnit.PC, 100)
    for deed, quantity in deeds:
        try:
            lot = getattr(lot, deed)(quantity)
        except (LotTooSmall, AssertionError):
            continue

    assert lot.available + lot.reserved + lot.sold + lot.handed_over == 100
    assert lot.available >= 0


def test_st_3_a_lot_keeps_the_markets_minimum_life_after_the_latest_arrival():
    assert is_fresh_enough(date(2026, 9, 29), latest_arrival=ARRIVAL, minimum_life_days=90)
    assert not is_fresh_enough(date(2026, 9, 28), latest_arrival=ARRIVAL, minimum_life_days=90)
    assert is_fresh_enough(None, latest_arrival=ARRIVAL, minimum_life_days=90)


def test_st_4_the_first_expiring_lot_that_is_fresh_and_large_enough_is_sold():
    lots = [
        LotChoice(1, date(2026, 8, 1), 50_000),
        LotChoice(2, date(2027, 3, 1), 50_000),
        LotChoice(3, date(2026, 12, 1), 50_000),
        LotChoice(4, date(2026, 11, 1), 900),
        LotChoice(5, None, 50_000),
    ]

    chosen = choose_lot(lots, needed=1_000, latest_arrival=ARRIVAL, minimum_life_days=90)

    assert chosen.id == 3


def test_st_4_refusals_say_whether_freshness_or_quantity_is_missing():
    small = [LotChoice(1, date(2027, 1, 1), 500), LotChoice(2, date(2027, 2, 1), 700)]

    with pytest.raises(LotTooSmall) as too_small:
        choose_lot(small, needed=1_000, latest_arrival=ARRIVAL, minimum_life_days=90)
    with pytest.raises(NoLotFreshEnough):
        choose_lot(small, needed=1_000, latest_arrival=ARRIVAL, minimum_life_days=900)

    assert too_small.value.params["left"] == 700


def test_st_5_an_equal_lot_with_more_tests_may_stand_in():
    quoted = LotIdentity(3, "A", "CN", frozenset({"pesticides"}))

    check_substitution(quoted, LotIdentity(3, "A", "CN", frozenset({"pesticides", "aflatoxin"})))


def test_st_5_another_grade_or_a_missing_test_may_not():
    quoted = LotIdentity(3, "A", "CN", frozenset({"pesticides"}))

    with pytest.raises(LotNotEqual) as refused:
        check_substitution(quoted, LotIdentity(3, "B", "CN", frozenset()))

    assert refused.value.params["differs"] == ("grade", "tests")
