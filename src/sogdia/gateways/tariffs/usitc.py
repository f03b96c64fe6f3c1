"""The Harmonized Tariff Schedule of the United States, as the International Trade Commission exports it (CSV or JSON)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from sogdia.domain.tariff.measures import MeasureKind
from sogdia.domain.tariff.schedule import Schedule, ScheduleLine, TariffNotReadable
from sogdia.gateways.tariffs import cells

SOURCE: Final = "USITC, Harmonized Tariff Schedule, column 1 general"
_PER_CENT = re.compile(r"([0-9]+(?:\.[0-9]+)?)%")
_AMOUNT = re.compile(
    r"(?P<dollars>\$)?(?P<figure>[0-9]+(?:\.[0-9]+)?)(?P<cents>¢| cents)?(?:/| )(?P<unit>kg|pf\. ?liter|liter|l|m2|m3|t|each|No\.|pr\.|doz\.)"
)
_MARKUP = re.compile(r"</?(?:sup|i|u|il)[^>]*>")
#: The schedule's units in the house's words, and how many of them one stands for.
#: A proof litre is a litre of spirits of 50 % by volume.
_UNITS: Final[dict[str, tuple[str, float]]] = {
    "kg": ("kg", 1),
    "pf.liter": ("lpa", 0.5),
    "liter": ("l", 1),
    "l": ("l", 1),
    "m2": ("m2", 1),
    "m3": ("m3", 1),
    "t": ("t", 1),
    "each": ("item", 1),
    "No.": ("item", 1),
    "pr.": ("pair", 1),
    "doz.": ("item", 12),
}


def read(content: bytes) -> Schedule:
    """
    Read the general rate of every line that states one; lines below it inherit it by their longer code.

    Special programmes and column 2 are not for goods of China and are passed over, as are the provisions of chapter 98
    and 99, which are entered by hand as dated additional duties.

    :raises TariffNotReadable: with ``line`` and ``why``.
    """
    found: list[ScheduleLine] = []
    left: list[tuple[int, str]] = []
    rows = _json_rows(content) if content.lstrip()[:1] == b"[" else _csv_rows(content)
    for number, written, general in rows:
        if not written.strip():
            left.append((number, "no code of its own"))
            continue
        code = cells.code(written, line=number)
        if not general.strip():
            left.append((number, "the rate of the line above holds"))
        elif code[:2] in {"98", "99"}:
            left.append((number, "special provision"))
        else:
            printed = _MARKUP.sub("", general).strip()
            found.append(
                ScheduleLine(
                    code, MeasureKind.THIRD_COUNTRY, "*", expression_of(printed), printed[:300], number
                )
            )
    if not found:
        raise TariffNotReadable("No line.", line=1, why="no line with a general rate")
    return Schedule(SOURCE, tuple(found), is_confirmed=False, left=tuple(left))


def expression_of(printed: str) -> str:
    """Write a printed rate in the house's notation; what cannot be reduced to figures asks a broker."""
    if printed.lower() == "free":
        return "free"
    parts = [_part(part.strip()) for part in printed.split("+")]
    if None in parts:
        return "ask:rate stated in words"
    known = [part for part in parts if part is not None]
    return known[0] if len(known) == 1 else f"sum({','.join(known)})"


def _part(text: str) -> str | None:
    if found := _PER_CENT.fullmatch(text):
        return f"adv:{found[1]}"
    found = _AMOUNT.fullmatch(text)
    if found is None or bool(found["dollars"]) == bool(found["cents"]):
        return None
    unit, size = _UNITS[found["unit"].replace(" ", "")]
    amount = Fraction(found["figure"]) / (100 if found["cents"] else 1)
    scaled = amount * 10**8
    if scaled.denominator != 1:
        return None
    figure = f"{scaled.numerator:09d}"
    whole, rest = figure[:-8], figure[-8:].rstrip("0")
    per = f"{size}" if size != 1 else ""
    return f"spec:{whole}{'.' + rest if rest else ''} USD/{per}{unit}"


def _csv_rows(content: bytes) -> Iterator[tuple[int, str, str]]:
    for number, row in cells.table(content, "HTS Number", "General Rate of Duty"):
        yield number, row["HTS Number"], row["General Rate of Duty"]


def _json_rows(content: bytes) -> Iterator[tuple[int, str, str]]:
    try:
        rows = json.loads(content)
    except ValueError as error:
        raise TariffNotReadable("Not JSON.", line=getattr(error, "lineno", 1), why="not JSON") from None
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or "htsno" not in row or "general" not in row:
            raise TariffNotReadable("Row.", line=number, why="no htsno or no general")
        yield number, str(row["htsno"] or ""), str(row["general"] or "")
