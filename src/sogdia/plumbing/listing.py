"""How a reader wants a long list: which column rules, which page of how many rows; read by the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)
PAGE_SIZE: Final = 40
#: Most rows that a file holds: a list longer than this is narrowed first.
FILE_ROWS: Final = 50_000
#: Most rows of a file that is given at once; the worker writes a longer one.
SHORT_FILE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """The column that rules (a minus before it lets it fall), the page, the rows on a page."""

    sort: str = ""
    page: int = 1
    size: int = PAGE_SIZE


FIRST_PAGE: Final = Asked()


def ordered(
    rows: QuerySet[M], asked: Asked, columns: Mapping[str, Sequence[str]], *, otherwise: Sequence[str]
) -> QuerySet[M]:
    """Order rows by the column asked for, ties by id so that pages never overlap; an unknown column changes nothing."""
    fields = columns.get(asked.sort.removeprefix("-"))
    if not fields:
        return rows.order_by(*otherwise)
    falls = asked.sort.startswith("-")
    return rows.order_by(*((_turned(field) if falls else field) for field in (*fields, "id")))


def page_of(rows: QuerySet[Any], asked: Asked) -> Page[Any]:
    """Give the page asked for; one too far gives the last."""
    return Paginator(rows, asked.size).get_page(asked.page)


def _turned(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"
