"""Entry prices, duties by value, and alcohol: the worked examples of TA-12 and TA-13, and seasons at any depth."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from builders.pricing import RATES, measure
from sogdia.domain.money import rounded
from sogdia.domain.tariff import expressions, resolve
from sogdia.domain.tariff.expressions import DutyNotComputable, ExpressionMalformed, Measured

ENTRY = "value(50 EUR/100kg:adv:8,49 EUR/100kg:sum(adv:8,spec:1 EUR/100kg),0 EUR/100kg:ask:below)"


def owed(text: str, value: int, measured: Measured) -> Fraction:
    return expressions.amount_of(
        expressions.parse(text), value=Fraction(value), currency="EUR", measured=measured, rates=RATES
    )


@pytest.mark.parametrize(("value", "minor"), [(10_000, 800), (10_001, Fraction(80_008, 100)), (9_800, 984)])
def test_ta_12_the_first_step_that_the_value_reaches_holds(value, minor):
    assert owed(ENTRY, value, Measured(200_000, 1)) == minor


def test_ta_12_below_the_last_step_a_broker_is_asked():
    with pytest.raises(DutyNotComputable):
        owed(ENTRY, 9_798, Measured(200_000, 1))
    with pytest.raises(DutyNotComputable):
        owed("value(50 EUR/100kg:adv:8)", 9_999, Measured(200_000, 1))


def test_ta_12_a_table_in_another_currency_is_compared_at_its_rate():
    # 1 GBP is 1.15 EUR: 10 GBP per kg are 11.50 EUR.
    text = "value(10 GBP/kg:free,0 GBP/kg:adv:10)"

    assert owed(text, 1_150, Measured(1_000, 1)) == 0
    assert owed(text, 1_149, Measured(1_000, 1)) == Fraction(1_149, 10)


def test_ta_12_what_nobody_weighed_has_no_step():
    with pytest.raises(DutyNotComputable):
        owed("value(5 EUR/item:free,0 EUR/item:adv:10)", 1_000, Measured(1_000, 0))


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("value(1 EUR/kg:free,2 EUR/kg:adv:1)", 35),
        ("value(2 EUR/kg:free,1 EUR/kg:adv:1", 34),
        ("value(2 EUR/kg:free,1 GBP/kg:adv:1)", 35),
        ("value(2 EUR/kg free)", 15),
        ("value()", 6),
    ],
)
def test_ta_12_a_table_that_cannot_be_meant_is_refused(text, position):
    with pytest.raises(ExpressionMalformed) as refused:
        expressions.parse(text)

    assert refused.value.params["position"] == position


def test_ta_13_per_cent_by_volume_per_hectolitre_is_a_litre_of_pure_alcohol():
    spirits = Measured(190_000, 1, content_ml=200_000, alcohol_100nl=200_000 * 4_000)

    assert owed("spec:0.9 EUR/%vol/hl", 0, spirits) == 7_200
    assert owed("spec:0.9 EUR/% vol/hl", 0, spirits) == owed("spec:0.9 EUR/lpa", 0, spirits)


def test_ta_13_alcohol_is_content_times_strength():
    bottles = Measured(5_000, 6, content_ml=4_500, alcohol_100nl=4_500 * 1_250)

    assert owed("spec:10 EUR/lpa", 0, bottles) == Fraction(5_625, 10)
    assert rounded(owed("spec:10 EUR/lpa", 0, bottles)) == 563


@pytest.mark.parametrize("strength", [None, 0])
def test_ta_13_a_pack_without_a_strength_is_not_measured(strength):
    with pytest.raises(DutyNotComputable):
        owed("spec:10 EUR/lpa", 0, Measured(5_000, 6, content_ml=4_500, alcohol_100nl=strength))


def test_pairs_are_counted_where_the_pack_says_so():
    assert owed("spec:0.2 EUR/pair", 0, Measured(1_000, 1, pairs=12)) == 240


def test_ta_11_a_season_is_found_at_any_depth():
    text = "sum(adv:1,value(9 EUR/kg:season(05-01..05-31:free,06-01..04-30:adv:10),0 EUR/kg:adv:20))"
    lines = (measure(text),)

    def on(day: date) -> Fraction:
        return resolve.duty_for(
            lines, code="080620", origin="CN", on=day, proofs=frozenset(), value=Fraction(10_000), currency="EUR",
            measured=Measured(10_000, 1), rates=RATES,
        ).amount  # fmt: skip

    assert on(date(2027, 5, 31)) == 100
    assert on(date(2027, 6, 1)) == 1_100
