"""How each part of a price was reckoned, with its figures filled in: one text for pages, papers and the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from django.utils.translation import gettext as _

from sogdia.apps.quotes import duty_formulas
from sogdia.apps.quotes.duty_formulas import figure, unit
from sogdia.apps.quotes.models import QuoteLine
from sogdia.apps.quotes.part_names import measure_name, part_name
from sogdia.domain.money import rounded
from sogdia.domain.pricing.parts import Part
from sogdia.domain.refusals import NotFound
from sogdia.plumbing import formats
from sogdia.plumbing.texts import pick

Basis = Mapping[str, Any]


@dataclass(frozen=True)
class Working:
    """One step: what is reckoned, and the formula with its figures, which reads from left to right everywhere."""

    label: str
    formula: str


@dataclass(frozen=True)
class Source:
    """Where the figures of one part come from, and when they were last checked."""

    name: str
    text: str
    checked_on: dt.date | None = None


@dataclass(frozen=True)
class Reckoning:
    """One part of a price: its amount, how it came about step by step, and what it rests on."""

    part: Part
    name: str
    amount: str
    rule: str
    workings: tuple[Working, ...]
    sources: tuple[Source, ...]


def of_frozen(rows: Iterable[Mapping[str, Any]], currency: str) -> tuple[Reckoning, ...]:
    """Explain the figures that a quote froze: rows of part, minor and basis."""
    return _said_once(
        _reckon(Part(row["part"]), int(row["minor"]), currency, row.get("basis") or {}) for row in rows
    )


def _said_once(parts: Iterable[Reckoning]) -> tuple[Reckoning, ...]:
    """Leave a source to the first part that rests on it."""
    known: set[Source] = set()
    found = []
    for part in parts:
        found.append(replace(part, sources=tuple(one for one in part.sources if one not in known)))
        known.update(part.sources)
    return tuple(found)


@dataclass(frozen=True)
class ExplainedLine:
    """One line of a quote with every part explained."""

    name: str
    packs: int
    total: str
    parts: tuple[Reckoning, ...]


def of_quote(ref: str) -> list[ExplainedLine]:
    """
    Explain every line of a quote, for whoever runs the house's commands.

    :raises sogdia.domain.refusals.NotFound: for an unknown one.
    """
    rows = QuoteLine.objects.filter(quote__ref=ref).select_related("quote", "offer__pack__product")
    found = [
        ExplainedLine(
            name=pick(row.offer.pack.product.names),
            packs=row.packs,
            total=formats.money(row.total_minor, row.quote.currency),
            parts=of_frozen(row.figures, row.quote.currency),
        )
        for row in rows.order_by("position")
    ]
    if not found:
        raise NotFound(f"No quote {ref}.")
    return found


def sources_of(part: Part, basis: Basis) -> tuple[Source, ...]:
    """Give where one part's duty, tax and exchange rate come from."""
    found = [
        Source(measure_name(measure["kind"]), measure["source"], _date(measure["checked_on"]))
        for measure in basis.get("measures", ())
    ]
    if basis.get("low_value_source"):
        found.append(Source(_("Relief for small entries"), basis["low_value_source"]))
    if basis.get("source"):
        found.append(Source(part_name(part), basis["source"], _date(basis.get("checked_on"))))
    if basis.get("fx_source"):
        pair = _("Exchange rate %(pair)s") % {"pair": basis["fx"]}
        found.append(Source(pair, basis["fx_source"], _date(basis.get("fx_as_of"))))
    return tuple(found)


def _reckon(part: Part, minor: int, currency: str, basis: Basis) -> Reckoning:
    # What was frozen before these figures were kept has an amount and its sources, and no formula.
    needed = _NEEDS[part]
    worked = _WORKINGS[part](basis, minor, currency) if needed in basis else []
    return Reckoning(
        part=part,
        name=part_name(part),
        amount=formats.money(minor, currency),
        rule=str(basis.get("rule", "")),
        workings=tuple(Working(*step) for step in worked),
        sources=sources_of(part, basis),
    )


Steps = list[tuple[str, str]]


def _date(text: object) -> dt.date | None:
    return dt.date.fromisoformat(str(text)) if text else None


def _money(minor: object, currency: object) -> str:
    return formats.money(rounded(Fraction(str(minor))), str(currency))


