"""Plain SQL for the audit: rows as they stand, whatever the models think of them."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection

#: What breaks an invariant, one line each; empty when it holds.
Findings = list[str]


def ask(sql: str, *given: str | int) -> list[tuple[Any, ...]]:
    """Give the rows of a question that works the same on SQLite and PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [tuple(row) for row in cursor.fetchall()]


def sums(sql: str, *given: str | int) -> dict[tuple[Any, ...], int]:
    """Give the last column by the others."""
    return {row[:-1]: int(row[-1] or 0) for row in ask(sql, *given)}


def numbers(text: Any) -> dict[str, int]:
    """Read a JSON object of whole numbers, as either database gives it."""
    found = json.loads(text) if isinstance(text, str) else text
    return {str(name): int(minor) for name, minor in dict(found or {}).items()}


def listed(text: Any) -> list[dict[str, Any]]:
    """Read a JSON list of objects, as either database gives it."""
    found = json.loads(text) if isinstance(text, str) else text
    return [dict(one) for one in found or []]


def compare(what: str, stated: dict[tuple[Any, ...], int], counted: dict[tuple[Any, ...], int]) -> Findings:
    """Say where two ways to the same figure differ; a figure that is missing is nothing."""
    return [
        f"{what} {', '.join(map(str, key))}: stated {stated.get(key, 0)}, counted {counted.get(key, 0)}"
        for key in sorted({*stated, *counted}, key=str)
        if stated.get(key, 0) != counted.get(key, 0)
    ]
