"""The price, opened: priced or frozen figures become the rows of the waterfall, each with its reason and source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sogdia.apps.quotes import reckoning
from sogdia.apps.quotes.part_names import part_name
from sogdia.apps.quotes.reckoning import Source
from sogdia.domain.money import rounded
from sogdia.domain.pricing.parts import Figure, Part
from sogdia.plumbing import formats
from sogdia.web.pages.parts import Kind, Waterfall, waterfall

Basis = Mapping[str, Any]
#: First strong isolate, and its end: marks without width that every reader of text understands.
_ISOLATE, _END = "\u2068", "\u2069"


@dataclass(frozen=True)
class OpenPart:
    """One part of a price: whole minor units of the buyer's currency, and how it came about."""

    part: Part
    minor: int
    basis: Basis


@dataclass(frozen=True)
class Facts:
    """What the figures do not hold but a reader wants to know; everything may stay empty."""

    seller: str = ""
    net_mass_g: int = 0
    way: str = ""


def of_figures(figures: Iterable[Figure]) -> list[OpenPart]:
    """Read the figures that the rulebook has just made."""
    return [OpenPart(figure.part, figure.amount.minor, figure.basis) for figure in figures]


def of_json(rows: Iterable[Mapping[str, Any]]) -> list[OpenPart]:
    """Read figures frozen on a quote or order line: rows of part, minor and basis."""
    return [OpenPart(Part(row["part"]), int(row["minor"]), row.get("basis") or {}) for row in rows]


def added(lines: Sequence[Sequence[OpenPart]]) -> list[OpenPart]:
    """Add the same parts of several lines; a reason stays only where there is one line."""
    if len(lines) == 1:
        return list(lines[0])
    sums = dict.fromkeys(Part, 0)
    for line in lines:
        for one in line:
            sums[one.part] += one.minor
    return [OpenPart(part, minor, {}) for part, minor in sums.items()]


def full(parts: Sequence[OpenPart], currency: str, *, facts: Facts = Facts(), note: str = "") -> Waterfall:
    """Lay every part end to end, with the rule and its figures under each name."""
    rows = [
        (_KINDS[one.part], part_name(one.part), why(one, currency, facts=facts), one.minor) for one in parts
    ]
    return waterfall(rows, currency, note=note or rate_note(parts))


def short(parts: Sequence[OpenPart], currency: str) -> Waterfall:
    """Lay neighbours together in six rows; nothing is dropped."""
    rows: list[tuple[Kind, str, str, int]] = []
    for kind, name, members in (
        ("grower", _("Grower, net"), (Part.NET,)),
        ("house", _("Commission, payout"), (Part.COMMISSION, Part.PAYOUT_FEE)),
        ("way", _("First mile, hub"), (Part.FIRST_MILE, Part.HUB)),
        (
            "way",
            _("Freight, insurance"),
            (Part.FREIGHT_SHARED, Part.FREIGHT_CAUSED, Part.LAST_MILE, Part.INSURANCE),
        ),
        ("state", _("Duty, VAT"), (Part.DUTY, Part.VAT)),
        ("house", _("Clearing"), (Part.CLEARING,)),
    ):
        amount = sum(one.minor for one in parts if one.part in members)
        rows.append((kind, name, "", amount))  # type: ignore[arg-type]
    return waterfall(rows, currency)


def why(one: OpenPart, currency: str, *, facts: Facts = Facts()) -> str:
    """Say in one line by which rule and from which figures a part came about; empty when nothing is known."""
    if not one.basis:
        return ""
    return _REASONS[one.part](one.basis, currency, facts)


def rate_note(parts: Iterable[OpenPart]) -> str:
    """Say at which exchange rate the seller's side was converted; empty when it was not."""
    for one in parts:
        if one.basis.get("fx"):
            base, quote = str(one.basis["fx"]).split("/")
            return say(
                _("Rate of %(day)s: %(one)s is %(other)s"),
                day=_day(one.basis.get("fx_as_of")),
                one=f"1 {base}",
                other=f"{_rate(one.basis['fx_rate'])} {quote}",
            )
    return ""


