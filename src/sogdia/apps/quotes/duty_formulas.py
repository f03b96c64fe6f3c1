"""Duty written out: each measure's expression with the value and the quantities of the goods put in."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from sogdia.apps.quotes.part_names import measure_name
from sogdia.domain.money import exponent, rounded
from sogdia.domain.tariff import expressions
from sogdia.domain.tariff.expressions import DutyNotComputable, Measured
from sogdia.domain.tariff.measures import (
    AdValorem,
    ByValue,
    Expression,
    MaxOf,
    MinOf,
    Specific,
    SumOf,
)
from sogdia.plumbing import formats

Basis = Mapping[str, Any]


def steps(basis: Basis, minor: int, currency: str) -> list[tuple[str, str]]:
    """Write every measure's formula, what they make together, and what a small entry pays instead."""
    value, measured = (
        int(basis["item_value_minor"]),
        Measured(**{"net_mass_g": 0, "pieces": 0, **basis["measured"]}),
    )
    found = []
    for measure in basis["measures"]:
        label = _("%(measure)s, code %(code)s") % {
            "measure": measure_name(measure["kind"]),
            "code": formats.commodity_code(measure["code"]),
        }
        if measure["proof"]:
            label = _("%(measure)s, with the proof %(proof)s") % {"measure": label, "proof": measure["proof"]}
        expression = expressions.parse(measure["expression"])
        made = formula(expression, value=value, currency=currency, measured=measured)
        found.append((label, f"{made} = {exact(Fraction(measure['exact_minor']), currency)}"))
    ordinary = int(basis.get("ordinary_minor", minor))
    item = int(basis["item_duty_minor"])
    if len(found) > 1 or item != ordinary:
        whole = " + ".join(exact(Fraction(one["exact_minor"]), currency) for one in basis["measures"])
        found.append((_("The declared item, rounded once"), f"{whole} → {formats.money(item, currency)}"))
    if item != ordinary:
        found.append((_("This line's part of the declared item"), formats.money(ordinary, currency)))
    return [*found, *_instead(basis, minor, currency)]


def _instead(basis: Basis, minor: int, currency: str) -> list[tuple[str, str]]:
    if basis.get("rule") not in {"LC-4", "LC-5"} or "limit_here_minor" not in basis:
        return []
    worth = formats.money(int(basis["entry_value_minor"]), currency)
    limit = formats.money(int(basis["limit_here_minor"]), currency)
    owed = formats.money(minor, currency)
    if basis["rule"] == "LC-4":
        return [(_("Small entry, free of duty instead"), f"{worth} ≤ {limit} → {owed}")]
    flat = formats.money(int(basis["flat_here_minor"]), currency)
    label = _("Small entry, a flat amount for each subheading instead, shared by value")
    return [(label, f"{worth} ≤ {limit}: {flat} → {owed}")]


def formula(expression: Expression, *, value: int, currency: str, measured: Measured) -> str:
    """
    Write an expression with the figures of some goods: ``max(€300.00 × 10 %, 0.25 t × €50.00/t)``.

    ``value`` is the customs value in minor units of ``currency``.
    """

    def write(one: Expression) -> str:
        match one:
            case AdValorem(rate=rate):
                return f"{formats.money(value, currency)} × {_percent(rate)}"
            case Specific():
                return _specific(one, measured)
            case SumOf(parts=parts):
                return " + ".join(map(write, parts))
            case MaxOf(parts=parts):
                return f"max({', '.join(map(write, parts))})"
            case MinOf(parts=parts):
                return f"min({', '.join(map(write, parts))})"
            case ByValue(steps=several):
                return "; ".join(f"≥ {_price(step.least)}: {write(step.expression)}" for step in several)
            case _:
                return "?"

    return write(expression)


def exact(minor: Fraction, currency: str) -> str:
    """Write an amount that is not rounded yet, to a hundredth of a minor unit."""
    places = exponent(currency)
    if minor.denominator == 1:
        return formats.money(int(minor), currency)
    figure = Decimal(rounded(minor * 100)).scaleb(-places - 2)
    return f"{formats.number(figure, decimals=places + 2)}{formats.NBSP}{currency}"


def unit(name: str) -> str:
    """Name a unit inside a formula; letters of the other direction are isolated, so that the formula keeps its order."""
    said = formats.unit(name)
    return f"\u2068{said}\u2069" if formats.speech() == "ar" else said


def figure(value: Fraction, *, digits: int = 6) -> str:
    """Write an exact number with so many decimals at most."""
    return formats.number(Decimal(rounded(value * 10**digits)).scaleb(-digits).normalize(), most=digits)


def _percent(rate: Fraction) -> str:
    # Tariffs print up to four decimals of a per cent; basis points would lose them.
    text = figure(rate * 100)
    return f"{text}%" if formats.speech() == "zh-hans" else f"{text}{formats.NBSP}%"


def _price(one: Specific) -> str:
    amount = figure(one.amount)
    per = "" if one.per == 1 else f"{figure(one.per)}{formats.NBSP}"
    return f"{amount}{formats.NBSP}{one.currency}/{per}{unit(one.unit)}"


def _specific(one: Specific, measured: Measured) -> str:
    try:
        counted = figure(measured.quantity(one.unit))
    except DutyNotComputable:
        counted = "?"
    return f"{counted}{formats.NBSP}{unit(one.unit)} × {_price(one)}"
