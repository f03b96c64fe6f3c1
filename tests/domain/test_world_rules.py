"""The demo world's trade facts: whole, dated, sourced, and readable by the rulebook."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sogdia.domain.refusals import Refusal
from sogdia.domain.tariff import expressions, resolve
from sogdia.domain.tariff.admissibility import AdmissibilityRule, Effect, LotFacts, Verdict, judge
from sogdia.domain.tariff.measures import Ask, Expression, MaxOf, Measure, MeasureKind, MinOf, SumOf

WORLD = Path(__file__).parents[2] / "src" / "sogdia" / "data" / "world"
FIVE = {"en", "fr", "zh", "ru", "ar"}
HOME = "CN"
TODAY = date(2026, 11, 22)


def _json(name: str) -> list[dict[str, Any]]:
    return json.loads((WORLD / name).read_text(encoding="utf-8"))


def _csv(name: str) -> list[dict[str, str]]:
    with (WORLD / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


HUBS, LANES, MARKETS = _json("hubs.json"), _json("lanes.json"), _json("markets.json")
CLASSIFICATIONS = _json("classifications.json")
MEASURES, ADMISSIBILITY, RATES = _csv("tariff_measures.csv"), _csv("admissibility.csv"), _csv("fx.csv")
BY_MARKET = {market["code"]: market for market in MARKETS}


def _measures(territory: str) -> list[Measure]:
    return [
        Measure(
            id=number,
            territory=row["territory"],
            code=row["code"],
            kind=MeasureKind(row["kind"]),
            origin=row["origin"],
            expression=expressions.parse(row["expression"]),
            rate_text=row["rate_text"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            proof=row["proof"],
            source=row["source"],
            checked_on=date.fromisoformat(row["checked_on"]),
        )
        for number, row in enumerate(MEASURES)
        if row["territory"] == territory
    ]


def _asks(expression: Expression) -> bool:
    if isinstance(expression, SumOf | MaxOf | MinOf):
        return any(_asks(part) for part in expression.parts)
    return isinstance(expression, Ask)


def _code(hs6: str, territory: str) -> str:
    [found] = [c for c in CLASSIFICATIONS if c["hs6"] == hs6 and c["territory"] == territory]
    return str(found["code"])


def _applying(hs6: str, territory: str) -> tuple[Measure, ...]:
    return resolve.applicable(
        _measures(territory), code=_code(hs6, territory), origin=HOME, on=TODAY, proofs=()
    )


@pytest.mark.parametrize("rows", [HUBS, LANES, MARKETS, CLASSIFICATIONS, MEASURES, RATES])
def test_every_row_says_where_it_is_from_and_when_it_was_checked(rows):
    assert [row for row in rows if not row["source"]] == []
    assert all(date.fromisoformat(row["checked_on"]) <= TODAY for row in rows)


def test_every_rule_of_entry_names_its_law_its_days_and_its_reason():
    for rule in ADMISSIBILITY:
        assert rule["legal_source"]
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule["reason_key"])
        assert date.fromisoformat(rule["valid_from"]) <= date.fromisoformat(rule["checked_on"]) <= TODAY
        assert rule["effect"] in {"allowed", "needs-document", "needs-test", "prohibited", "ask"}
        assert (rule["effect"] == "needs-document") == bool(rule["document"])
        assert (rule["effect"] == "needs-test") == bool(rule["test"])


def test_rules_of_entry_speak_of_known_destinations_and_are_told_apart():
    known = {*BY_MARKET, *(market["customs_territory"] for market in MARKETS)}

    assert {rule["destination"] for rule in ADMISSIBILITY} <= known
    assert len({rule["id"] for rule in ADMISSIBILITY}) == len(ADMISSIBILITY)


@pytest.mark.parametrize("row", [*HUBS, *MARKETS], ids=lambda row: row["code"])
def test_hubs_and_markets_are_named_in_five_languages(row):
    assert set(row["name"]) == FIVE
    assert all(row["name"].values())


def test_one_hub_is_the_main_one():
    assert [hub["code"] for hub in HUBS if hub["is_main"]] == ["lanzhou"]


@pytest.mark.parametrize("lane", LANES, ids=lambda lane: lane["code"])
def test_a_lane_can_be_run_and_priced(lane):
    serves = lane["serves"]

    assert re.fullmatch(r"[A-Z]{2}", lane["code"])
    assert lane["hub"] in {hub["code"] for hub in HUBS}
    assert set(lane["gateway"]["name"]) == set(lane["via"]) == FIVE
    assert set(serves) <= set(BY_MARKET)
    assert set(lane["last_mile"]) == set(lane["entry_mode"]) == set(lane["clearing"]) == set(serves)
    assert set(lane["frequency"]["weekdays"]) <= set(range(7))
    assert 0 < lane["transit_days_min"] <= lane["transit_days_max"]
    assert lane["minimum_fill_bp"] <= lane["careful_fill_bp"] <= 10_000
    assert 0 <= lane["border_share_bp"] <= 10_000
    for market in serves:
        mode = lane["entry_mode"][market]["mode"]
        assert (mode == "home") == (BY_MARKET[market]["customs_basis"] == "none")
        assert (mode == "consolidated") == bool(lane["entry_mode"][market]["importer_of_record"])


def test_lane_letters_are_told_apart():
    assert len({lane["code"] for lane in LANES}) == len(LANES)


@pytest.mark.parametrize("market", MARKETS, ids=lambda market: market["code"])
def test_an_open_market_has_a_way_a_tax_and_a_young_enough_rate(market):
    if market["open"]:
        newest = max(
            (
                date.fromisoformat(r["as_of"])
                for r in RATES
                if (r["base"], r["quote"]) == (HOME + "Y", market["currency"])
            ),
            default=TODAY if market["currency"] == "CNY" else date.min,
        )
        now = [
            rate
            for rate in market["vat"]["rates"]
            if rate["valid_from"] <= TODAY.isoformat() <= (rate["valid_to"] or "9999")
        ]
        assert any(market["code"] in lane["serves"] for lane in LANES)
        assert (TODAY - newest).days <= market["fx_max_age_days"]
        assert len(now) == 1
        assert now[0]["source"]
        assert all(0 <= bp <= 3_000 for bp in now[0]["classes"].values())


@pytest.mark.parametrize("market", MARKETS, ids=lambda market: market["code"])
def test_an_address_form_accepts_its_own_example(market):
    form = market["address_format"]
    fields = {field for line in form["lines"] for field in line}

    assert set(form["required"]) <= fields
    assert bool(form["postal_code_regex"]) == ("postal_code" in fields)
    assert re.fullmatch(form["postal_code_regex"], form["postal_code_example"])


def test_rates_are_positive_and_the_derived_ones_follow_from_the_published():
    rates = {(r["base"], r["quote"]): Decimal(r["value"]) for r in RATES}

    assert len(rates) == len(RATES)
    assert min(rates.values()) > 0
    assert abs(rates["CNY", "EUR"] * rates["EUR", "CNY"] - 1) < Decimal("1e-8")
    assert abs(rates["CNY", "GBP"] - rates["EUR", "GBP"] / rates["EUR", "CNY"]) < Decimal("1e-9")
    assert abs(rates["CNY", "KZT"] - rates["USD", "KZT"] / rates["USD", "CNY"]) < Decimal("1e-9")


@pytest.mark.parametrize("territory", ["EU", "GB", "EAEU", "JP", "US"])
def test_every_duty_can_be_read_and_says_its_days(territory):
    measures = _measures(territory)

    assert measures
    assert all(m.valid_to is None or m.valid_from <= m.valid_to for m in measures)
    assert all(m.proof for m in measures if m.kind is MeasureKind.PREFERENCE)
    assert all(re.fullmatch(r"[0-9]{6,10}", m.code) for m in measures)


def test_every_classification_points_at_a_line_of_its_tariff():
    lines = {(row["territory"], row["code"]) for row in MEASURES if row["kind"] == "third-country"}
    abroad = [c for c in CLASSIFICATIONS if c["territory"] != HOME]

    assert [c for c in abroad if (c["territory"], c["code"]) not in lines] == []
    assert all(c["code"].startswith(c["hs6"]) for c in CLASSIFICATIONS)


@pytest.mark.parametrize("market", MARKETS, ids=lambda market: market["code"])
def test_a_market_has_a_rate_for_every_class_a_broker_may_choose(market):
    chosen = {c["vat_class"] for c in CLASSIFICATIONS if c["territory"] == market["customs_territory"]}

    assert all(chosen <= set(rate["classes"]) for rate in market["vat"]["rates"])


def test_each_demo_code_is_decided_once_in_each_territory():
    decided = [(c["hs6"], c["territory"]) for c in CLASSIFICATIONS]
    territories = {"EU", "GB", "EAEU", "JP", "US", "CN"}

    assert len(set(decided)) == len(decided)
    assert all({t for h, t in decided if h == hs6} == territories for hs6, _ in decided)


@pytest.mark.parametrize(
    ("territory", "published"), [("EU", "adv:2.4"), ("GB", "adv:2"), ("EAEU", "adv:5"), ("JP", "adv:1.2")]
)
def test_raisins_bear_the_published_duty(territory, published):
    [measure] = _applying("080620", territory)

    assert measure.expression == expressions.parse(published)


def test_duties_of_chinese_goods_in_the_united_states_stay_a_question():
    assert any(_asks(measure.expression) for measure in _applying("080620", "US"))


@pytest.mark.parametrize("territory", ["AE", "PK", "TR", "UZ"])
def test_a_territory_without_tariff_rows_is_closed_for_every_product(territory):
    with pytest.raises(Refusal, match="No duty is known"):
        resolve.applicable(_measures(territory), code="080620", origin=HOME, on=TODAY, proofs=())


def _verdict(hs_code: str, market: str, regions: tuple[str, ...]) -> Verdict:
    rules = [
        AdmissibilityRule(
            destination=row["destination"],
            origin=row["origin"],
            origin_region=row["origin_region"],
            prefixes=(row["hs_prefix"],),
            effect=Effect(row["effect"]),
            reason_key=row["reason_key"],
            legal_source=row["legal_source"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            checked_on=date.fromisoformat(row["checked_on"]),
            document=row["document"],
            test=row["test"],
        )
        for row in ADMISSIBILITY
    ]
    lot = LotFacts(origin=HOME, region_codes=regions, hs_code=hs_code)
    return judge(rules, lot, (market, BY_MARKET[market]["customs_territory"]), TODAY)


@pytest.mark.parametrize("market", ["KZ", "FR", "GB", "CN", "RU", "DE", "JP"])
def test_raisins_of_turpan_may_go(market):
    verdict = _verdict("080620", market, ("turpan", "xinjiang"))

    assert verdict.is_ready


@pytest.mark.parametrize(
    ("hs_code", "market", "regions", "why"),
    [
        ("080620", "AE", ("turpan", "xinjiang"), "duty-unknown"),
        ("080620", "US", ("turpan", "xinjiang"), "forced-labour-presumption"),
        ("080830", "US", ("korla", "bayingol", "xinjiang"), "forced-labour-presumption"),
        ("081340", "US", ("zhongwei", "ningxia"), "surcharge-unknown"),
        ("080830", "KZ", ("korla", "bayingol", "xinjiang"), "restriction-state-unknown"),
        ("040900", "FR", ("ili", "xinjiang"), "animal-product-unlisted"),
    ],
)
def test_a_closed_way_says_why(hs_code, market, regions, why):
    verdict = _verdict(hs_code, market, regions)

    assert not verdict.allowed
    assert [key for _, key, _ in verdict.reasons] == [why]
