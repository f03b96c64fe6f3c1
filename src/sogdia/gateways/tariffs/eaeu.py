"""The Common Customs Tariff of the Eurasian Economic Union: the table of codes and rates of its chapters (CSV)."""

from __future__ import annotations

import csv
import io
import re
from typing import Final

from sogdia.domain.tariff.measures import MeasureKind
from sogdia.domain.tariff.schedule import Schedule, ScheduleLine, TariffNotReadable
from sogdia.gateways.tariffs import cells
from sogdia.gateways.tariffs.duties_text import NOT_STATED

SOURCE: Final = (
    "Common Customs Tariff of the Eurasian Economic Union, Council decision No 80 of 14 September 2021"
)
_CODE, _RATE = "Код", "Ставка"
_FOOTNOTE = re.compile(r"\s*[0-9]*[СC]?\)\s*$")
_AMOUNT = re.compile(
    r"(?P<figure>[0-9]+(?:,[0-9]+)?) (?P<money>евро|доллар[а-я]* США) за (?P<per>[0-9]+(?: 000)?) (?P<unit>кг|т|л|шт\.?|м2|м²|пару?|пар)"
)
_UNITS: Final = {
    "кг": "kg",
    "т": "t",
    "л": "l",
    "шт": "item",
    "шт.": "item",
    "м2": "m2",
    "м²": "m2",
    "пару": "pair",
    "пар": "pair",
}


def read(content: bytes) -> Schedule:
    """
    Read a table with a column that begins ``Код`` (ten digits, spaces aside) and one that begins ``Ставка``.

    Rows without a rate are headings and are passed over.

    :raises TariffNotReadable: with ``line`` and ``why``.
    """
    text = cells.text(content)
    rows = csv.reader(io.StringIO(text), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    head = next(rows, [])
    places = [
        next((at for at, name in enumerate(head) if name.strip().startswith(word)), None)
        for word in (_CODE, _RATE)
    ]
    if None in places:
        raise TariffNotReadable("Columns.", line=1, why=f"no column {_CODE} or {_RATE}")
    at_code, at_rate = (place for place in places if place is not None)
    found: list[ScheduleLine] = []
    left: list[tuple[int, str]] = []
    for row in rows:
        number = rows.line_num
        if len(row) <= max(at_code, at_rate):
            raise TariffNotReadable("Cells.", line=number, why="fewer cells than the first line")
        written, printed = row[at_code].strip(), row[at_rate].strip()
        if not written or not printed:
            left.append((number, "a heading"))
            continue
        code = cells.code(written, line=number)
        found.append(
            ScheduleLine(code, MeasureKind.THIRD_COUNTRY, "*", expression_of(printed), printed[:300], number)
        )
    if not found:
        raise TariffNotReadable("No rate.", line=1, why="no line with a rate")
    return Schedule(SOURCE, tuple(found), is_confirmed=False, left=tuple(left))


def expression_of(printed: str) -> str:
    """Write a printed rate in the house's notation; what cannot be reduced to figures asks a broker."""
    text = _FOOTNOTE.sub("", " ".join(printed.split()))
    for words, name in ((", но не менее ", "max"), (" плюс ", "sum"), (", но не более ", "min")):
        before, found, after = text.partition(words)
        if found:
            parts = [_part(before), _part(after)]
            return NOT_STATED if None in parts else f"{name}({','.join(part for part in parts if part)})"
    return _part(text) or NOT_STATED


def _part(text: str) -> str | None:
    if re.fullmatch(r"[0-9]+(?:,[0-9]+)?", text):
        return f"adv:{text.replace(',', '.')}" if text.strip("0,") else "free"
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return None
    per = found["per"].replace(" ", "")
    currency = "EUR" if found["money"] == "евро" else "USD"
    return f"spec:{found['figure'].replace(',', '.')} {currency}/{per if per != '1' else ''}{_UNITS[found['unit']]}"
