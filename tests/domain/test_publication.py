"""Pairs made of what publishers say (FX-5, FX-6)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sogdia.domain.publication import Publication, PublishedRate, state

DAY = date(2026, 10, 30)


def said(base: str, crosses: bool, **values: Fraction) -> Publication:
    rates = tuple(PublishedRate(code, value, DAY) for code, value in values.items())
    return Publication("A bank", base, crosses, rates)


def pairs(publication: Publication, *wanted: str) -> dict[str, Decimal]:
    return {f"{one.base}/{one.quote}": one.value for one in state(publication, wanted=wanted)}


def test_fx_5_a_pair_is_made_through_the_publishers_base():
    ecb = said("EUR", True, CNY=1 / Fraction("7.4326"), GBP=1 / Fraction("0.8338"))

    found = pairs(ecb, "EUR", "CNY", "GBP")

    assert found["EUR/CNY"] == Decimal("7.4326")
    assert found["CNY/GBP"] == Decimal("0.112181470818")
    crossed = next(one for one in state(ecb, wanted=["CNY", "GBP"]))
    assert crossed.source == "A bank, 2026-10-30, crossed through EUR"


def test_fx_6_a_national_bank_speaks_for_its_own_currency():
    kazakhstan = said("KZT", False, USD=Fraction("525.09"), CNY=Fraction("78.93"))

    assert set(pairs(kazakhstan, "KZT", "USD", "CNY")) == {"USD/KZT", "KZT/USD", "CNY/KZT", "KZT/CNY"}


values = st.fractions(min_value=Fraction(1, 10**5), max_value=10**5)


@given(values, values)
def test_fx_5_there_and_back_loses_at_most_the_rounding(one, other):
    found = pairs(said("EUR", True, CNY=one, USD=other), "CNY", "USD")
    if len(found) == 2:
        there, back = Fraction(found["CNY/USD"]), Fraction(found["USD/CNY"])
        half = Fraction(1, 2 * 10**12)
        assert abs(there - one / other) <= half
        assert abs(back - other / one) <= half
