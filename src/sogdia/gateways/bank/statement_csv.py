"""Reads a statement as CSV with the columns id, date, amount, currency, text and, if known, name and account."""

from __future__ import annotations

import csv
import io
from typing import Final

from sogdia.domain.ports import StatementLine, StatementNotReadable, StatementRead
from sogdia.gateways.bank.amounts import read_amount, read_date

NEEDED: Final = ("id", "date", "amount", "currency", "text")


def read(content: bytes) -> StatementRead:
    """
    Read every credit; debits (negative amounts) are left out.

    :raises sogdia.domain.ports.StatementNotReadable: with ``line`` and ``why``.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise StatementNotReadable("Not UTF-8.", line=line, why="not UTF-8") from None
    head = text.split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    names = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise StatementNotReadable(f"No column {missing[0]}.", line=1, why=f"no column {missing[0]!r}")
    found: list[StatementLine] = []
    for row in rows:
        line = rows.line_num
        cell = {name: (row[title] or "").strip() for name, title in names.items() if title in row}
        if not cell["id"]:
            raise StatementNotReadable("No id.", line=line, why="no id")
        amount = read_amount(cell["amount"], cell["currency"].upper(), line=line)
        if amount.minor <= 0:
            continue
        found.append(
            StatementLine(
                line=line,
                external_id=cell["id"][:120],
                booked_on=read_date(cell["date"], line=line),
                amount=amount,
                text=cell["text"][:300],
                payer_name=cell.get("name", "")[:140],
                payer_account=cell.get("account", "")[:40],
            )
        )
    return StatementRead("csv", "", tuple(found))
