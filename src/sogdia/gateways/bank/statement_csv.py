"""Reads a statement as CSV with the columns id, date, amount, currency, text and, if known, name and account."""

from __future__ import annotations

import csv
import io
from typing import Final

from sogdia.domain.plain_text import plain
from sogdia.domain.ports import StatementLine, StatementRead
from sogdia.gateways.bank.amounts import not_readable, read_amount, read_date

NEEDED: Final = ("id", "date", "amount", "currency", "text")


def read(content: bytes) -> StatementRead:
    """
    Read every credit; debits (negative amounts) are left out.

    :raises sogdia.domain.ports.StatementNotReadable: with ``line`` and ``why``.
    """
    text = _text(content)
    head = text.split("\n", 1)[0]
    rows = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ","
    )
    found: list[StatementLine] = []
    try:
        names = _columns(next(rows, []))
        for row in rows:
            if any(value.strip() for value in row):
                cell = {name: plain(row[at]).strip() for name, at in names.items() if at < len(row)}
                found.extend(_line(cell, rows.line_num))
    except csv.Error:
        raise not_readable(rows.line_num, "not-csv") from None
    return StatementRead("csv", "", tuple(found))


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise not_readable(line, "not-utf-8", "UTF-8") from None


def _columns(titles: list[str]) -> dict[str, int]:
    """Give where each column stands; a title that stands twice could mean either of them."""
    names: dict[str, int] = {}
    for at, title in enumerate(titles):
        name = plain(title).strip().lower()
        if name in names and name:
            raise not_readable(1, "column-twice", name)
        names[name] = at
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise not_readable(1, "no-column", missing[0])
    return names


def _line(cell: dict[str, str], line: int) -> list[StatementLine]:
    if not cell.get("id"):
        raise not_readable(line, "no-id")
    amount = read_amount(cell.get("amount", ""), cell.get("currency", "").upper(), line=line)
    if amount.minor <= 0:
        return []
    return [
        StatementLine(
            line=line,
            external_id=cell["id"][:120],
            booked_on=read_date(cell.get("date", ""), line=line),
            amount=amount,
            text=cell.get("text", "")[:300],
            payer_name=cell.get("name", "")[:140],
            payer_account=cell.get("account", "")[:40],
        )
    ]
