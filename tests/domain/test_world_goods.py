"""The demo world's goods: every row complete in five languages, every reference resolved, no figure impossible."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from stdnum.cn import uscc

WORLD = Path(__file__).parents[2] / "src" / "sogdia" / "data" / "world"
LANGUAGES = {"en", "fr", "zh", "ru", "ar"}
TABLES = ("regions", "sellers", "products", "lots")
PICTURES = {
    "region-turpan",
    "region-korla",
    "region-ningxia",
    "region-gansu",
    "region-qinghai",
    "region-shaanxi",
    "region-aksu",
}
CATEGORIES = {
    "dried-fruit",
    "fresh-fruit",
    "nuts",
    "vegetables",
    "herbs-spices",
    "grains-pulses",
    "oils",
    "honey-tea-drinks",
    "meat-dairy",
    "prepared",
    "textiles",
    "craft",
}
SCRIPTS = {"zh": r"[\u4e00-\u9fff]", "ru": r"[а-яё]", "ar": r"[\u0620-\u064a]"}


def rows(name: str) -> list[dict[str, Any]]:
    return json.loads((WORLD / f"{name}.json").read_text(encoding="utf-8"))


REGIONS, SELLERS, PRODUCTS, LOTS = (rows(name) for name in TABLES)
REGION_OF = {row["code"]: row for row in REGIONS}
SELLER_OF = {row["code"]: row for row in SELLERS}
PRODUCT_OF = {row["code"]: row for row in PRODUCTS}


def by_code(row: dict[str, Any]) -> str:
    return str(row["code"])


def is_in_five_languages(words: dict[str, str]) -> bool:
    written = set(words) == LANGUAGES and all(text and text == text.strip() for text in words.values())
    return written and all(re.search(script, words[lang]) for lang, script in SCRIPTS.items())


def province_of(code: str) -> dict[str, Any]:
    region = REGION_OF[code]
    return region if region["parent"] is None else province_of(region["parent"])


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_its_own_code_and_names_its_source(table):
    codes = [row["code"] for row in rows(table)]

    assert len(codes) == len(set(codes))
    assert all(row["source"] for row in rows(table))


def test_the_world_is_large_enough_to_browse():
    assert len(SELLERS) >= 32
    assert len(PRODUCTS) >= 125
    assert len(LOTS) >= len(PRODUCTS)


@pytest.mark.parametrize("region", REGIONS, ids=by_code)
def test_a_region_is_named_in_five_languages_and_stands_within_another(region):
    above = {"province": None, "prefecture": "province", "county": "prefecture"}[region["level"]]

    assert is_in_five_languages(region["name"])
    assert region["story"] is None or is_in_five_languages(region["story"])
    assert (REGION_OF[region["parent"]]["level"] if region["parent"] else None) == above
    assert region["picture"] is None or region["picture"] in PICTURES
    assert (region["agreement"] is not None) == (region["level"] == "province")
    assert 30 < Decimal(region["lat"]) < 50 and 73 < Decimal(region["lon"]) < 112


def test_three_provinces_are_live_and_shaanxi_still_negotiates():
    agreements = {row["code"]: row["agreement"]["status"] for row in REGIONS if row["agreement"]}

    assert {code for code, status in agreements.items() if status == "live"} == {
        "xinjiang",
        "gansu",
        "ningxia",
    }
    assert agreements["shaanxi"] == "negotiating"


@pytest.mark.parametrize("seller", SELLERS, ids=by_code)
def test_a_seller_is_fictional_complete_and_has_a_valid_registration_number(seller):
    assert "fictional" in seller["legal_name"]["en"] and "虚构" in seller["legal_name"]["zh"]
    assert is_in_five_languages(seller["display_name"]) and is_in_five_languages(seller["story"])
    assert uscc.is_valid(seller["uscc"])
    assert seller["region"] in REGION_OF
    assert seller["licences"] and seller["members"] > 0
    assert seller["bank"]["bic"].startswith("DEMO") and len(seller["bank"]["bic"]) == 11


def test_no_two_sellers_share_a_number_or_an_account_and_one_waits_for_verification():
    assert len({row["uscc"] for row in SELLERS}) == len(SELLERS)
    assert len({row["bank"]["account"] for row in SELLERS}) == len(SELLERS)
    assert [row["status"] for row in SELLERS].count("submitted") == 1


@pytest.mark.parametrize("product", PRODUCTS, ids=by_code)
def test_a_product_is_told_in_five_languages_and_classified(product):
    assert is_in_five_languages(product["name"])
    assert is_in_five_languages(product["summary"])
    assert is_in_five_languages(product["alt"])
    assert set(product["search_words"]) == LANGUAGES and all(product["search_words"].values())
    assert re.fullmatch(r"\d{6}", product["hs6"])
    assert product["category"] in CATEGORIES and product["temperature"] in {"ambient", "chilled", "frozen"}
    assert product["gi"] is None or (product["gi"]["name"]["zh"] and product["gi"]["notice"])
    assert product["harvest_months"] and set(product["harvest_months"]) <= set(range(1, 13))


@pytest.mark.parametrize("product", PRODUCTS, ids=by_code)
def test_a_product_comes_from_a_region_and_a_seller_we_know(product):
    assert product["region"] in REGION_OF
    assert product["seller"] in SELLER_OF
    assert SELLER_OF[product["seller"]]["status"] == "verified"


@pytest.mark.parametrize("product", PRODUCTS, ids=by_code)
def test_a_pack_weighs_no_more_inside_than_outside_and_a_larger_one_costs_less_by_weight(product):
    packs = product["packs"]
    per_unit = [Decimal(pack["net_minor"]) / pack["unit_qty"] for pack in packs]

    assert 1 <= len(packs) <= 3
    assert all(0 < pack["net_mass_g"] <= pack["gross_mass_g"] for pack in packs)
    assert all(pack["volume_cm3"] > 0 and pack["net_minor"] > 0 for pack in packs)
    assert product["stock_unit"] == "pc" or all(pack["unit_qty"] == pack["net_mass_g"] for pack in packs)
    assert per_unit == sorted(per_unit, reverse=True)
    assert all(0 < tier["discount_bp"] < 2000 for tier in product["tiers"])


def test_bottles_say_their_litres_and_carpets_their_square_metres():
    """Duties are charged by these; a pack without them would close its market."""
    for product in PRODUCTS:
        drawn = product["illustration"]["form"]
        assert drawn != "flask" or all(pack["content_ml"] > 0 for pack in product["packs"])
        assert (
            drawn not in {"carpet", "felt"}
            or product["hs6"] == "650500"
            or product["packs"][0]["area_cm2"] > 0
        )


def test_pack_codes_and_product_names_are_never_used_twice():
    packs = [pack["code"] for product in PRODUCTS for pack in product["packs"]]

    assert len(packs) == len(set(packs))
    for language in LANGUAGES:
        assert len({row["name"][language] for row in PRODUCTS}) == len(PRODUCTS)
        assert len({row["summary"][language] for row in PRODUCTS}) == len(PRODUCTS)


def test_every_drawing_has_its_own_seed_and_differs_by_more_than_that():
    drawings = [row["illustration"] for row in PRODUCTS]
    without_seed = {
        json.dumps({k: v for k, v in row.items() if k not in {"seed", "ground"}}, sort_keys=True)
        for row in drawings
    }

    assert len({row["seed"] for row in drawings}) == len(PRODUCTS)
    assert len(without_seed) == len(PRODUCTS)
    assert all(1 <= row["ground"] <= 5 and len(row["tints"]) == 3 for row in drawings)


@pytest.mark.parametrize("lot", LOTS, ids=by_code)
def test_a_lot_belongs_to_a_product_of_a_live_region_and_is_not_past_its_date(lot):
    product = PRODUCT_OF[lot["product"]]

    assert province_of(lot["origin_region"])["agreement"]["status"] == "live"
    assert lot["producer"] == product["seller"] and lot["grade"] in product["grades"]
    assert (lot["best_before_days"] is None) == (product["shelf_life_days"] is None)
    assert lot["best_before_days"] is None or lot["harvested_days_ago"] < lot["best_before_days"]
    assert lot["best_before_days"] is None or lot["best_before_days"] <= product["shelf_life_days"]
    least, most = (50_000, 24_000_000) if product["stock_unit"] == "g" else (20, 400)
    assert least <= lot["quantity"] <= most


@pytest.mark.parametrize("lot", LOTS, ids=by_code)
def test_a_lots_test_reports_say_what_was_found_and_keep_their_limits(lot):
    for test in lot["tests"]:
        found, limit = Decimal(test["found"]), Decimal(test["limit"])
        kept = found >= limit if "min." in test["unit"] else found <= limit
        assert kept == test["passed"]
        assert len(test["unit"]) <= 20
        assert test["limit_source"] and 0 < test["sampled_days_ago"] <= lot["harvested_days_ago"]


def test_report_numbers_are_never_used_twice():
    numbers = [test["report_no"] for lot in LOTS for test in lot["tests"]]

    assert len(numbers) == len(set(numbers))


def test_every_product_of_a_live_region_has_a_lot_and_none_of_the_others_has():
    live = {row["code"] for row in PRODUCTS if province_of(row["region"])["agreement"]["status"] == "live"}

    assert {lot["product"] for lot in LOTS} == live


def test_fresh_goods_reach_a_near_market_and_some_lots_are_too_old_for_a_far_one():
    left = [
        lot["best_before_days"] - lot["harvested_days_ago"]
        for lot in LOTS
        if PRODUCT_OF[lot["product"]]["category"] == "fresh-fruit"
    ]

    assert any(days >= 45 for days in left)
    assert any(7 <= days <= 25 for days in left)
