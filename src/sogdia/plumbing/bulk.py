"""Put very many rows into a table: by COPY where the engine has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

#: SQLite takes at most so many rows in one call before its journal grows without use.
_BATCH = 5_000


def put(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows as they are, inside the caller's transaction; values are text, numbers or ``None``."""
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Psycopg's own cursor under Django's, which has no COPY.
            with cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("%s" for _ in columns)
        many = list(rows)
        for first in range(0, len(many), _BATCH):
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})", many[first : first + _BATCH]
            )
