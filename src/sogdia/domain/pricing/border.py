"""At the border: customs value, duty, low-value relief, import VAT and clearing of one buyer's entry (LC-1 to LC-7)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction

from sogdia.domain.money import Money, allocate, half_up, rounded
from sogdia.domain.pricing.carriage import fx_basis
from sogdia.domain.pricing.inputs import (
    HUNDRED_PERCENT,
    KG,
    CustomsBasis,
    EntryMode,
    GoodsLine,
    LaneMarket,
    LowValueCounts,
    LowValueKind,
    MarketRules,
    Rates,
)
from sogdia.domain.pricing.parts import Figure, Part
from sogdia.domain.tariff import resolve
from sogdia.domain.tariff.expressions import Measured, text_of
from sogdia.domain.tariff.hs import digits

#: What each line owes, by its key, and how that came about.
_Owed = dict[str, tuple[int, dict[str, object]]]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One line at the border, in minor units of the buyer's currency; ``carriage`` is hub to gateway."""

    line: GoodsLine
    goods: int
    carriage: int
    border_carriage: int
    insurance: int
    last_mile: int
    customs_value: int

    @property
    def beyond_customs_value(self) -> int:
        """Give what the buyer pays for goods and their way that the customs value leaves out."""
        return self.goods + self.carriage + self.insurance + self.last_mile - self.customs_value


def arrive(
    line: GoodsLine,
    *,
    goods: int,
    carriage: int,
    insurance: int,
    last_mile: int,
    border_share_bp: int,
    basis: CustomsBasis,
) -> Arrival:
    """
    Value one line for customs.

    LC-1: the goods as sold at the hub (FOB), plus carriage up to the border and insurance under CIF; the inland part of
    the carriage and the last mile are never in it. At home there is no customs value.
    """
    border_carriage = half_up(carriage * border_share_bp, HUNDRED_PERCENT)
    value = {
        CustomsBasis.CIF: goods + border_carriage + insurance,
        CustomsBasis.FOB: goods,
        CustomsBasis.NONE: 0,
    }[basis]
    return Arrival(line, goods, carriage, border_carriage, insurance, last_mile, value)


def _grouped(arrivals: Sequence[Arrival]) -> list[list[Arrival]]:
    """Put together what a customs entry declares as one item: same code, origin, proofs and tariff."""
    groups: dict[object, list[Arrival]] = {}
    for arrival in arrivals:
        line = arrival.line
        groups.setdefault((digits(line.code), line.origin, line.proofs, line.measures), []).append(arrival)
    return list(groups.values())


def _measured(lines: Sequence[GoodsLine]) -> Measured:
    """Add up what specific duties count; one line that nobody measured leaves the whole unmeasured."""

    def together(each: Iterable[int | None]) -> int | None:
        known = [one for one in each if one is not None]
        return sum(known) if len(known) == len(lines) else None

    return Measured(
        net_mass_g=sum(line.net_mass_g for line in lines),
        pieces=sum(line.pieces for line in lines) if all(line.pieces for line in lines) else 0,
        content_ml=together(line.content_ml for line in lines),
        area_cm2=together(line.area_cm2 for line in lines),
        alcohol_100nl=together(line.alcohol_100nl for line in lines),
        pairs=together(line.pairs for line in lines),
    )


def _duty(arrivals: Sequence[Arrival], *, currency: str, rates: Rates, on: date) -> resolve.Duty:
    first = arrivals[0].line
    return resolve.duty_for(
        first.measures,
        code=first.code,
        origin=first.origin,
        on=on,
        proofs=first.proofs,
        value=Fraction(sum(arrival.customs_value for arrival in arrivals)),
        currency=currency,
        measured=_measured([arrival.line for arrival in arrivals]),
        rates=rates,
    )


def _shared(whole: int, group: Sequence[Arrival], *, currency: str, rates: Rates, on: date) -> list[int]:
    """Share an item's duty by what each line would owe alone; by customs value when none would owe anything."""
    if len(group) == 1:
        return [whole]
    alone = [_duty([one], currency=currency, rates=rates, on=on).amount for one in group]
    scale = math.lcm(*(amount.denominator for amount in alone))
    weights = [int(amount * scale) for amount in alone]
    return allocate(whole, weights if any(weights) else [one.customs_value for one in group])


