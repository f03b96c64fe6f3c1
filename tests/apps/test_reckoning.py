"""Every formula of a price, reckoned again from its own text, comes to the amount that it says."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from builders.pricing import (
    CHINA,
    CONSOLIDATED,
    DAY,
    FLAT,
    FRANCE,
    FREE_BELOW,
    HOME,
    INDIVIDUAL,
    LANE,
    RATES,
    line,
    measure,
    packs_of,
)  # fmt: skip
from sogdia.apps.quotes import reckoning
from sogdia.domain.pricing.landed import price_departure
from sogdia.domain.pricing.parts import Part
from sogdia.domain.tariff.measures import MeasureKind

_UNIT = re.compile(r"/?(?:100 )?(?:kg|m³|pc)|EUR(?:/\d* ?\w+)?|[€¥]|,(?=\d{3})")
_SUM = re.compile(r"[0-9.()+*/\-, ]|min|max|Fraction|'")


def value_of(text: str) -> Fraction:
    """Reckon one side of a formula, as a reader with a pocket calculator would."""
    plain = _UNIT.sub("", text).replace("×", "*").replace("÷", "/").replace("−", "-").replace("\u00a0", " ")
    plain = re.sub(r"([0-9.]+) %", lambda found: str(Fraction(found[1]) / 100), plain)
    plain = re.sub(r"[0-9]+(?:\.[0-9]+)?(?:/[0-9]+)?", lambda found: f"Fraction('{found[0]}')", plain)
    assert not _SUM.sub("", plain).strip("Fraction'()"), plain
    return Fraction(eval(plain))  # noqa: S307  digits, brackets, min and max alone


def priced(*lines, lane=LANE, lane_market=INDIVIDUAL, market=FRANCE):
    return price_departure(
        lines=lines or [line()], lane=lane, lane_market=lane_market, market=market, rates=RATES, on=DAY
    )


def frozen(one):
    """Give a line's figures as a quote freezes them."""
    return [{"part": str(f.part), "minor": f.amount.minor, "basis": f.basis} for f in one.figures]


def explained(*lines, **world):
    with translation.override("en"):
        return [
            reckoning.of_frozen(frozen(one), "CNY" if world.get("market") is CHINA else "EUR")
            for one in priced(*lines, **world).lines
        ]


def check(parts) -> int:
    """Reckon every equation again; gives how many there were."""
    count = 0
    for part in parts:
        for step in part.workings:
            if " = " in step.formula and "≥" not in step.formula:
                left, right = step.formula.rsplit(" = ", 1)
                # Half a cent for the rounding, and what two decimals of the figures in it leave open.
                slack = Fraction(1, 2) / 10 ** len(right.partition(".")[2].split("\u00a0")[0].strip("€¥ EUR"))
                assert abs(value_of(left) - value_of(right)) <= slack + Fraction(1, 100), (part.name, step)
                count += 1
    return count


@pytest.mark.parametrize(
    "world",
    [
        {},
        {"lane_market": CONSOLIDATED},
        {"market": replace(FRANCE, low_value=FLAT)},
        {"market": replace(FRANCE, low_value=FREE_BELOW)},
        {"lane_market": HOME, "market": CHINA},
        {"lane": replace(LANE, minimum_minor=500_000)},
    ],
    ids=["individual", "consolidated", "flat", "relief", "home", "minimum"],
)
def test_lc_14_every_formula_comes_to_its_amount(world):
    (parts,) = explained(**world)

    assert [one.part for one in parts] == list(Part)
    assert check(parts) >= (8 if world.get("lane_market") is HOME else 12)


@given(packs=st.integers(1, 5_000), second=st.integers(1, 50))
def test_formulas_hold_for_any_quantity_and_for_two_lines_of_one_seller(packs, second):
    walnuts = replace(
        packs_of(line(), second), key="walnuts", code="080232", measures=(measure("adv:4", code="080232"),)
    )

    for parts in explained(packs_of(line(), packs), walnuts):
        check(parts)


def test_a_line_that_shares_its_shipment_says_its_part():
    walnuts = replace(
        packs_of(line(), 3), key="walnuts", code="080232", measures=(measure("adv:4", code="080232"),)
    )
    raisins = explained(line(), walnuts)[0]
    freight = next(one for one in raisins if one.part is Part.FREIGHT_SHARED)

    assert freight.workings[-1].label == "This line's part of its shipment"
    assert "× 11 kg ÷ 14.3 kg" in freight.workings[-1].formula.replace("\u00a0", " ")


def test_a_compound_duty_shows_each_expression_with_value_and_quantity():
    lines = (
        measure("max(adv:2.4,spec:5 EUR/100kg)", row=1),
        measure("spec:0.1 EUR/kg", row=2, kind=MeasureKind.ADDITIONAL),
    )
    (parts,) = explained(line(measures=lines))
    steps = [
        (step.label, step.formula.replace("\u00a0", " "))
        for one in parts
        if one.part is Part.DUTY
        for step in one.workings
    ]

    assert steps[0] == (
        "Third-country duty, code 0806\u00a020",
        "max(€30.02 × 2.4 %, 10 kg × 5 EUR/100 kg) = 0.7205 EUR",
    )
    assert steps[1][1] == "10 kg × 0.1 EUR/kg = €1.00"
    assert steps[2][1] == "0.7205 EUR + €1.00 → €1.72"


def test_duty_names_the_measure_its_source_and_its_day():
    (parts,) = explained()
    duty = next(one for one in parts if one.part is Part.DUTY)

    assert [(one.name, one.text, str(one.checked_on)) for one in duty.sources] == [
        ("Third-country duty", "Test tariff", "2026-08-01")
    ]


def test_a_source_is_said_once():
    (parts,) = explained()
    said = [source for one in parts for source in one.sources]

    assert len(said) == len(set(said))


def test_what_was_frozen_before_formulas_keeps_its_amount_and_has_none():
    (old,) = reckoning.of_frozen([{"part": "duty", "minor": 72, "basis": {"rule": "LC-3"}}], "EUR")

    assert old.workings == ()
    assert "0.72" in old.amount
