"""The laws of a delivered price: nothing lost, nothing below nought, more packs never cost less."""

from __future__ import annotations

from dataclasses import replace

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
)
from sogdia.domain.money import Money
from sogdia.domain.pricing.inputs import GoodsLine, LaneMarket, LowValueRule, MarketRules
from sogdia.domain.pricing.landed import PricedDeparture, price_departure, price_single
from sogdia.domain.pricing.parts import SELLER_PARTS, Part
from sogdia.domain.pricing.seller import MarketPriceTooLow, net_for_market_price

DUTIES = ("free", "adv:2.4", "max(adv:5,spec:0.3 EUR/kg)", "sum(adv:1,spec:2 GBP/100kg)", "spec:0.1 EUR/item")
WORLDS = (
    (INDIVIDUAL, FRANCE),
    (INDIVIDUAL, replace(FRANCE, low_value=FREE_BELOW)),
    (INDIVIDUAL, replace(FRANCE, low_value=FLAT)),
    (CONSOLIDATED, replace(FRANCE, vat_includes_inland=False)),
    (HOME, CHINA),
)


@st.composite
def goods(draw: st.DrawFn) -> list[GoodsLine]:
    """A basket of up to four lines from up to three sellers."""
    return [
        line(
            key=f"line-{n}",
            seller_id=draw(st.integers(1, 3)),
            net_minor=draw(st.integers(0, 500_000)),
            net_mass_g=(net_g := draw(st.integers(1, 500_000))),
            gross_mass_g=net_g + draw(st.integers(0, 50_000)),
            volume_cm3=draw(st.integers(0, 2_000_000)),
            pieces=draw(st.integers(1, 100)),
            code=draw(st.sampled_from(("080620", "080621", "080620"))),
            vat_bp=draw(st.sampled_from((0, 550, 2_000))),
            measures=(measure(draw(st.sampled_from(DUTIES)), code="0806"),),
        )
        for n in range(draw(st.integers(1, 4)))
    ]


def priced(lines: list[GoodsLine], world: tuple[LaneMarket, MarketRules]) -> PricedDeparture:
    lane_market, market = world
    return price_departure(
        lines=lines, lane=LANE, lane_market=lane_market, market=market, rates=RATES, on=DAY
    )


@given(goods(), st.sampled_from(WORLDS))
def test_lc_9_figures_add_up_to_lines_and_lines_to_the_whole(lines, world):
    whole = priced(lines, world)

    assert sum(one.total.minor for one in whole.lines) == whole.total.minor
    for one in whole.lines:
        assert [figure.part for figure in one.figures] == list(Part)
        assert sum(figure.amount.minor for figure in one.figures) == one.total.minor
        assert all(figure.amount.minor >= 0 for figure in one.figures)
    assert sum(money.minor for money in whole.by_part.values()) == whole.total.minor


@given(goods(), st.sampled_from(WORLDS))
def test_lc_9_every_shipment_is_charged_to_its_lines_exactly(lines, world):
    whole = priced(lines, world)

    for shipment in whole.shipments:
        own = [whole.line(key) for key in shipment.line_keys]
        assert sum(x.amount(Part.FREIGHT_SHARED).minor for x in own) == shipment.shared.minor
        assert sum(x.amount(Part.FREIGHT_CAUSED).minor for x in own) == shipment.caused.minor
        assert sum(x.amount(Part.LAST_MILE).minor for x in own) == shipment.last_mile.minor
    assert sorted(key for s in whole.shipments for key in s.line_keys) == sorted(x.key for x in lines)


@given(goods(), st.sampled_from(WORLDS))
def test_lc_11_the_promised_net_is_kept_to_the_minor_unit(lines, world):
    whole = priced(lines, world)

    for asked, one in zip(lines, whole.lines, strict=True):
        assert one.seller_parts[Part.NET] == asked.net_minor
        rate = RATES.get("CNY", whole.currency)
        assert one.goods == rate.convert(Money(one.asking_minor, "CNY"))
        assert set(one.seller_parts) == set(SELLER_PARTS)


@given(
    goods(),
    st.sampled_from([world for world in WORLDS if world[1].low_value != FLAT]),
    st.integers(1, 400),
)
def test_lc_13_more_packs_of_one_line_never_cost_less(lines, world, packs):
    lane_market, market = world
    one = replace(lines[0], packs=1)

    def price(count: int) -> int:
        return price_single(
            packs_of(one, count), lane=LANE, lane_market=lane_market, market=market, rates=RATES, on=DAY
        ).total.minor

    assert price(packs) <= price(packs + 1)


@given(goods())
def test_lc_6_a_consolidated_entry_never_looks_at_low_value(lines):
    without = priced(lines, (CONSOLIDATED, replace(FRANCE, low_value=LowValueRule())))

    assert priced(lines, (CONSOLIDATED, replace(FRANCE, low_value=FLAT))).total == without.total


@given(
    goods(), st.sampled_from([world for world in WORLDS if world[1].low_value != FLAT]), st.integers(1, 10**6)
)
def test_lc_12_no_higher_net_keeps_the_market_price(lines, world, target_minor):
    lane_market, market = world

    def price(net_minor: int) -> Money:
        one = replace(lines[0], net_minor=net_minor)
        return price_single(one, lane=LANE, lane_market=lane_market, market=market, rates=RATES, on=DAY).total

    target = Money(target_minor, market.currency)
    try:
        net = net_for_market_price(target, price)
    except MarketPriceTooLow:
        assert price(1) > target
        return

    assert price(net) <= target < price(net + 1)
