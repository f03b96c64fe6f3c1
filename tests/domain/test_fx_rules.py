"""Exchange rates: the worked examples of docs/rules/fx.md."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from builders.pricing import FRANCE, INDIVIDUAL, LANE, RATES, fx, line
from sogdia.domain.consolidation import true_up
from sogdia.domain.consolidation.true_up import Aboard
from sogdia.domain.fx import CurrencyRateTooOld, NoCurrencyRate, check_age, same
from sogdia.domain.money import Money
from sogdia.domain.pricing.inputs import Rates
from sogdia.domain.pricing.landed import price_single


def test_fx_1_a_conversion_rounds_once_whatever_the_decimals():
    price = Money(21_900, "CNY")

    assert RATES.get("CNY", "EUR").convert(price) == Money(2_738, "EUR")
    assert RATES.get("CNY", "JPY").convert(price) == Money(4_380, "JPY")


def test_fx_2_a_rate_serves_until_its_limit():
    rate = fx("CNY", "EUR", "0.125")

    check_age(rate, today=date(2026, 9, 8), max_age_days=7)
    check_age(same("EUR"), today=date(2026, 9, 9), max_age_days=7)
    with pytest.raises(CurrencyRateTooOld):
        check_age(rate, today=date(2026, 9, 9), max_age_days=7)


def test_fx_3_a_missing_rate_closes_the_market():
    assert Rates().get("AED", "AED").value == 1
    with pytest.raises(NoCurrencyRate):
        price_single(
            line(),
            lane=LANE,
            lane_market=INDIVIDUAL,
            market=replace(FRANCE, currency="AED"),
            rates=RATES,
            on=date(2026, 9, 1),
        )


def test_fx_4_a_refund_uses_the_frozen_rate():
    charged = Aboard("s-1", 11_000, 2_200, 8_000, Money(275, "EUR"), rate=fx("CNY", "EUR", "0.125"))

    assert true_up.refund(charged, 1_375) == Money(104, "EUR")