def _kg(grams: object) -> str:
    return f"{figure(Fraction(str(grams)) / 1000)}{formats.NBSP}{unit('kg')}"


def _per_kg(minor: object, currency: object) -> str:
    return f"{_money(minor, currency)}/{unit('kg')}"


def _is_converted(basis: Basis) -> bool:
    return bool(basis.get("fx"))


def _rate(basis: Basis) -> str:
    # Ten digits: a buyer who reckons again comes to the same cent.
    return figure(Fraction(str(basis["fx_rate"])), digits=10)


def _equation(left: str, right: str) -> str:
    return f"{left} = {right}"


def _of_line(whole: object, basis: Basis, minor: int, currency: str) -> Steps:
    """The line's part of its shipment, by chargeable weight; nothing when it is all of it."""
    line, shipment = int(basis["chargeable_g"]), int(basis["shipment_chargeable_g"])
    if line == shipment:
        return []
    shared = f"{_money(whole, currency)} × {_kg(line)} ÷ {_kg(shipment)}"
    return [(_("This line's part of its shipment"), _equation(shared, _money(minor, currency)))]


def _seller(basis: Basis, minor: int, currency: str, *, made: str, is_first: bool = False) -> Steps:
    own, own_currency = basis["seller_minor"], basis["seller_currency"]
    first = _equation(made, _money(own, own_currency)) if made else _money(own, own_currency)
    steps = [(_("In the grower's currency"), first)]
    if not _is_converted(basis):
        return steps
    asking, goods = _money(basis["asking_minor"], own_currency), _money(basis["goods_minor"], currency)
    share = f"{goods} × {_money(own, own_currency)} ÷ {asking}"
    if is_first:
        steps.append(
            (_("The price at the hub, converted once"), _equation(f"{asking} × {_rate(basis)}", goods))
        )
    return [*steps, (_("Its part of the price at the hub"), _equation(share, _money(minor, currency)))]


def _net(basis: Basis, minor: int, currency: str) -> Steps:
    packs, own = int(basis.get("packs", 1)), int(basis["seller_minor"])
    each = (
        "" if own % packs else f"{formats.number(packs)} × {_money(own // packs, basis['seller_currency'])}"
    )
    return _seller(basis, minor, currency, made=each if packs > 1 else "", is_first=True)


def _of_net(basis: Basis, minor: int, currency: str) -> Steps:
    made = f"{_money(basis['net_minor'], basis['seller_currency'])} × {formats.percent_bp(int(basis['rate_bp']))}"
    return _seller(basis, minor, currency, made=made)


def _of_mass(basis: Basis, minor: int, currency: str) -> Steps:
    made = f"{_kg(basis['gross_mass_g'])} × {_per_kg(basis['minor_per_kg'], basis['seller_currency'])}"
    return _seller(basis, minor, currency, made=made)


def _freight_shared(basis: Basis, minor: int, currency: str) -> Steps:
    lane = basis["lane_currency"]
    fill = formats.percent_bp(int(basis["careful_fill_bp"]))
    ceiling = (
        f"{_money(basis['vehicle_fixed_minor'], lane)} × {_kg(basis['shipment_chargeable_g'])} ÷ "
        f"({_kg(basis['capacity_chargeable_g'])} × {fill})"
    )
    alone = f"max({_money(basis['standalone_minor'], lane)} − {_money(basis['lane_caused_minor'], lane)}, {_money(0, lane)})"
    whole = basis["shipment_shared_minor"]
    shared = _money(basis["lane_minor"], lane)
    steps = [
        (
            _("Its share of the vehicle at a careful fill, at most what travelling alone would leave"),
            _equation(f"min({ceiling}, {alone})", shared),
        )
    ]
    if _is_converted(basis):
        steps.append((_("Converted"), _equation(f"{shared} × {_rate(basis)}", _money(whole, currency))))
    return [*steps, *_of_line(whole, basis, minor, currency)]