def sources(parts: Iterable[OpenPart]) -> tuple[Source, ...]:
    """Give where duty, tax and exchange rates come from, each once."""
    return tuple(
        dict.fromkeys(source for one in parts for source in reckoning.sources_of(one.part, one.basis))
    )


def say(sentence: str, **values: object) -> str:
    """Fill a translated sentence; each value is isolated, so that figures keep their order in any direction."""
    return sentence % {name: f"{_ISOLATE}{value}{_END}" for name, value in values.items()}


def _money(minor: int | Fraction, currency: str) -> str:
    return formats.money(rounded(Fraction(minor)), currency)


def _day(text: object) -> str:
    found = _date(text)
    return formats.day(found) if found else ""


def _date(text: object) -> dt.date | None:
    return dt.date.fromisoformat(str(text)) if text else None


def _rate(text: object) -> str:
    value = Fraction(str(text))
    digits = 2 if value >= 100 else 4
    shown = Decimal(rounded(value * 10**digits)).scaleb(-digits)
    return formats.number(shown, decimals=digits)


def _net(basis: Basis, currency: str, facts: Facts) -> str:
    seller_minor, seller_currency = int(basis["seller_minor"]), str(basis["seller_currency"])
    if facts.net_mass_g:
        per_kg = _money(Fraction(seller_minor * 1000, facts.net_mass_g), seller_currency)
        if facts.seller:
            return say(_("%(seller)s, %(amount)s a kilogram"), seller=facts.seller, amount=per_kg)
        return say(_("Promised to the grower, %(amount)s a kilogram"), amount=per_kg)
    packs = int(basis.get("packs", 1))
    return say(
        ngettext(
            "Promised to the grower, %(amount)s for %(packs)s pack",
            "Promised to the grower, %(amount)s for %(packs)s packs",
            packs,
        ),
        amount=_money(seller_minor, seller_currency),
        packs=packs,
    )


def _commission(basis: Basis, currency: str, facts: Facts) -> str:
    return say(_("%(rate)s of the net"), rate=formats.percent_bp(int(basis["rate_bp"])))


def _first_mile(basis: Basis, currency: str, facts: Facts) -> str:
    amount = _money(int(basis["minor_per_kg"]), str(basis["seller_currency"]))
    return say(_("From the farm to the hub, pooled, %(amount)s a kilogram"), amount=amount)


def _hub(basis: Basis, currency: str, facts: Facts) -> str:
    amount = _money(int(basis["minor_per_kg"]), str(basis["seller_currency"]))
    return say(_("Receive, weigh, grade and load, %(amount)s a kilogram"), amount=amount)


def _payout_fee(basis: Basis, currency: str, facts: Facts) -> str:
    return say(_("%(rate)s of the net, to pay the grower"), rate=formats.percent_bp(int(basis["rate_bp"])))


def _freight_shared(basis: Basis, currency: str, facts: Facts) -> str:
    values = {
        "fill": formats.percent_bp(int(basis["careful_fill_bp"])),
        "mass": formats.mass(int(basis["chargeable_g"])),
    }
    if facts.way:
        return say(_("%(way)s, your part of the vehicle at %(fill)s fill, %(mass)s"), way=facts.way, **values)
    return say(_("Your part of the vehicle at %(fill)s fill, %(mass)s"), **values)


def _freight_caused(basis: Basis, currency: str, facts: Facts) -> str:
    return _("What your goods cause by their own weight and room")


def _last_mile(basis: Basis, currency: str, facts: Facts) -> str:
    return _("From the gateway to your door")


