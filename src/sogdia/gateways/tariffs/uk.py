"""The UK Integrated Online Tariff: the table "measures on declarable commodities" of the open data set (CSV)."""

from __future__ import annotations

from typing import Final

from sogdia.domain.tariff.schedule import Schedule, ScheduleLine, TariffNotReadable
from sogdia.gateways.tariffs import cells
from sogdia.gateways.tariffs.duties_text import expression_of
from sogdia.gateways.tariffs.measure_types import KINDS, origin_of, proof_of

SOURCE: Final = "UK Integrated Online Tariff, measures on declarable commodities"
COLUMNS: Final = (
    "commodity__code",
    "measure__type__id",
    "measure__additional_code__code",
    "measure__duty_expression",
    "measure__effective_start_date",
    "measure__effective_end_date",
    "measure__geographical_area__id",
    "measure__excluded_geographical_areas__ids",
    "measure__quota__order_number",
)


def read(content: bytes) -> Schedule:
    """
    Read every duty for all origins or one country; measures of groups, controls and VAT are passed over by name.

    :raises TariffNotReadable: with ``line`` and ``why``.
    """
    found: list[ScheduleLine] = []
    left: list[tuple[int, str]] = []
    for number, row in cells.table(content, *COLUMNS):
        kind = KINDS.get(row["measure__type__id"].strip())
        origin = origin_of(row["measure__geographical_area__id"].strip())
        if kind is None:
            left.append((number, f"measure type {row['measure__type__id'].strip()}"))
        elif origin is None:
            left.append((number, f"group of countries {row['measure__geographical_area__id'].strip()}"))
        elif kind.is_relief and row["measure__excluded_geographical_areas__ids"].strip():
            # A claim that is left unused promises too much, never too little.
            left.append((number, "a relief that excludes countries"))
        else:
            printed = row["measure__duty_expression"].strip()
            found.append(
                ScheduleLine(
                    code=cells.code(row["commodity__code"], line=number),
                    kind=kind,
                    origin=origin,
                    expression=expression_of(printed),
                    rate_text=printed or "not stated",
                    line=number,
                    proof=proof_of(
                        kind,
                        quota=row["measure__quota__order_number"].strip(),
                        additional=row["measure__additional_code__code"].strip(),
                    ),
                    valid_from=cells.day(row["measure__effective_start_date"], line=number),
                    valid_to=cells.day(row["measure__effective_end_date"], line=number),
                )
            )
    if not found:
        raise TariffNotReadable("No measure.", line=1, why="no duty of a kind that prices use")
    return Schedule(SOURCE, tuple(found), is_confirmed=False, left=tuple(left))
