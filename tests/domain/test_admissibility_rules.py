"""Admissibility: the worked examples of docs/rules/admissibility.md."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from builders.pricing import DAY
from sogdia.domain.tariff import admissibility
from sogdia.domain.tariff.admissibility import AdmissibilityRule, Effect, LotFacts, NeededTest, Verdict

RAISINS = LotFacts(origin="CN", region_codes=("CN-6504", "CN-65"), hs_code="0806.20")
HONEY = LotFacts(origin="CN", region_codes=("CN-62",), hs_code="040900")


def rule(effect: Effect, prefix: str = "080620", **changes: object) -> AdmissibilityRule:
    plain = AdmissibilityRule(
        destination="EU",
        origin="CN",
        origin_region="*",
        prefixes=(prefix,),
        effect=effect,
        reason_key=f"{effect}-{prefix}",
        legal_source="Test law",
        valid_from=date(2026, 1, 1),
        valid_to=None,
        checked_on=date(2026, 8, 1),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


OCHRATOXIN = rule(
    Effect.NEEDS_TEST, test="ochratoxin-a", limit=Decimal("8.0"), limit_unit="ug/kg", legal_source="2023/915"
)


def judge(*rules: AdmissibilityRule, lot: LotFacts = RAISINS, to: str = "EU") -> Verdict:
    return admissibility.judge(rules, lot, to, DAY)


def test_ad_1_the_longest_prefix_decides():
    ask = rule(Effect.ASK, "04")
    certificate = rule(Effect.NEEDS_DOCUMENT, "0409", document="health-certificate")

    verdict = judge(ask, certificate, lot=HONEY)

    assert verdict.allowed
    assert verdict.required_documents == ("health-certificate",)


def test_ad_1_a_named_region_comes_before_any():
    anywhere = rule(Effect.ALLOWED)
    here = rule(Effect.ASK, origin_region="CN-65")

    assert not judge(anywhere, here).allowed
    assert judge(anywhere, here, lot=replace(RAISINS, region_codes=("CN-64",))).allowed


def test_ad_1_rules_of_other_days_places_and_goods_are_silent():
    silent = (
        rule(Effect.PROHIBITED, valid_to=date(2026, 8, 31)),
        rule(Effect.PROHIBITED, valid_from=date(2026, 9, 2)),
        rule(Effect.PROHIBITED, destination="GB"),
        rule(Effect.PROHIBITED, origin="KZ"),
        rule(Effect.PROHIBITED, "0802"),
    )

    assert judge(rule(Effect.ALLOWED), *silent).allowed


def test_ad_1_a_market_is_judged_with_its_territory():
    verdict = admissibility.judge([rule(Effect.ALLOWED, "*")], RAISINS, ("FR", "EU"), DAY)

    assert verdict.allowed


def test_ad_2_a_prohibition_beats_everything():
    uflpa = rule(Effect.PROHIBITED, "", destination="US", origin_region="CN-65", legal_source="P.L. 117-78")
    raisins = rule(Effect.ALLOWED, destination="US")

    verdict = judge(raisins, uflpa, to="US")

    assert not verdict.allowed
    assert verdict.reasons == ((Effect.PROHIBITED, "prohibited-", "P.L. 117-78"),)


def test_ad_3_the_unknown_is_never_allowed():
    assert judge(to="AE") == Verdict(allowed=False, reasons=((Effect.ASK, "no-rule-known", ""),))
    assert not judge(rule(Effect.ASK), rule(Effect.ALLOWED)).allowed


def test_ad_4_a_test_keeps_a_lot_from_loading_until_it_passed():
    def found(value: str) -> Verdict:
        return judge(OCHRATOXIN, lot=replace(RAISINS, tests={"ochratoxin-a": Decimal(value)}))

    untested = judge(OCHRATOXIN)

    assert untested.allowed and not untested.is_ready
    assert untested.required_tests == (NeededTest("ochratoxin-a", Decimal("8.0"), "ug/kg"),)
    assert found("6.5").is_ready
    assert not found("8.1").allowed
    assert found("8.1").failed_tests == ("ochratoxin-a",)


def test_ad_4_needs_add_up_from_specific_to_general():
    fruit = rule(Effect.NEEDS_DOCUMENT, "08", document="phytosanitary-certificate")
    laxer = rule(Effect.NEEDS_TEST, "08", test="ochratoxin-a", limit=Decimal(50))

    verdict = judge(fruit, laxer, OCHRATOXIN)

    assert verdict.missing_documents == ("phytosanitary-certificate",)
    assert [needed.limit for needed in verdict.required_tests] == [Decimal("8.0")]
    assert judge(fruit, rule(Effect.ALLOWED)).required_documents == ()


def test_ad_5_home_needs_no_rule():
    assert judge(to="CN").is_ready
    assert not judge(rule(Effect.PROHIBITED, destination="CN"), to="CN").allowed


rules = st.lists(
    st.builds(
        lambda effect, prefix, region: rule(
            effect, prefix, origin_region=region, document="paper", test="ochratoxin-a"
        ),
        st.sampled_from(Effect),
        st.sampled_from(("", "08", "0806", "080620", "0409")),
        st.sampled_from(("*", "CN-65", "CN-62")),
    ),
    max_size=6,
)


@given(rules)
def test_ad_2_no_order_and_no_company_lifts_a_prohibition(drawn):
    verdict = judge(*drawn)

    assert verdict.allowed == judge(*reversed(drawn)).allowed
    assert not judge(*drawn, rule(Effect.PROHIBITED, "")).allowed
    if not verdict.allowed:
        assert verdict.reasons
