"""Tariff: the worked examples of docs/rules/tariff.md."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.pricing import DAY, RATES, measure
from sogdia.domain.tariff import expressions, resolve
from sogdia.domain.tariff.expressions import DutyNotComputable, ExpressionMalformed, Measured
from sogdia.domain.tariff.hs import HsCode, HsCodeMalformed
from sogdia.domain.tariff.measures import (
    AdValorem,
    Ask,
    Expression,
    MaxOf,
    Measure,
    MeasureKind,
    MinOf,
    Specific,
    SumOf,
)
from sogdia.domain.tariff.resolve import Duty, TariffUnknown

EUR_100 = Fraction(10_000)


def amount(text: str, value: int = 10_000, *, net_mass_g: int = 10_000, pieces: int = 0) -> Fraction:
    return expressions.amount(
        expressions.parse(text),
        value=Fraction(value),
        currency="EUR",
        net_mass_g=net_mass_g,
        pieces=pieces,
        rates=RATES,
    )


def duty(*measures: Measure, proofs: frozenset[str] = frozenset(), on: date = DAY) -> Duty:
    return resolve.duty_for(
        measures,
        code="0806.20",
        origin="CN",
        on=on,
        proofs=proofs,
        value=EUR_100,
        currency="EUR",
        measured=Measured(net_mass_g=10_000, pieces=10),
        rates=RATES,
    )


def test_ta_1_a_code_is_read_as_people_type_it():
    assert HsCode.parse(" 0802.32 ") == HsCode("080232")
    assert HsCode.parse("0802 32 00").code == "08023200"
    assert HsCode.parse("0802.32").prefixes() == ("080232", "08023", "0802", "080", "08")
    assert str(HsCode("0802320010")) == "0802.32.00.10"
    assert HsCode("08023200").subheading == "080232"


@pytest.mark.parametrize(
    "text", ["8023", "0000.00", "walnut", "", "0802.3", "77012000", "08023200101", "٠٨٠٢٣٢"]
)
def test_ta_1_what_is_no_code_is_refused(text):
    with pytest.raises(HsCodeMalformed):
        HsCode.parse(text)


def test_ta_2_the_higher_of_two_duties():
    text = "max(adv:10,spec:5 EUR/100kg)"

    assert amount(text, 30_000, net_mass_g=250_000) == 3_000
    assert amount(text, 10_000, net_mass_g=250_000) == 1_250


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("free", 0),
        ("adv:2.4", 240),
        ("spec:0.1 EUR/kg", 100),
        ("spec:2 GBP/kg", 2_300),
        ("sum(adv:1, spec:0.1 EUR/kg)", 200),
        ("min(adv:10,sum(adv:1,spec:0.1 EUR/kg))", 200),
        ("spec:0.5 EUR/item", 250),
    ],
)
def test_ta_2_every_form_is_computed_exactly(text, minor):
    assert amount(text, pieces=5) == minor


def test_ta_2_litres_and_square_metres_are_counted_where_they_were_measured():
    def of(text: str) -> Fraction:
        return expressions.amount_of(
            expressions.parse(text),
            value=EUR_100,
            currency="EUR",
            measured=Measured(1_000, 1, content_ml=500, area_cm2=25_000),
            rates=RATES,
        )

    assert of("spec:10 EUR/hl") == 5
    assert of("spec:2 EUR/l") == 100
    assert of("spec:1 EUR/m2") == 250


@pytest.mark.parametrize(
    "text", ["ask:entry price", "max(adv:1,ask:broker)", "spec:1 EUR/item", "spec:1 EUR/ell"]
)
def test_ta_2_what_was_not_measured_is_not_computable(text):
    with pytest.raises(DutyNotComputable):
        amount(text)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("adv:", 4),
        ("adv:-1", 4),
        ("sum(adv:1", 9),
        ("sum()", 4),
        ("adv:1 adv:2", 6),
        ("spec:1 EUR", 5),
        ("spec:1 EUR/0kg", 14),
    ],
)
def test_ta_2_text_that_cannot_be_read_is_refused_with_its_position(text, position):
    with pytest.raises(ExpressionMalformed) as refused:
        expressions.parse(text)

    assert refused.value.params["position"] == position


def written(expression: Expression) -> str:
    """Write an expression as its text, by another way than the reader."""
    match expression:
        case AdValorem(rate):
            return f"adv:{int(rate * 100)}"
        case Specific(each, currency, per, unit):
            return f"spec:{each} {currency}/{per}{unit}"
        case Ask(reason):
            return f"ask:{reason}"
        case SumOf(parts):
            return f"sum({','.join(map(written, parts))})"
        case MaxOf(parts):
            return f"max({', '.join(map(written, parts))})"
        case MinOf(parts):
            return f"min( {' , '.join(map(written, parts))} )"


leaves = st.one_of(
    st.builds(lambda n: AdValorem(Fraction(n, 100)), st.integers(0, 200)),
    st.builds(
        lambda n, per, unit: Specific(Fraction(n), "EUR", Fraction(per), unit),
        st.integers(0, 50),
        st.integers(1, 100),
        st.sampled_from(("kg", "item", "m2", "hl")),
    ),
    st.sampled_from((Ask("entry price"), Ask("broker"))),
)
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, min_size=1, max_size=3).flatmap(
        lambda parts: st.sampled_from((SumOf(tuple(parts)), MaxOf(tuple(parts)), MinOf(tuple(parts))))
    ),
    max_leaves=6,
)


@given(trees)
def test_ta_2_reading_undoes_writing(tree):
    assert expressions.parse(written(tree)) == tree
    assert expressions.parse(expressions.text_of(tree)) == tree


def test_ta_3_the_longest_valid_prefix_applies():
    wide = measure("adv:5", row=1, code="0806")
    narrow = measure("adv:2.4", row=2, valid_to=date(2026, 8, 31))

    assert duty(wide, narrow, on=date(2026, 8, 31)).amount == 240
    assert duty(wide, narrow, on=date(2026, 9, 1)) == Duty(Fraction(500), (wide,), (Fraction(500),))


def test_ta_3_a_named_origin_comes_before_any_and_the_newest_before_the_old():
    anybody = measure("adv:2.4", row=1)
    china = measure("adv:3", row=2, origin="CN")
    newer = measure("adv:4", row=3, origin="CN", valid_from=date(2026, 7, 1))
    other = measure("adv:9", row=4, origin="IR")

    assert duty(anybody, china, other).amount == 300
    assert duty(anybody, newer, china).amount == 400


def test_ta_4_a_preference_needs_its_proof():
    everybody = measure("adv:2.4", row=1)
    friend = measure("free", row=2, kind=MeasureKind.PREFERENCE, origin="CN", proof="declaration-of-origin")

    assert duty(everybody, friend).amount == 240
    assert duty(everybody, friend, proofs=frozenset({"declaration-of-origin"})) == Duty(
        Fraction(0), (friend,), (Fraction(0),)
    )


@pytest.mark.parametrize("text", ["adv:5", "ask:quota"])
def test_ta_4_a_preference_that_is_dearer_or_not_computable_is_left_unused(text):
    everybody = measure("adv:2.4", row=1)
    friend = measure(text, row=2, kind=MeasureKind.PREFERENCE, origin="CN")

    assert duty(everybody, friend) == Duty(Fraction(240), (everybody,), (Fraction(240),))


def test_ta_5_additional_duties_stack():
    ordinary = measure("adv:2.4", row=1)
    dumping = measure("adv:10", row=2, kind=MeasureKind.ADDITIONAL, origin="CN")
    chapter = measure("adv:1", row=3, kind=MeasureKind.ADDITIONAL, code="08")

    assert duty(ordinary, dumping).amount == 1_240
    assert duty(ordinary, dumping, chapter).amount == 1_340


def test_ta_6_no_third_country_duty_is_not_no_duty():
    friend = measure("free", kind=MeasureKind.PREFERENCE, origin="CN")

    with pytest.raises(TariffUnknown):
        duty(friend)
    with pytest.raises(TariffUnknown):
        duty()
    with pytest.raises(DutyNotComputable):
        duty(measure("ask:entry price"))


def test_ta_9_a_suspension_competes_and_a_quota_needs_a_share():
    ordinary = measure("adv:2.4", row=1)
    suspension = measure("adv:1", row=2, kind=MeasureKind.SUSPENSION)
    quota = measure("free", row=3, kind=MeasureKind.QUOTA, proof="quota 09.4321")
    nobodys = measure("free", row=4, kind=MeasureKind.QUOTA)

    without = duty(ordinary, suspension, quota, nobodys)
    share = duty(ordinary, suspension, quota, nobodys, proofs=frozenset({"quota 09.4321"}))

    assert (without.amount, without.measures) == (100, (suspension,))
    assert (share.amount, share.measures) == (0, (quota,))


def test_ta_10_the_exporters_rate_takes_the_place_of_all_others():
    ordinary = measure("adv:2.4", row=1)
    others = measure("adv:48.7", row=2, kind=MeasureKind.ANTI_DUMPING, origin="CN")
    own = measure("adv:8.4", row=3, kind=MeasureKind.ANTI_DUMPING, origin="CN", code="08", proof="D017")
    excise = measure("adv:1", row=4, kind=MeasureKind.EXCISE)

    assert duty(ordinary, others, own).amount == 51_10
    assert duty(ordinary, others, own, proofs=frozenset({"D017"})).amount == 10_80
    assert duty(ordinary, others, own, excise).measures == (ordinary, others, excise)


@pytest.mark.parametrize(
    ("month", "day", "minor"), [(4, 1, 0), (6, 30, 0), (7, 1, 900), (12, 31, 900), (3, 31, 900)]
)
def test_ta_11_a_duty_by_season_is_that_of_the_day(month, day, minor):
    seasonal = measure("season(04-01..06-30:free,07-01..03-31:adv:9)")

    assert duty(seasonal, on=date(DAY.year + 1, month, day)).amount == minor


def test_ta_11_a_day_in_no_season_asks_a_broker():
    with pytest.raises(DutyNotComputable):
        duty(measure("season(04-01..06-30:free)"), on=date(DAY.year + 1, 7, 1))


@pytest.mark.parametrize(
    "text",
    ["season(04-01..06-30:free,06-30..07-01:free)", "season(02-30..03-01:free)", "season(free)", "season()"],
)
def test_ta_11_seasons_that_overlap_or_do_not_exist_are_refused(text):
    with pytest.raises(ExpressionMalformed):
        expressions.parse(text)
