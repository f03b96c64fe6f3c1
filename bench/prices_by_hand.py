"""The reference for prices: what one would write by hand over the same columns, in floating point and with no refusals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from sogdia.domain.pricing.inputs import CustomsBasis, EntryMode, LowValueCounts, LowValueKind
from sogdia.domain.pricing.sheets import NONE, GoodsSheet, MarketSheet, SheetWay
from sogdia.domain.refusals import Refusal
from sogdia.domain.tariff import resolve
from sogdia.domain.tariff.admissibility import LotFacts, judge
from sogdia.domain.tariff.measures import MaxOf
from sogdia.gateways.prices.shapes import VALUE, NotInColumns, tree_of

COUNTED = (VALUE, "g", "ml", "pc", "cm2")


@dataclass(frozen=True)
class Prepared:
    """Tables of one market that a hand would fill beforehand; outside of what is timed."""

    sheet: MarketSheet
    allowed: Any
    known: Any
    rates: Any
    takes_highest: Any
    fx: Any
    vat: Any
    lanes: list[list[SheetWay]]


def prepare(goods: GoodsSheet, sheet: MarketSheet) -> Prepared:
    """Fill the tables: verdict and third-country duty of each code for goods of the home country."""
    codes, rules = sheet.codes, sheet.rules
    allowed, known, highest = ([False] * (len(codes.codes) + 1) for _ in range(3))
    rates = np.zeros((len(COUNTED), len(codes.codes) + 1))
    for place, code in enumerate(codes.codes):
        facts = LotFacts("CN", (), code)
        allowed[place] = judge(sheet.admissibility, facts, (rules.code, rules.territory), sheet.today).allowed
        try:
            first, *_ = resolve.applicable(
                codes.measures[place], code=code, origin="CN", on=sheet.today, proofs=()
            )
            tree = tree_of(first.expression, currency=rules.currency, rates=sheet.rates)
        except (Refusal, NotInColumns):
            continue
        known[place], highest[place] = True, isinstance(first.expression, MaxOf)
        for leaf in tree.parts or (tree,):
            if not leaf.parts:
                rates[COUNTED.index(leaf.kind), place] = float(leaf.rate)
    lanes: dict[int, list[SheetWay]] = {}
    for way in sheet.ways:
        lanes.setdefault(way.lane_id, []).append(way)
    fx = [float(_factor(sheet, terms.currency)) for terms in goods.all_terms]
    vat = [sheet.vat_bp.get(name, 0) / 10_000 for name in codes.vat_classes]
    return Prepared(
        sheet, np.array(allowed), np.array(known), rates, np.array(highest), np.array(fx), np.array([*vat, 0.0]), [*lanes.values()]
    )  # fmt: skip


def _factor(sheet: MarketSheet, currency: str) -> Fraction:
    try:
        return sheet.rates.get(currency, sheet.rules.currency).exact_minor(1)
    except Refusal:
        return Fraction(0)


def _whole(amount: Any) -> Any:
    return np.floor(amount + 0.5)


def price(goods: GoodsSheet, markets: Sequence[Prepared]) -> Iterator[tuple[Any, Any]]:
    """Give totals and departures, market by market."""
    c = {name: np.asarray(getattr(goods, name)) for name in goods.__dataclass_fields__ if name not in {"lots", "packs"} and not isinstance(getattr(goods, name), tuple)}  # fmt: skip
    terms = {name: np.array([getattr(one, name) for one in goods.all_terms], dtype=float)[c["terms"]] for name in ("commission_bp", "first_mile_minor_per_kg", "hub_minor_per_kg", "payout_fee_bp")}  # fmt: skip
    net, kg, m3 = c["net_minor"].astype(float), c["gross_mass_g"] / 1000, c["volume_cm3"] / 1e6
    asking = net + _whole(net * terms["commission_bp"] / 1e4) + _whole(kg * terms["first_mile_minor_per_kg"])
    asking += _whole(kg * terms["hub_minor_per_kg"]) + _whole(net * terms["payout_fee_bp"] / 1e4)
    counted = [c[name].astype(float) for name in ("net_mass_g", "content_ml", "pieces", "area_cm2")]
    for market in markets:
        yield _in_market(goods, market, c, asking, kg, m3, counted)


def _in_market(
    goods: GoodsSheet, market: Prepared, c: Any, asking: Any, kg: Any, m3: Any, counted: Any
) -> Any:
    sheet, lots, size = market.sheet, goods.lots, len(goods)
    code = np.asarray(sheet.codes.code)
    row, day = np.asarray(lots.row), np.asarray(lots.best_before)
    is_home = sheet.rules.basis is CustomsBasis.NONE
    good = (np.asarray(lots.free) >= c["needed"][row]) & (is_home | market.allowed[code[row]])
    last = np.full(size, -1)
    last[row[good]] = day[good]
    open_rows = (c["closed"] == NONE) & (np.asarray(sheet.codes.approved) == 1) & (market.fx[c["terms"]] > 0)
    open_rows &= is_home | market.known[code]
    goods_minor = _whole(asking * market.fx[c["terms"]])
    vat = market.vat[np.asarray(sheet.codes.vat_class)]
    best, chosen = np.full(size, np.inf), np.full(size, NONE)
    for lane in market.lanes:
        taken = np.array([name in lane[0].temperatures for name in goods.temperatures])
        waits = np.flatnonzero(open_rows & taken[c["temperature"]])
        for way in lane:
            fits = (c["gross_mass_g"][waits] <= way.room_mass_g) & (
                c["volume_cm3"][waits] <= way.room_volume_cm3
            )
            lives = last[waits] >= way.window.latest.toordinal() + sheet.minimum_life_days
            rows = waits[fits & lives]
            if rows.size:
                total = _landed(
                    market, way, rows, goods_minor[rows], kg[rows], m3[rows], code[rows], vat[rows], counted
                )
                better = total < best[rows]
                best[rows[better]] = total[better]
                chosen[rows[better]] = sheet.ways.index(way)
            waits = waits[~(fits & lives)]
            if not waits.size:
                break
    return best, chosen


def _landed(
    market: Prepared, way: SheetWay, rows: Any, sold: Any, kg: Any, m3: Any, code: Any, vat: Any, counted: Any
) -> Any:
    sheet, lane, service, rules = market.sheet, way.tariff, way.lane_market, market.sheet.rules
    weight = np.ceil(np.maximum(kg * 1000, m3 * 1000 * lane.wm_kg_per_m3))
    caused = np.maximum(_whole(lane.per_kg_minor * kg + lane.per_m3_minor * m3), lane.minimum_minor)
    caused += lane.surcharge_minor
    alone = np.maximum(_whole(lane.standalone_per_kg_minor * weight / 1000), lane.standalone_minimum_minor)
    full = (
        min(lane.capacity_mass_g, lane.capacity_volume_cm3 * lane.wm_kg_per_m3 // 1000) * lane.careful_fill_bp
    )
    shared = np.minimum(
        np.ceil(lane.vehicle_fixed_minor * weight * 10_000 / full), np.maximum(alone - caused, 0)
    )
    main = _whole((caused + shared) * float(_factor(sheet, lane.currency)))
    mile = service.last_mile_per_shipment_minor + service.last_mile_per_kg_minor * kg
    mile = _whole(mile * float(_factor(sheet, service.last_mile_currency)))
    insurance = _whole(sold * 1.1 * lane.insurance_bp / 10_000)
    sent = sold + main + mile + insurance
    if service.entry_mode is EntryMode.HOME:
        return sent + _whole(sent * vat)
    value = sold
    if rules.basis is CustomsBasis.CIF:
        value = sold + _whole(main * lane.border_share_bp / 10_000) + insurance
    parts = [value, *(column[rows] for column in counted)]
    owed = [part * market.rates[place][code] for place, part in enumerate(parts)]
    duty = _whole(np.where(market.takes_highest[code], np.maximum.reduce(owed), sum(owed)))
    rule = rules.low_value
    if service.entry_mode is EntryMode.INDIVIDUAL and rule.kind is not LowValueKind.NONE:
        factor = float(_factor(sheet, rule.currency))
        counts = sold if rule.counts is LowValueCounts.GOODS else value
        flat = rule.flat_minor * factor if rule.kind is LowValueKind.FLAT_PER_SUBHEADING else 0.0
        duty = np.where(counts <= rule.limit_minor * factor, _whole(flat), duty)
    base = sent if rules.vat_includes_inland else value
    tax = _whole((base + duty if rules.vat_includes_duty else base) * vat)
    clearing = float(_factor(sheet, service.clearing_currency))
    entry = service.clearing_per_entry_minor if service.entry_mode is EntryMode.INDIVIDUAL else 0
    return (
        sent + duty + tax + _whole(entry * clearing) + _whole(service.clearing_per_kg_minor * kg * clearing)
    )
