"""Cells of tariff files: codes, days, text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from sogdia.domain.tariff.schedule import TariffNotReadable

_CODE = re.compile(r"[0-9]{2,10}")


def text(content: bytes) -> str:
    """
    Read text in UTF-8, with or without its mark.

    :raises TariffNotReadable: it is something else.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TariffNotReadable("Not UTF-8.", line=1, why="not text in UTF-8") from None


def table(content: bytes, *columns: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """
    Read a table with a first line of names; gives each row with the number of its line.

    :raises TariffNotReadable: a column is missing, or a row has other cells than the first line.
    """
    rows = csv.DictReader(io.StringIO(text(content)))
    if missing := [name for name in columns if name not in (rows.fieldnames or ())]:
        raise TariffNotReadable("Columns.", line=1, why=f"no column {', '.join(missing)}")
    for row in rows:
        if None in row or None in row.values():
            raise TariffNotReadable(
                "Cells.", line=rows.line_num, why="another number of cells than the first line"
            )
        yield rows.line_num, row


def code(written: str, *, line: int) -> str:
    """
    Read a commodity code or prefix as bare digits, from two (a chapter) to ten.

    :raises TariffNotReadable: with ``line``.
    """
    bare = written.replace(".", "").replace(" ", "")
    if not _CODE.fullmatch(bare) or bare[:2] in {"00", "77"}:
        raise TariffNotReadable(
            f"{written[:40]!r}", line=line, why=f"{written[:20]!r} is not a commodity code"
        )
    return bare


def day(written: str, *, line: int, pattern: str = "%Y-%m-%d") -> date | None:
    """
    Read a day, or none from an empty cell.

    :raises TariffNotReadable: with ``line``.
    """
    if not written.strip():
        return None
    try:
        return datetime.strptime(written.strip(), pattern).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise TariffNotReadable(
            f"{written[:40]!r}", line=line, why=f"{written[:20]!r} is not a day"
        ) from None