def _insurance(basis: Basis, currency: str, facts: Facts) -> str:
    base = Fraction(int(basis["base_minor"]) * int(basis["insured_bp"]), 10_000)
    return say(
        _("%(rate)s of %(base)s, which is %(insured)s of the goods"),
        rate=formats.percent_bp(int(basis["rate_bp"])),
        base=_money(base, currency),
        insured=formats.percent_bp(int(basis["insured_bp"])),
    )


def _duty(basis: Basis, currency: str, facts: Facts) -> str:
    rule = basis.get("rule")
    if rule == "LC-7":
        return _("No border is crossed, so no duty is due")
    if rule in {"LC-4", "LC-5"}:
        limit = _money(int(basis["limit_minor"]), str(basis["limit_currency"]))
        if rule == "LC-4":
            return say(_("Free of duty: the entry is worth at most %(limit)s"), limit=limit)
        flat = _money(int(basis["flat_minor"]), str(basis["limit_currency"]))
        return say(_("%(flat)s for each tariff heading, up to %(limit)s"), flat=flat, limit=limit)
    measures = basis.get("measures") or ()
    if not measures:
        return ""
    return say(
        _("%(rate)s of %(base)s, code %(code)s, checked %(day)s"),
        rate=" + ".join(rate_words(measure["rate_text"]) for measure in measures),
        base=_money(int(basis["base_minor"]), currency),
        code=formats.commodity_code(str(basis["code"])),
        day=_day(measures[0]["checked_on"]),
    )


def _vat(basis: Basis, currency: str, facts: Facts) -> str:
    values = {
        "rate": formats.percent_bp(int(basis["rate_bp"])),
        "base": _money(int(basis["base_minor"]), currency),
    }
    if basis.get("checked_on"):
        return say(_("%(rate)s of %(base)s, checked %(day)s"), **values, day=_day(basis["checked_on"]))
    return say(_("%(rate)s of %(base)s"), **values)


def _clearing(basis: Basis, currency: str, facts: Facts) -> str:
    if basis.get("rule") == "LC-7":
        return _("Nothing is cleared inside the country")
    if basis.get("entry_mode") == "individual":
        return say(
            _("An entry of your own: %(fee)s, and the weight"),
            fee=_money(int(basis["entry_minor"]), currency),
        )
    if basis.get("importer_of_record"):
        return say(
            _("One entry for the whole departure, by %(importer)s"), importer=basis["importer_of_record"]
        )
    return _("One entry for the whole departure")


def rate_words(text: str) -> str:
    """Write a rate as a tariff prints it; a bare number is a percentage."""
    bare = text.strip().lstrip("+")
    if bare.replace(".", "", 1).isdigit():
        bare += "%"
    figure, percent, rest = bare.partition("%")
    gap = "" if formats.speech() == "zh-hans" else formats.NBSP
    return f"{formats.figure(figure.rstrip())}{gap}%{rest}" if percent else bare


_KINDS: dict[Part, Kind] = {
    Part.NET: "grower",
    Part.COMMISSION: "house",
    Part.FIRST_MILE: "way",
    Part.HUB: "way",
    Part.PAYOUT_FEE: "house",
    Part.FREIGHT_SHARED: "way",
    Part.FREIGHT_CAUSED: "way",
    Part.LAST_MILE: "way",
    Part.INSURANCE: "way",
    Part.DUTY: "state",
    Part.VAT: "state",
    Part.CLEARING: "house",
}

_REASONS: dict[Part, Callable[[Basis, str, Facts], str]] = {
    Part.NET: _net,
    Part.COMMISSION: _commission,
    Part.FIRST_MILE: _first_mile,
    Part.HUB: _hub,
    Part.PAYOUT_FEE: _payout_fee,
    Part.FREIGHT_SHARED: _freight_shared,
    Part.FREIGHT_CAUSED: _freight_caused,
    Part.LAST_MILE: _last_mile,
    Part.INSURANCE: _insurance,
    Part.DUTY: _duty,
    Part.VAT: _vat,
    Part.CLEARING: _clearing,
}
