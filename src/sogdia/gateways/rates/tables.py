"""Rates published as tables: the European Central Bank's, and the plain one for everybody else."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date

from sogdia.domain.publication import Publication, PublicationNotReadable, PublishedRate
from sogdia.gateways.rates.figures import currency, day, figure, words

ECB = "European Central Bank, euro foreign exchange reference rates"
#: The largest table inside an archive, in bytes: the bank's whole history is a tenth of it.
LARGEST = 20_000_000


def ecb(content: bytes, *, since: date | None) -> Publication:
    """
    Read ``eurofxref.csv`` or ``eurofxref-hist.zip``: a date, then how many units of each currency one euro buys.

    :raises PublicationNotReadable: with ``line`` and ``why``.
    """
    lines = csv.reader(io.StringIO(words(_unpacked(content))))
    head = [cell.strip() for cell in next(lines, [])]
    if not head or head[0] != "Date":
        raise PublicationNotReadable("No table of the ECB.", line=1, why="the first column is not Date")
    return Publication(ECB, "EUR", True, tuple(_ecb_rows(lines, head, since)))


def _ecb_rows(lines: Iterator[list[str]], head: list[str], since: date | None) -> Iterator[PublishedRate]:
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        as_of = _ecb_day(cells[0], number)
        if since is not None and as_of < since:
            continue
        for code, cell in zip(head[1:], cells[1:], strict=False):
            if code and cell.strip() not in {"", "N/A"}:
                yield PublishedRate(currency(code, line=1), 1 / figure(cell, line=number), as_of)


def _ecb_day(text: str, line: int) -> date:
    pattern = "%Y-%m-%d" if text.strip()[:4].isdigit() else "%d %B %Y"
    return day(text, pattern, line=line)


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(b"PK"):
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = archive.infolist()
            if len(inside) != 1 or inside[0].file_size > LARGEST:
                raise PublicationNotReadable(
                    "An archive of something else.", line=1, why="not one small table"
                )
            return archive.read(inside[0])
    except zipfile.BadZipFile:
        raise PublicationNotReadable("A broken archive.", line=1, why="the archive is broken") from None


def plain(content: bytes, *, since: date | None) -> Publication:
    """
    Read a table of ``publisher,base,currency,units,value,as_of``: so many units are worth so much of the base.

    :raises PublicationNotReadable: with ``line`` and ``why``.
    """
    table = csv.DictReader(io.StringIO(words(content)))
    wanted = {"publisher", "base", "currency", "units", "value", "as_of"}
    if missing := wanted - set(table.fieldnames or ()):
        raise PublicationNotReadable("Columns.", line=1, why=f"no column {', '.join(sorted(missing))}")
    rates: list[PublishedRate] = []
    heads: set[tuple[str, str]] = set()
    for row in table:
        line = table.line_num
        if None in row.values() or None in row:
            raise PublicationNotReadable(
                "Cells.", line=line, why="another number of cells than the first line"
            )
        heads.add((row["publisher"].strip(), currency(row["base"], line=line)))
        value = figure(row["value"], line=line) / figure(row["units"], line=line)
        as_of = day(row["as_of"], "%Y-%m-%d", line=line)
        if since is None or as_of >= since:
            rates.append(PublishedRate(currency(row["currency"], line=line), value, as_of))
    if len(heads) != 1:
        raise PublicationNotReadable("Publishers.", line=2, why="not one publisher with one base currency")
    publisher, base = heads.pop()
    if not publisher:
        raise PublicationNotReadable("Publisher.", line=2, why="no publisher is named")
    return Publication(publisher, base, False, tuple(rates))