def _ordinary(arrivals: Sequence[Arrival], *, currency: str, rates: Rates, on: date) -> _Owed:
    """LC-3: duty per declared item, rounded half up once, shared by what each line would owe alone."""
    found: _Owed = {}
    for group in _grouped(arrivals):
        duty = _duty(group, currency=currency, rates=rates, on=on)
        whole = rounded(duty.amount)
        shares = _shared(whole, group, currency=currency, rates=rates, on=on)
        basis: dict[str, object] = {
            "rule": "LC-3",
            "item_duty_minor": whole,
            "item_value_minor": sum(one.customs_value for one in group),
            "measures": [
                {
                    "id": measure.id,
                    "code": measure.code,
                    "kind": str(measure.kind),
                    "rate_text": measure.rate_text,
                    "expression": text_of(measure.expression),
                    "exact_minor": str(exact),
                    "proof": measure.proof,
                    "source": measure.source,
                    "checked_on": measure.checked_on.isoformat(),
                }
                for measure, exact in zip(duty.measures, duty.amounts, strict=True)
            ],
            "measured": {
                name: counted
                for name, counted in asdict(_measured([one.line for one in group])).items()
                if counted
            },
        }
        for one, share in zip(group, shares, strict=True):
            found[one.line.key] = share, {**basis, "code": one.line.code, "base_minor": one.customs_value}
    return found


def _flat(arrivals: Sequence[Arrival], each: int) -> dict[str, int]:
    """LC-5: one flat amount per distinct six-digit subheading of the entry, shared by customs value."""
    headings: dict[str, list[Arrival]] = {}
    for arrival in arrivals:
        headings.setdefault(digits(arrival.line.code)[:6], []).append(arrival)
    shares: dict[str, int] = {}
    for group in headings.values():
        parts = allocate(each, [one.customs_value for one in group])
        shares.update((one.line.key, part) for one, part in zip(group, parts, strict=True))
    return shares


def _relief(arrivals: Sequence[Arrival], *, market: MarketRules, rates: Rates, on: date) -> _Owed:
    """LC-4, LC-5: give what the lines of a small individual entry owe instead; nothing where no relief applies."""
    rule = market.low_value
    if rule.kind is LowValueKind.NONE or not rule.is_valid(on):
        return {}
    rate = rates.get(rule.currency, market.currency)
    counts_goods = rule.counts is LowValueCounts.GOODS
    entry_value = sum(one.goods if counts_goods else one.customs_value for one in arrivals)
    if entry_value > rate.exact_minor(rule.limit_minor):
        return {}
    excluded = tuple(digits(prefix) for prefix in rule.excluded_prefixes)
    small = [one for one in arrivals if not digits(one.line.code).startswith(excluded)]
    is_flat = rule.kind is LowValueKind.FLAT_PER_SUBHEADING
    instead = _flat(small, rounded(rate.exact_minor(rule.flat_minor))) if is_flat else {}
    basis: dict[str, object] = {
        "rule": "LC-5" if is_flat else "LC-4",
        "reason": str(rule.kind),
        "limit_minor": rule.limit_minor,
        "flat_minor": rule.flat_minor,
        "flat_here_minor": rounded(rate.exact_minor(rule.flat_minor)),
        "limit_here_minor": math.floor(rate.exact_minor(rule.limit_minor)),
        "limit_currency": rule.currency,
        "limit_counts": str(rule.counts),
        "entry_value_minor": entry_value,
        "low_value_source": rule.source,
        **fx_basis(rate),
    }
    return {one.line.key: (instead.get(one.line.key, 0), basis) for one in small}