def _freight_caused(basis: Basis, minor: int, currency: str) -> Steps:
    lane, whole = basis["lane_currency"], basis["shipment_caused_minor"]
    own = (
        f"{_kg(basis['gross_mass_g'])} × {_per_kg(basis['per_kg_minor'], lane)} + "
        f"{figure(Fraction(int(basis['volume_cm3']), 10**6))}{formats.NBSP}{unit('m3')} × {_money(basis['per_m3_minor'], lane)}/{unit('m3')}"
    )
    made = f"max({own}, {_money(basis['minimum_minor'], lane)}) + {_money(basis['surcharge_minor'], lane)}"
    caused = _money(basis["lane_minor"], lane)
    steps = [(_("What the shipment causes by its weight and room"), _equation(made, caused))]
    if _is_converted(basis):
        shared = _money(basis["shipment_shared_minor"], currency)
        both = f"({_money(basis['lane_shared_minor'], lane)} + {caused}) × {_rate(basis)} − {shared}"
        steps.append((_("Converted together with the shared part"), _equation(both, _money(whole, currency))))
    return [*steps, *_of_line(whole, basis, minor, currency)]


def _last_mile(basis: Basis, minor: int, currency: str) -> Steps:
    own, whole = basis["mile_currency"], basis["shipment_minor"]
    made = (
        f"{_money(basis['per_shipment_minor'], own)} + {_kg(basis['gross_mass_g'])} × "
        f"{_per_kg(basis['per_kg_minor'], own)}"
    )
    if _is_converted(basis):
        made = f"({made}) × {_rate(basis)}"
    steps = [(_("Per shipment and per kilogram"), _equation(made, _money(whole, currency)))]
    return [*steps, *_of_line(whole, basis, minor, currency)]


def _insurance(basis: Basis, minor: int, currency: str) -> Steps:
    insured, rate = (formats.percent_bp(int(basis[name])) for name in ("insured_bp", "rate_bp"))
    made = f"{_money(basis['base_minor'], currency)} × {insured} × {rate}"
    return [(_("The insured value at the lane's rate"), _equation(made, _money(minor, currency)))]


def _vat(basis: Basis, minor: int, currency: str) -> Steps:
    counted = [int(basis[name]) for name in ("customs_value_minor", "duty_minor", "inland_minor")]
    terms = " + ".join(_money(each, currency) for each in counted if each) or _money(0, currency)
    made = f"({terms}) × {formats.percent_bp(int(basis['rate_bp']))}"
    return [
        (
            _("Customs value, duty and the rest of the way, as the market counts them"),
            _equation(made, _money(minor, currency)),
        )
    ]


def _clearing(basis: Basis, minor: int, currency: str) -> Steps:
    own, whole = basis["clearing_currency"], int(basis["entry_minor"]) + int(basis["by_mass_minor"])
    made = f"{_kg(basis['gross_mass_g'])} × {_per_kg(basis['per_kg_minor'], own)}"
    if int(basis["per_entry_minor"]):
        made = f"{_money(basis['per_entry_minor'], own)} + {made}"
    if _is_converted(basis):
        made = f"({made}) × {_rate(basis)}"
    steps = [(_("The entry and its weight"), _equation(made, _money(whole, currency)))]
    if whole != minor:
        steps.append(
            (_("This line's part: the entry by customs value, the rest by weight"), _money(minor, currency))
        )
    return steps


Worker = Callable[[Basis, int, str], Steps]

_WORKINGS: Final[dict[Part, Worker]] = {
    Part.NET: _net,
    Part.COMMISSION: _of_net,
    Part.FIRST_MILE: _of_mass,
    Part.HUB: _of_mass,
    Part.PAYOUT_FEE: _of_net,
    Part.FREIGHT_SHARED: _freight_shared,
    Part.FREIGHT_CAUSED: _freight_caused,
    Part.LAST_MILE: _last_mile,
    Part.INSURANCE: _insurance,
    Part.DUTY: duty_formulas.steps,
    Part.VAT: _vat,
    Part.CLEARING: _clearing,
}
#: The figure without which a part was frozen before formulas were kept (or no border is crossed).
_NEEDS: Final[dict[Part, str]] = {
    Part.NET: "asking_minor",
    Part.COMMISSION: "net_minor",
    Part.FIRST_MILE: "gross_mass_g",
    Part.HUB: "gross_mass_g",
    Part.PAYOUT_FEE: "net_minor",
    Part.FREIGHT_SHARED: "vehicle_fixed_minor",
    Part.FREIGHT_CAUSED: "per_m3_minor",
    Part.LAST_MILE: "per_shipment_minor",
    Part.INSURANCE: "base_minor",
    Part.DUTY: "measured",
    Part.VAT: "customs_value_minor",
    Part.CLEARING: "per_kg_minor",
}
