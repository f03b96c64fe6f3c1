"""The plain table for any country: one measure a line, its duty in the house's own notation."""

from __future__ import annotations

from collections.abc import Mapping

from sogdia.domain.tariff import expressions
from sogdia.domain.tariff.measures import MeasureKind
from sogdia.domain.tariff.schedule import Schedule, ScheduleLine, TariffNotReadable
from sogdia.gateways.tariffs import cells

COLUMNS = (
    "code",
    "kind",
    "origin",
    "expression",
    "rate_text",
    "unit",
    "proof",
    "valid_from",
    "valid_to",
    "source",
)


def read(content: bytes) -> Schedule:
    """
    Read ``code,kind,origin,expression,rate_text,unit,proof,valid_from,valid_to,source``.

    :raises TariffNotReadable: with ``line`` and ``why``.
    """
    found: list[ScheduleLine] = []
    sources: set[str] = set()
    for number, row in cells.table(content, *COLUMNS):
        found.append(_line(row, number))
        sources.add(row["source"].strip())
    if len(sources) != 1 or "" in sources:
        raise TariffNotReadable("Source.", line=2, why="not one source that is named on every line")
    return Schedule(sources.pop(), tuple(found), is_confirmed=True)


def _line(row: Mapping[str, str], number: int) -> ScheduleLine:
    kind, origin = row["kind"].strip(), row["origin"].strip() or "*"
    if kind not in set(MeasureKind):
        known = ", ".join(MeasureKind)
        raise TariffNotReadable(kind, line=number, why=f"{kind[:20]!r} is no kind of measure ({known})")
    if origin != "*" and not (len(origin) == 2 and origin.isascii() and origin.isupper()):
        raise TariffNotReadable(
            origin, line=number, why=f"{origin[:20]!r} is no country (ISO 3166-1) and not *"
        )
    try:
        parsed = expressions.parse(row["expression"].strip())
    except expressions.ExpressionMalformed as refusal:
        raise TariffNotReadable(row["expression"], line=number, why=str(refusal)) from None
    if unknown := sorted(expressions.units_of(parsed) - expressions.UNITS):
        raise TariffNotReadable(row["expression"], line=number, why=f"unknown unit {', '.join(unknown)}")
    return ScheduleLine(
        code=cells.code(row["code"], line=number),
        kind=MeasureKind(kind),
        origin=origin,
        expression=row["expression"].strip(),
        rate_text=row["rate_text"].strip() or row["expression"].strip(),
        line=number,
        unit=row["unit"].strip(),
        proof=row["proof"].strip(),
        valid_from=cells.day(row["valid_from"], line=number),
        valid_to=cells.day(row["valid_to"], line=number),
    )
