"""TARIC in its exchange format (TARIC3 XML): measures and their components in an envelope of transactions."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from sogdia.domain.ports import StatementNotReadable
from sogdia.domain.tariff.schedule import Schedule, ScheduleLine, TariffNotReadable
from sogdia.gateways.bank import xml_tree
from sogdia.gateways.bank.xml_tree import Node
from sogdia.gateways.tariffs import cells
from sogdia.gateways.tariffs.duties_text import NOT_STATED, specific
from sogdia.gateways.tariffs.measure_types import KINDS, origin_of, proof_of

SOURCE: Final = "TARIC, European Commission"
#: Codes of duty expressions: what stands alone or first, what is added, what is the most and the least.
_FIRST, _PLUS, _MOST, _LEAST = {"01"}, {"04", "19", "20"}, {"17", "35"}, {"15"}
_DELETED: Final = "2"


def read(content: bytes) -> Schedule:
    """
    Read measures with their components; deleted records, groups of countries and other types are passed over by name.

    :raises TariffNotReadable: with ``line`` and ``why``.
    """
    try:
        root = xml_tree.read(content)
    except StatementNotReadable as refusal:
        raise TariffNotReadable(str(refusal), **refusal.params) from None
    measures: dict[str, Node] = {}
    parts: dict[str, list[Node]] = defaultdict(list)
    left: list[tuple[int, str]] = []
    for record in root.every("envelope/transaction/app.message/transmission/record"):
        for node in record.children:
            if node.name in {"measure", "measure.component"} and record.say("update.type") == _DELETED:
                left.append((node.line, "deleted"))
            elif node.name == "measure":
                measures[_said(node, "measure.sid")] = node
            elif node.name == "measure.component":
                parts[_said(node, "measure.sid")].append(node)
    found = [line for sid, node in measures.items() if (line := _line(node, parts[sid], left)) is not None]
    if not found:
        raise TariffNotReadable("No measure.", line=1, why="no duty of a kind that prices use")
    return Schedule(SOURCE, tuple(found), is_confirmed=False, left=tuple(left))


def _line(node: Node, parts: list[Node], left: list[tuple[int, str]]) -> ScheduleLine | None:
    written, area = _said(node, "measure.type"), _said(node, "geographical.area")
    kind, origin = KINDS.get(written), origin_of(area)
    if kind is None or origin is None:
        left.append((node.line, f"measure type {written}" if kind is None else f"group of countries {area}"))
        return None
    additional = node.say("additional.code.type") + node.say("additional.code")
    expression = _expression(parts)
    return ScheduleLine(
        code=_bare(_said(node, "goods.nomenclature.item.id"), node.line),
        kind=kind,
        origin=origin,
        expression=expression,
        rate_text=_printed(parts) or expression,
        line=node.line,
        proof=proof_of(kind, quota=node.say("ordernumber"), additional=additional),
        valid_from=cells.day(_said(node, "validity.start.date"), line=node.line),
        valid_to=cells.day(node.say("validity.end.date"), line=node.line),
    )


def _bare(item: str, line: int) -> str:
    """Codes are padded to ten digits by noughts in pairs; the prefix is what the measure speaks of."""
    code = cells.code(item, line=line)
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


def _expression(parts: list[Node]) -> str:
    ordered = sorted(parts, key=lambda part: _said(part, "duty.expression.id"))
    sums: list[str] = []
    most: list[str] = []
    least: list[str] = []
    for part in ordered:
        text, code = _part(part), _said(part, "duty.expression.id")
        place = (
            sums if code in _FIRST | _PLUS else most if code in _MOST else least if code in _LEAST else None
        )
        if text is None or place is None:
            return NOT_STATED
        place.append(text)
    if not sums:
        return NOT_STATED
    found = sums[0] if len(sums) == 1 else f"sum({','.join(sums)})"
    if least:
        found = f"max({','.join([found, *least])})"
    return f"min({','.join([found, *most])})" if most else found


def _part(part: Node) -> str | None:
    amount, currency = part.say("duty.amount"), part.say("monetary.unit.code")
    if not amount or part.say("measurement.unit.qualifier.code"):
        return None
    if not currency:
        return f"adv:{amount}"
    return specific(amount, currency, 1, part.say("measurement.unit.code"))


def _printed(parts: list[Node]) -> str:
    return " ".join(
        " ".join(
            text
            for text in (
                part.say("duty.amount"),
                part.say("monetary.unit.code") or "%",
                part.say("measurement.unit.code"),
            )
            if text
        )
        for part in parts
        if part.say("duty.amount")
    )


def _said(node: Node, name: str) -> str:
    text = node.say(name)
    if not text:
        raise TariffNotReadable(f"No {name}.", line=node.line, why=f"no {name}")
    return text
