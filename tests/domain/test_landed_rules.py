"""Landed cost: the worked examples of docs/rules/landed-cost.md."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

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
    TERMS,
    line,
    measure,
    packs_of,
)
from sogdia.domain.money import Money
from sogdia.domain.pricing import seller
from sogdia.domain.pricing.inputs import CustomsBasis, GoodsLine, LaneMarket, LowValueCounts, MarketRules
from sogdia.domain.pricing.landed import EntryNotDescribed, PricedDeparture, price_departure, price_single
from sogdia.domain.pricing.parts import SELLER_PARTS, Part
from sogdia.domain.tariff.expressions import DutyNotComputable
from sogdia.domain.tariff.resolve import TariffUnknown

TO_PARIS = {
    Part.NET: 2_500,
    Part.COMMISSION: 125,
    Part.FIRST_MILE: 69,
    Part.HUB: 41,
    Part.PAYOUT_FEE: 3,
    Part.FREIGHT_SHARED: 275,
    Part.FREIGHT_CAUSED: 36,
    Part.LAST_MILE: 620,
    Part.INSURANCE: 15,
    Part.DUTY: 72,
    Part.VAT: 207,
    Part.CLEARING: 255,
}


def priced(
    *lines: GoodsLine, lane_market: LaneMarket = INDIVIDUAL, market: MarketRules = FRANCE
) -> PricedDeparture:
    return price_departure(
        lines=lines or (line(),), lane=LANE, lane_market=lane_market, market=market, rates=RATES, on=DAY
    )


def test_lc_1_customs_value_is_cif_or_fob():
    cif = priced()
    fob = priced(market=replace(FRANCE, basis=CustomsBasis.FOB))

    assert cif.lines[0].customs_value == Money(3_002, "EUR")
    assert fob.lines[0].customs_value == Money(2_738, "EUR")


def test_lc_1_the_last_mile_is_never_in_the_customs_value():
    dear = replace(INDIVIDUAL, last_mile_per_shipment_minor=9_900)

    assert priced(lane_market=dear).lines[0].customs_value == priced().lines[0].customs_value


def test_lc_2_vat_is_charged_on_duty_and_the_way_too():
    tax = priced().lines[0].figure(Part.VAT)

    assert tax.amount == Money(207, "EUR")
    assert (tax.basis["base_minor"], tax.basis["inland_minor"]) == (3_756, 682)


@pytest.mark.parametrize(
    ("with_duty", "with_inland", "base"), [(True, False, 3_074), (False, True, 3_684), (False, False, 3_002)]
)
def test_lc_2_the_base_is_what_the_market_says(with_duty, with_inland, base):
    market = replace(FRANCE, vat_includes_duty=with_duty, vat_includes_inland=with_inland)

    assert priced(market=market).lines[0].figure(Part.VAT).basis["base_minor"] == base


def test_lc_3_lines_of_one_item_owe_duty_together():
    gift = line(net_minor=1_200, terms=replace(TERMS, first_mile_minor_per_kg=0, hub_minor_per_kg=0))
    small = replace(gift, terms=replace(gift.terms, commission_bp=0, payout_fee_bp=0))
    market = replace(FRANCE, basis=CustomsBasis.FOB)

    both = priced(replace(small, key="a"), replace(small, key="b"), market=market)

    assert [one.customs_value.minor for one in both.lines] == [150, 150]
    assert priced(small, market=market).amount(Part.DUTY) == Money(4, "EUR")
    assert both.amount(Part.DUTY) == Money(7, "EUR")


def test_lc_3_a_specific_duty_is_shared_by_what_it_counts():
    by_weight = (measure("spec:1 EUR/kg"),)
    heavy = line(key="heavy", measures=by_weight, net_minor=1_000)
    light = line(key="light", measures=by_weight, net_mass_g=2_500, net_minor=90_000)

    whole = priced(heavy, light)

    assert [one.amount(Part.DUTY).minor for one in whole.lines] == [1_000, 250]


def test_lc_4_a_small_entry_is_free_of_duty():
    free = priced(market=replace(FRANCE, low_value=FREE_BELOW)).lines[0]

    assert free.amount(Part.DUTY) == Money(0, "EUR")
    assert free.amount(Part.VAT) == Money(203, "EUR")
    assert free.figure(Part.DUTY).basis["reason"] == "duty-free-below"
    assert free.figure(Part.DUTY).basis["ordinary_minor"] == 72


@pytest.mark.parametrize(("limit_minor", "duty_minor"), [(3_002, 0), (3_001, 72)])
def test_lc_4_the_limit_itself_is_still_low(limit_minor, duty_minor):
    rule = replace(FREE_BELOW, limit_minor=limit_minor)

    assert priced(market=replace(FRANCE, low_value=rule)).amount(Part.DUTY).minor == duty_minor


def test_lc_4_the_whole_entry_counts_not_each_line():
    rule = replace(FREE_BELOW, limit_minor=5_000)

    both = priced(line(key="a"), line(key="b", seller_id=2), market=replace(FRANCE, low_value=rule))

    assert both.amount(Part.DUTY).minor == 144


def test_lc_4_some_territories_count_the_goods_alone():
    rule = replace(FREE_BELOW, limit_minor=2_800)
    goods_alone = replace(rule, counts=LowValueCounts.GOODS)

    assert priced(market=replace(FRANCE, low_value=goods_alone)).amount(Part.DUTY).minor == 0
    assert priced(market=replace(FRANCE, low_value=rule)).amount(Part.DUTY).minor == 72


def test_lc_4_excluded_goods_and_other_days_pay_the_ordinary_duty():
    wine = line(key="wine", code="220421", measures=(measure("adv:10", code="2204"),))
    rule = replace(FREE_BELOW, excluded_prefixes=("2204",))
    ended = replace(FREE_BELOW, valid_to=date(2026, 8, 31))
    to_come = replace(FREE_BELOW, valid_from=date(2026, 9, 2))

    both = priced(line(), wine, market=replace(FRANCE, low_value=rule))

    assert [one.amount(Part.DUTY).minor for one in both.lines] == [0, 300]
    for other in (ended, to_come):
        assert priced(market=replace(FRANCE, low_value=other)).amount(Part.DUTY).minor == 72


def test_lc_5_each_subheading_pays_once():
    walnuts = line(key="walnuts", code="080232", measures=(measure("adv:4", code="0802"),))
    basket = (line(key="a"), line(key="b", seller_id=2), walnuts)

    flat = priced(*basket, market=replace(FRANCE, low_value=FLAT))

    assert flat.amount(Part.DUTY) == Money(600, "EUR")
    assert [one.amount(Part.DUTY).minor for one in flat.lines] == [150, 150, 300]


def test_lc_6_a_consolidated_entry_has_no_relief_and_no_fee_per_buyer():
    pooled = priced(lane_market=CONSOLIDATED, market=replace(FRANCE, low_value=FREE_BELOW))

    assert priced().amount(Part.CLEARING) == Money(255, "EUR")
    assert pooled.amount(Part.CLEARING) == Money(55, "EUR")
    assert pooled.amount(Part.DUTY) == Money(72, "EUR")
    assert pooled.lines[0].figure(Part.CLEARING).basis["importer_of_record"] == "Paris Comptoir"


def test_lc_6_two_sellers_share_one_entry_fee():
    both = priced(line(key="a"), line(key="b", seller_id=2))

    assert [one.amount(Part.CLEARING).minor for one in both.lines] == [155, 155]


def test_lc_7_at_home_there_is_no_border():
    home = priced(line(measures=(), vat_bp=900), lane_market=HOME, market=CHINA).lines[0]

    assert home.amount(Part.DUTY, Part.CLEARING) == Money(0, "CNY")
    assert home.figure(Part.VAT).basis["base_minor"] == 25_130
    assert home.amount(Part.VAT) == Money(2_262, "CNY")
    assert home.figure(Part.DUTY).basis["reason"] == "home"


def test_lc_7_a_lane_that_is_home_to_a_foreign_market_is_refused():
    with pytest.raises(EntryNotDescribed):
        priced(lane_market=HOME)
    with pytest.raises(EntryNotDescribed):
        priced(market=CHINA)


def test_lc_8_insurance_covers_a_tenth_more_than_the_goods():
    assert priced().amount(Part.INSURANCE) == Money(15, "EUR")


def test_lc_9_the_parts_are_the_price():
    paris = priced().lines[0]

    assert {figure.part: figure.amount.minor for figure in paris.figures} == TO_PARIS
    assert paris.total == Money(4_218, "EUR")
    assert paris.goods == Money(2_738, "EUR")


def test_lc_9_a_card_shows_what_a_cart_of_one_costs():
    card = price_single(line(), lane=LANE, lane_market=INDIVIDUAL, market=FRANCE, rates=RATES, on=DAY)

    assert card == priced().lines[0]


def test_lc_9_every_figure_says_its_rule():
    for figure in priced().lines[0].figures:
        assert str(figure.basis["rule"]).startswith(("LC-", "FR-", "MO-"))
    duty = priced().lines[0].figure(Part.DUTY).basis
    assert duty["measures"] == [
        {
            "id": 1,
            "code": "080620",
            "kind": "third-country",
            "rate_text": "adv:2.4",
            "expression": "adv:2.4",
            "exact_minor": "9006/125",
            "proof": "",
            "source": "Test tariff",
            "checked_on": "2026-08-01",
        }
    ]


@pytest.mark.parametrize("lane_market", [INDIVIDUAL, CONSOLIDATED])
def test_lc_10_the_unknown_closes_even_where_relief_would_apply(lane_market):
    market = replace(FRANCE, low_value=FREE_BELOW)

    with pytest.raises(TariffUnknown):
        priced(line(measures=()), lane_market=lane_market, market=market)
    with pytest.raises(DutyNotComputable):
        priced(line(measures=(measure("ask:entry price"),)), lane_market=lane_market, market=market)


def test_lc_10_one_line_that_nobody_counted_leaves_the_item_uncounted():
    each = (measure("spec:1 EUR/item"),)

    with pytest.raises(DutyNotComputable):
        priced(line(key="a", measures=each), line(key="b", measures=each, pieces=0))


def test_lc_11_the_sellers_side_comes_on_top_of_the_net():
    parts = seller.seller_side(net_minor=20_000, gross_mass_g=11_000, terms=TERMS)

    assert [parts[part] for part in SELLER_PARTS] == [20_000, 1_000, 550, 330, 20]
    assert seller.asking(parts) == 21_900


def at_net(net_minor: int) -> Money:
    return priced(line(net_minor=net_minor)).total


def test_lc_12_the_highest_net_that_keeps_the_market_price():
    net = seller.net_for_market_price(Money(4_218, "EUR"), at_net)

    assert net == 20_007
    assert at_net(net) <= Money(4_218, "EUR") < at_net(net + 1)


def test_lc_12_a_market_price_that_leaves_nothing_is_refused():
    with pytest.raises(seller.MarketPriceTooLow) as refused:
        seller.net_for_market_price(Money(1_000, "EUR"), at_net)

    assert refused.value.params["lowest_minor"] == at_net(1).minor


def test_lc_13_eleven_packs_cost_more_than_ten():
    assert priced(packs_of(line(), 11)).total > priced(line()).total