def duties(
    arrivals: Sequence[Arrival], *, mode: EntryMode, market: MarketRules, rates: Rates, on: date
) -> dict[str, Figure]:
    """
    Give each line's duty in the buyer's currency.

    LC-4: an individual entry worth at most the limit is free of duty where the territory says so, but for goods that
    it excludes.
    LC-5: or pays a flat amount per subheading instead. A consolidated entry has no relief (LC-6), home no duty (LC-7).
    LC-10: the ordinary duty must be known and computable even where relief replaces it.

    :raises resolve.TariffUnknown, sogdia.domain.tariff.expressions.DutyNotComputable: the product is closed here.
    """

    if mode is EntryMode.HOME:
        home: dict[str, object] = {"rule": "LC-7", "reason": "home"}
        return {one.line.key: Figure(Part.DUTY, Money(0, market.currency), dict(home)) for one in arrivals}
    owed = _ordinary(arrivals, currency=market.currency, rates=rates, on=on)
    if mode is EntryMode.INDIVIDUAL:
        relieved = _relief(arrivals, market=market, rates=rates, on=on)
        owed = {
            key: (minor, basis)
            if key not in relieved
            else (relieved[key][0], {**basis, **relieved[key][1], "ordinary_minor": minor})
            for key, (minor, basis) in owed.items()
        }
    return {
        key: Figure(Part.DUTY, Money(minor, market.currency), basis) for key, (minor, basis) in owed.items()
    }


def vat(arrival: Arrival, *, duty_minor: int, mode: EntryMode, market: MarketRules) -> Figure:
    """
    Give one line's VAT, rounded half up once per line.

    LC-2: on the customs value, plus duty and plus the rest of the way where the market says so.
    LC-7: at home on goods, freight, insurance and last mile.
    """
    is_home = mode is EntryMode.HOME
    duty = duty_minor if market.vat_includes_duty and not is_home else 0
    rest = arrival.beyond_customs_value if market.vat_includes_inland or is_home else 0
    base = arrival.customs_value + duty + rest
    minor = half_up(base * arrival.line.vat_bp, HUNDRED_PERCENT)
    basis: dict[str, object] = {
        "rule": "LC-7" if is_home else "LC-2",
        "rate_bp": arrival.line.vat_bp,
        "base_minor": base,
        "customs_value_minor": arrival.customs_value,
        "duty_minor": duty,
        "inland_minor": rest,
        "source": market.vat_source,
        "checked_on": market.checked_on.isoformat() if market.checked_on else "",
    }
    return Figure(Part.VAT, Money(minor, market.currency), basis)


def clearing(
    arrivals: Sequence[Arrival], *, lane_market: LaneMarket, currency: str, rates: Rates
) -> dict[str, Figure]:
    """
    Give each line's clearing and brokerage in the buyer's currency.

    LC-6: an individual entry bears its whole fee, shared by customs value, plus the fee per kg; of a consolidated entry a
    buyer bears the fee per kg alone. At home nothing is cleared (LC-7).
    """

    def figure(minor: int, basis: dict[str, object]) -> Figure:
        return Figure(Part.CLEARING, Money(minor, currency), basis)

    if lane_market.entry_mode is EntryMode.HOME:
        return {arrival.line.key: figure(0, {"rule": "LC-7", "reason": "home"}) for arrival in arrivals}
    rate = rates.get(lane_market.clearing_currency, currency)
    is_individual = lane_market.entry_mode is EntryMode.INDIVIDUAL
    entry = rounded(rate.exact_minor(lane_market.clearing_per_entry_minor)) if is_individual else 0
    masses = [arrival.line.gross_mass_g for arrival in arrivals]
    by_mass = rounded(rate.exact_minor(lane_market.clearing_per_kg_minor * sum(masses) / KG))
    basis: dict[str, object] = {
        "rule": "LC-6",
        "entry_minor": entry,
        "by_mass_minor": by_mass,
        "entry_mode": str(lane_market.entry_mode),
        "importer_of_record": lane_market.importer_of_record,
        "clearing_currency": lane_market.clearing_currency,
        "per_entry_minor": lane_market.clearing_per_entry_minor if is_individual else 0,
        "per_kg_minor": lane_market.clearing_per_kg_minor,
        "gross_mass_g": sum(masses),
        **fx_basis(rate),
    }
    shares = zip(
        arrivals,
        allocate(entry, [arrival.customs_value for arrival in arrivals]),
        allocate(by_mass, masses),
        strict=True,
    )
    return {arrival.line.key: figure(fee + kg, dict(basis)) for arrival, fee, kg in shares}
