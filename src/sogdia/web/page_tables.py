"""
Tables inside pages: the page is the list, so what it shows is sorted, searched and taken along as it stands there.

A template writes its table as ever and puts it between ``{% detail_table "name" %}`` and ``{% enddetail_table %}``. The
page is made as always, with the reader's own rights, and its rows are read back from it: a file holds what is on the page
and nothing more. While they are read, figures carry their plain value (``data-v``) and unit (``data-c``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sogdia.web.tables import csv_file

#: A table of at least so many rows is sorted by its heads and searched; fewer are seen at one glance.
MANY: Final = 10
#: Whether figures shall carry their plain value just now.
is_read: ContextVar[bool] = ContextVar("is_read", default=False)
_SKIPPED: Final = frozenset({"svg", "button", "details", "form", "script", "template"})
_ROW: Final = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_VOID: Final = frozenset({"br", "img", "input", "hr", "use", "rect", "path"})


@dataclass(slots=True)
class Cell:
    """One cell: its words, and of a figure or day the plain value with its unit."""

    words: str = ""
    value: str = ""
    unit: str = ""
    is_for_deeds: bool = False

    @property
    def plain(self) -> str:
        """Give what a file holds."""
        return self.value or self.words

    @property
    def rank(self) -> tuple[int, Decimal, str]:
        """Give what rows are sorted by: figures by their value, days and words by their letters, nothing last."""
        if not self.plain:
            return (2, Decimal(0), "")
        try:
            return (0, Decimal(self.value), self.unit)
        except InvalidOperation:
            return (1, Decimal(0), self.plain.casefold())


@dataclass(slots=True)
class _Reader(HTMLParser):
    rows: list[list[Cell]] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    _small: list[str] = field(default_factory=list)
    _open: list[tuple[str, bool]] = field(default_factory=list)
    _at: Cell | None = None
    _span: int = 1
    _has_hidden: bool = False

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self._at, self._words, self._small, self._has_hidden = Cell(), [], [], False
            self._span = int(given.get("colspan", "1") or 1)
        elif self._at is not None and tag not in _VOID:
            is_hidden = "vh" in given.get("class", "").split()
            self._has_hidden = self._has_hidden or is_hidden
            self._open.append((tag, tag in _SKIPPED or is_hidden))
            if not self._is_left_out() and not self._is_small() and not self._at.value:
                self._at.value = given.get("data-v", "") or given.get("datetime", "")
                self._at.unit = given.get("data-c", "")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self._at is not None and self.rows:
            self._end_cell()
        elif self._open and self._open[-1][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._at is not None and not self._is_left_out():
            (self._small if self._is_small() else self._words).append(data)

    def _end_cell(self) -> None:
        assert self._at is not None
        words, small = " ".join("".join(self._words).split()), " ".join("".join(self._small).split())
        self._at.words = " · ".join(part for part in (words, small) if part)
        self._at.is_for_deeds = self._has_hidden and not words
        self.rows[-1] += [self._at, *(Cell() for _number in range(self._span - 1))]
        self._at, self._open = None, []

    def _is_left_out(self) -> bool:
        return any(skipped for _tag, skipped in self._open)

    def _is_small(self) -> bool:
        return any(tag == "small" for tag, _skipped in self._open)


def _cells(html: str) -> list[list[Cell]]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.rows


class PageTable:
    """A table of a page as its reader asks for it."""

    def __init__(self, request: HttpRequest, name: str) -> None:
        """Read from the address what is asked of the table ``name``."""
        asked = request.GET if request.GET.get("of") == name else {}
        self.name = name
        self.is_file = asked.get("as") == "csv"
        self.sort = asked.get("sort", "")
        self.words = asked.get("q", "").strip()[:80]

    @property
    def is_asked(self) -> bool:
        """Tell whether its rows have to be read."""
        return bool(self.is_file or self.sort or self.words)

    def arranged(self, html: str) -> str:
        """Give the table with the rows that have the words, in the order asked for."""
        begin, body, end = _parts(html)
        rows = [(row, _cells(row)[0]) for row in _ROW.findall(body)]
        if self.words:
            wanted = self.words.casefold().split()
            rows = [
                (row, cells)
                for row, cells in rows
                if all(word in " ".join(cell.words for cell in cells).casefold() for word in wanted)
            ]
        column = self.column
        if column is not None:
            there = [(row, cells) for row, cells in rows if column < len(cells) and cells[column].plain]
            missing = [
                (row, cells) for row, cells in rows if not (column < len(cells) and cells[column].plain)
            ]
            there.sort(key=_by(column), reverse=self.sort.startswith("-"))
            rows = there + missing
        return begin + "".join(row for row, _cells_of_it in rows) + end

    @property
    def column(self) -> int | None:
        """Give the column that rules, counted from 0."""
        number = self.sort.removeprefix("-").removeprefix("c")
        return int(number) if number.isascii() and number.isdigit() and len(number) < 3 else None

    def rows(self, html: str) -> tuple[list[str], list[list[str]]]:
        """Give the heads and the rows of the file; a figure's unit stands in a column of its own."""
        begin, body, _end = _parts(html)
        rows = _cells(body)
        heads = next(iter(_cells(begin)), [])
        width = max([len(heads), *(len(row) for row in rows)])
        if not heads:
            # The one table without heads is a price in its parts.
            heads = [Cell(_("Part")), *(Cell() for _number in range(width - 2)), Cell(_("Amount"))]
        heads += [Cell() for _number in range(width - len(heads))]
        kept = [number for number in range(width) if _is_told(number, heads, rows)]
        units = {number for row in rows for number, cell in enumerate(row) if cell.unit}
        said: list[str] = []
        for number in kept:
            said += [heads[number].words, _("Unit")][: 2 if number in units else 1]
        return said, [_plain(row, kept, units) for row in rows]


def _is_told(number: int, heads: list[Cell], rows: list[list[Cell]]) -> bool:
    """Tell whether a column goes into the file: not that of buttons, nor one with nothing in it."""
    if heads[number].is_for_deeds:
        return False
    return bool(heads[number].words) or any(number < len(row) and row[number].plain for row in rows)


def _plain(row: list[Cell], kept: list[int], units: set[int]) -> list[str]:
    told: list[str] = []
    for number in kept:
        cell = row[number] if number < len(row) else Cell()
        told += [cell.plain, cell.unit][: 2 if number in units else 1]
    return told


def _by(column: int) -> Callable[[tuple[str, list[Cell]]], Any]:
    return lambda pair: pair[1][column].rank


def _parts(html: str) -> tuple[str, str, str]:
    """Split at the table's body."""
    head, opening, rest = html.partition("<tbody>")
    body, closing, end = rest.partition("</tbody>")
    return head + opening, body, closing + end


def count_rows(html: str) -> int:
    """Count the rows of the table's body."""
    return _parts(html)[1].count("<tr")


class TakeTableMiddleware:
    """Gives the file instead of the page where a table of it was asked for as a file."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Make the page; if one of its tables left its rows, give these."""
        response = self.get_response(request)
        taken = getattr(request, "taken_table", None)
        if taken is None or response.status_code != 200:
            return response
        name, heads, rows = taken
        return csv_file(name, heads, rows)
