"""The customs tariff of Japan: the columns of its published schedule (CSV)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from sogdia.domain.tariff.measures import MeasureKind
from sogdia.domain.tariff.schedule import Schedule, ScheduleLine, TariffNotReadable
from sogdia.gateways.tariffs import cells
from sogdia.gateways.tariffs.duties_text import NOT_STATED

SOURCE: Final = "Japan Customs, tariff schedule"
_CODE, _BASIC, _TEMPORARY, _WTO, _RCEP = "統計番号", "基本", "暫定", "WTO協定", "RCEP(中国)"
PROOF: Final = "RCEP certificate of origin"
_HIGHER, _LOWER = "のうちいずれか高い税率", "のうちいずれか低い税率"
_PER_CENT = re.compile(r"([0-9]+(?:\.[0-9]+)?)%")
_AMOUNT = re.compile(r"([0-9,]+(?:\.[0-9]+)?)円/(kg|l|m2|m²|t|頭|個|枚|足)")
_UNITS: Final = {
    "kg": "kg",
    "l": "l",
    "m2": "m2",
    "m²": "m2",
    "t": "t",
    "頭": "item",
    "個": "item",
    "枚": "item",
    "足": "pair",
}


def read(content: bytes) -> Schedule:
    """
    Read a table with the columns 統計番号, 基本, 暫定, WTO協定 and RCEP(中国).

    The temporary rate takes the place of the basic one; the rate for members of the World Trade Organization competes with
    it, unless it stands in brackets, which says that it is not lower; the rate for goods of China asks for its proof.

    :raises TariffNotReadable: with ``line`` and ``why``.
    """
    found: list[ScheduleLine] = []
    left: list[tuple[int, str]] = []
    for number, row in cells.table(content, _CODE, _BASIC, _TEMPORARY, _WTO, _RCEP):
        written = row[_CODE].strip()
        lines = _lines(row, written, number) if written else []
        found.extend(lines)
        if not lines:
            left.append((number, "a heading"))
    if not found:
        raise TariffNotReadable("No rate.", line=1, why="no line with a rate")
    return Schedule(SOURCE, tuple(found), is_confirmed=False, left=tuple(left))


def _lines(row: Mapping[str, str], written: str, number: int) -> list[ScheduleLine]:
    code = cells.code(written, line=number)
    said = {
        name: unicodedata.normalize("NFKC", row[name]).strip() for name in (_BASIC, _TEMPORARY, _WTO, _RCEP)
    }
    found: list[ScheduleLine] = []

    def add(kind: MeasureKind, origin: str, name: str, proof: str = "") -> None:
        found.append(
            ScheduleLine(
                code,
                kind,
                origin,
                expression_of(said[name]),
                f"{name} {said[name]}"[:300],
                number,
                proof=proof,
            )
        )

    if ordinary := said[_TEMPORARY] or said[_BASIC]:
        add(MeasureKind.THIRD_COUNTRY, "*", _TEMPORARY if ordinary == said[_TEMPORARY] else _BASIC)
    if said[_WTO] and not said[_WTO].startswith("("):
        add(MeasureKind.PREFERENCE, "*", _WTO)
    if said[_RCEP]:
        add(MeasureKind.PREFERENCE, "CN", _RCEP, PROOF)
    return found


def expression_of(printed: str) -> str:
    """Write a printed rate in the house's notation; what cannot be reduced to figures asks a broker."""
    text = unicodedata.normalize("NFKC", printed).replace(" ", "")
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    for words, name in ((_HIGHER, "max"), (_LOWER, "min")):
        if text.endswith(words):
            parts = [_sum(part) for part in text.removesuffix(words).split("又は")]
            return NOT_STATED if None in parts else f"{name}({','.join(part for part in parts if part)})"
    return _sum(text) or NOT_STATED


def _sum(text: str) -> str | None:
    parts = [_part(part) for part in text.split("+")]
    if None in parts:
        return None
    known = [part for part in parts if part]
    return known[0] if len(known) == 1 else f"sum({','.join(known)})"


def _part(text: str) -> str | None:
    if text == "無税":
        return "free"
    if found := _PER_CENT.fullmatch(text):
        return f"adv:{found[1]}"
    found = _AMOUNT.fullmatch(text)
    return f"spec:{found[1].replace(',', '')} JPY/{_UNITS[found[2]]}" if found else None
