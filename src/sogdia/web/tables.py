"""A table of work, described once: its columns sort, it is searched, it comes in pages and as a file.

A view names the columns (``Column``) and hands rows to a ``Table``: rows it holds in full go through ``page``; rows that
the database sorts and cuts are asked for with ``asked`` and put on show with ``show``. A template writes
``components/_heads.html`` for the heads and ``components/_table_tools.html`` for the search, and the way to the file.
Everything works by links and forms alone. A file holds what the reader may see and has chosen, nothing more.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import Promise

from sogdia.plumbing import formats
from sogdia.plumbing.listing import FILE_ROWS, PAGE_SIZE, SHORT_FILE, Asked
from sogdia.web import errands
from sogdia.web.reading import whole

Tell = Callable[[int, int], None]
#: What a spreadsheet takes for the start of a formula; wide forms and blanks before it are taken for it, too.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Blanks and marks of direction that a reader does not see before a cell's first sign.
_UNSEEN: Final = " \u00a0\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"


@dataclass(frozen=True)
class Column:
    """
    One column: its key (in the address and, without a title, the head in the file), its title, its plain value.

    ``sorts`` False leaves the head without a link. ``by`` gives what is compared where it is not the value itself.
    ``is_shown`` False keeps the column for the file only.
    """

    key: str
    title: str | Promise
    value: Callable[[Any], object]
    is_number: bool = False
    sorts: bool = True
    by: Callable[[Any], Any] | None = None
    is_shown: bool = True


def amount(
    key: str, title: str | Promise, value: Callable[[Any], tuple[int | None, str]]
) -> tuple[Column, Column]:
    """Give a column of money and, for the file, the one with its currency; amounts compare within one currency."""
    return (
        Column(
            key, title, lambda row: _plain_amount(*value(row)), is_number=True,
            by=lambda row: (value(row)[1], value(row)[0] is None, value(row)[0] or 0),
        ),
        Column(f"{key}_currency", "", lambda row: value(row)[1], is_shown=False),
    )  # fmt: skip


def _plain_amount(minor: int | None, currency: str) -> str:
    return "" if minor is None else formats.money_plain(minor, currency)


class Table:
    """One list as this reader asks for it."""

    def __init__(
        self,
        request: HttpRequest,
        name: str,
        columns: Sequence[Column],
        *,
        default: str = "",
        searches: bool = False,
        of: str = "",
    ) -> None:
        """
        Read what is asked for: ``default`` is the column that rules unasked, ``searches`` offers a search of all cells.

        A second table of a page has a name of its own in ``of``, which its links carry.
        """
        self.name, self.columns, self.of, self.searches = name, tuple(columns), of, searches
        asked = request.GET if request.GET.get("of", "") == of else QueryDict()
        wanted = asked.get("sort", "")
        known = {column.key for column in self.columns if column.sorts and column.is_shown}
        self.sort = wanted if wanted.removeprefix("-") in known else default
        self.words = asked.get("q", "").strip()[:80] if searches else ""
        self.is_file = asked.get("as") == "csv"
        self._request = request
        self._tell: Tell | None = getattr(request, "tell", None)
        self.number = _page_number(asked.get("page"))
        self.kept = [
            (key, value)
            for key, value in request.GET.items()
            if key not in {"q", "page", "as", "of"} and value
        ]
        self.page: Page[Any] | None = None

    @property
    def heads(self) -> list[Column]:
        """Give the columns on show."""
        return [column for column in self.columns if column.is_shown]

    @property
    def asked(self) -> Asked:
        """Give what the database is asked for: a page of the list, or all of it for the file."""
        if self.is_file:
            return Asked(self.sort, 1, SHORT_FILE if self._may_wait else FILE_ROWS)
        return Asked(self.sort, self.number)

    @property
    def _may_wait(self) -> bool:
        """Whether the file may be left to the worker: for a known person, and not by the worker itself."""
        viewer = getattr(self._request, "viewer", None)
        return self._tell is None and viewer is not None and viewer.is_signed_in

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is on show."""
        return self.page is None or not self.page.paginator.count

    def show(self, page: Page[Any]) -> Page[Any]:
        """Put a page on show that the database sorted and cut."""
        self.page = page
        return page

    def choose(self, rows: Iterable[Any]) -> list[Any]:
        """Give the rows of a list held in full that have the words asked for, sorted, with what is missing last."""
        chosen = [row for row in rows if self._has_words(row)] if self.words else list(rows)
        column = next((each for each in self.columns if each.key == self.sort.removeprefix("-")), None)
        if column is None:
            return chosen
        by = column.by or column.value
        there = [row for row in chosen if by(row) not in (None, "")]
        missing = [row for row in chosen if by(row) in (None, "")]
        there.sort(key=lambda row: _comparable(by(row)), reverse=self.sort.startswith("-"))
        return there + missing

    def cut(self, rows: Iterable[Any]) -> Page[Any]:
        """Give the page asked for of a list held in full, with the words asked for, sorted."""
        return self.show(Paginator(self.choose(rows), PAGE_SIZE).get_page(self.number))

    def file(self, rows: Iterable[Any]) -> HttpResponse:
        """
        Give the list as a file for spreadsheets: the same rows, in plain values.

        A long one is written by the worker, and the answer leads to the page that shows how far it is.
        """
        if self._may_wait and isinstance(rows, Page) and rows.paginator.num_pages > 1:
            return errands.begin_file(self._request)
        if self._tell is not None:
            rows = _told(list(rows), self._tell)
        head = [str(column.title) or column.key for column in self.columns]
        return csv_file(self.name, head, ([column.value(row) for column in self.columns] for row in rows))

    def _has_words(self, row: Any) -> bool:
        text = " ".join(str(column.value(row)) for column in self.columns).casefold()
        return all(word in text for word in self.words.casefold().split())


def _told(rows: list[Any], tell: Tell) -> Iterator[Any]:
    for number, row in enumerate(rows, start=1):
        yield row
        if number % 200 == 0 or number == len(rows):
            tell(number, len(rows))


def csv_file(name: str, head: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Give a table as a file that spreadsheets open; a cell that could be read as a formula is made text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", name)
    answer["Content-Disposition"] = f'attachment; filename="{safe}.csv"'
    return answer


def _plain(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.isoformat(timespec="seconds")
    text = str(cell)
    is_number = text.lstrip("-").replace(".", "", 1).isdecimal()
    return "'" + text if text.lstrip(_UNSEEN).startswith(_FORMULA) and not is_number else text


def _comparable(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _page_number(text: str | None) -> int:
    return max(whole(text, 1, digits=6), 1)
