"""Invariants of the hash chain and of document numbers."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from datetime import UTC, date, datetime

from sogdia.usecases.audit.rows import Findings, ask

_NOTHING = "0" * 64


def chain_intact() -> Findings:
    """Every link is the digest of its entry and the link before it; every closed day has its root."""
    postings: defaultdict[int, list[list[object]]] = defaultdict(list)
    for entry, *row in ask(
        "SELECT p.entry_id, a.code, p.amount_minor, a.currency, p.order_id, p.party_id, p.shipment_id, p.part"
        " FROM ledger_posting p JOIN ledger_ledgeraccount a ON a.id = p.account_id ORDER BY p.id"
    ):
        postings[entry].append(row)
    before = _NOTHING
    by_day: defaultdict[str, list[str]] = defaultdict(list)
    for entry, at, kind, key, reverses, digest in ask(
        "SELECT e.id, e.at, e.kind, e.key, COALESCE(r.key, ''), c.digest FROM ledger_chainlink c"
        " JOIN ledger_entry e ON e.id = c.entry_id LEFT JOIN ledger_entry r ON r.id = e.reverses_id ORDER BY c.id"
    ):
        instant = _instant(at)
        body = [entry, instant.isoformat(), kind, key, reverses, postings[entry]]
        plain = json.dumps(body, separators=(",", ":"), ensure_ascii=True).encode()
        before = hashlib.sha256(bytes.fromhex(before) + plain).hexdigest()
        if before != digest:
            return [f"entry {entry} is not as it was linked"]
        by_day[instant.date().isoformat()].append(digest)
    return [
        f"the root of {day} is not that of its links"
        for day, root, count in ask("SELECT day, root, count FROM ledger_dailyroot")
        if _root(by_day[_day(day)][:count]) != root
    ]


def _instant(at: object) -> datetime:
    if isinstance(at, datetime):
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    return datetime.fromisoformat(str(at)).replace(tzinfo=UTC)


def _day(day: object) -> str:
    return day.isoformat() if isinstance(day, date) else str(day)


def _root(digests: list[str]) -> str:
    level = [hashlib.sha256(b"\x00" + bytes.fromhex(digest)).digest() for digest in digests]
    while len(level) > 1:
        odd = [level[-1]] if len(level) % 2 else []
        pairs = range(0, len(level) - 1, 2)
        level = [hashlib.sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in pairs] + odd
    return level[0].hex() if level else _NOTHING


def numbers_without_gaps() -> Findings:
    """Within each issuer's series of a kind and year, numbers run from one without a gap or a repeat."""
    series: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for issuer, kind, number in ask("SELECT issuer, kind, number FROM documents_document WHERE number <> ''"):
        front, _, serial = str(number).rpartition("-")
        if serial.isdigit():
            series[issuer, kind, front].append(int(serial))
    return [
        f"{kind} {front} of {issuer} has {len(found)} numbers up to {max(found)}"
        for (issuer, kind, front), found in series.items()
        if sorted(found) != list(range(1, len(found) + 1))
    ]
