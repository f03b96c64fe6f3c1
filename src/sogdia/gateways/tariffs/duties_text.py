"""Duty expressions as European tariffs print them: ``8.80 % + 4.30 EUR / 100 kg``, ``MAX``, ``MIN``, seasons of words."""

from __future__ import annotations

import re
from typing import Final

NOT_STATED = "ask:rate stated in words"
_PER_CENT = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?%")
_AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?(EUR|GBP|USD)(?: ?/ ?([0-9]+)? ?([A-Za-z0-9%. /]+?))?")
#: Units as printed (text, or TARIC codes) in the house's words, and how many of those one stands for.
UNITS: Final = {
    "kg": ("kg", 1),
    "KGM": ("kg", 1),
    "DTN": ("kg", 100),
    "100 kg": ("kg", 100),
    "TNE": ("t", 1),
    "t": ("t", 1),
    "tonne": ("t", 1),
    "items": ("item", 1),
    "1000 kg": ("t", 1),
    "l": ("l", 1),
    "LTR": ("l", 1),
    "hl": ("hl", 1),
    "HLT": ("hl", 1),
    "NAR": ("item", 1),
    "item": ("item", 1),
    "p/st": ("item", 1),
    "NPR": ("pair", 1),
    "pa": ("pair", 1),
    "l alc. 100%": ("lpa", 1),
    "LPA": ("lpa", 1),
    "% vol/hl": ("lpa", 1),
    "% vol/ hl": ("lpa", 1),
    "ASVX": ("lpa", 1),
    "MTK": ("m2", 1),
    "m2": ("m2", 1),
}


def expression_of(printed: str) -> str:
    """Write a printed duty in the house's notation; agricultural components, entry prices and words ask a broker."""
    text = " ".join(printed.split())
    if text.lower() in {"free", "0%", "0 %", "0.00 %", "0.00%", "0.000 %"}:
        return "free"
    for word, name in ((" MAX ", "min"), (" MIN ", "max")):
        before, found, after = text.partition(word)
        if found:
            # "not more than": the lower of both; "not less than": the higher.
            one, other = expression_of(before), expression_of(after)
            return NOT_STATED if NOT_STATED in (one, other) else f"{name}({one},{other})"
    parts = [_part(part.strip()) for part in text.split(" + ")]
    if None in parts:
        return NOT_STATED
    known = [part for part in parts if part]
    return known[0] if len(known) == 1 else f"sum({','.join(known)})"


def specific(amount: str, currency: str, per: int, unit: str) -> str | None:
    """Write an amount per so many of a unit; ``None`` for a unit that the house does not count."""
    if unit not in UNITS:
        return None
    name, size = UNITS[unit]
    count = per * size
    return f"spec:{amount} {currency}/{count if count != 1 else ''}{name}"


def _part(text: str) -> str | None:
    if found := _PER_CENT.fullmatch(text):
        return f"adv:{found[1]}"
    found = _AMOUNT.fullmatch(text)
    if found is None or found[4] is None:
        return None
    unit = found[4].strip()
    if found[3] and f"{found[3]} {unit}" in UNITS:
        return specific(found[1], found[2], 1, f"{found[3]} {unit}")
    return specific(found[1], found[2], int(found[3] or 1), unit)
