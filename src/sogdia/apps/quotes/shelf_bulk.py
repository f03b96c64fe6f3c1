"""A whole market's shelf written by PostgreSQL itself: copied aside, compared there, and only what differs is changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection

from sogdia.apps.quotes.models import ShelfRow
from sogdia.apps.quotes.shelf_prices import Row

_TABLE = ShelfRow._meta.db_table
_FIELDS = ", ".join(Row._fields)
_PARAMS = Row._fields.index("closed_params")


def is_there() -> bool:
    """Whether the database is one that can."""
    return connection.vendor == "postgresql"


def stage(rows: Iterable[Row]) -> None:
    """Copy rows to a table that ends with the transaction; nobody else waits for it."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.shelf_fresh")
        cursor.execute(
            f"CREATE TEMP TABLE shelf_fresh ON COMMIT DROP AS SELECT {_FIELDS} FROM {_TABLE} WITH NO DATA"
        )
        with cursor.copy(f"COPY shelf_fresh ({_FIELDS}) FROM STDIN") as copy:
            written: dict[int, tuple[dict[str, Any], str]] = {}
            for row in rows:
                params = row.closed_params
                if id(params) not in written:
                    # Kept beside its text, so that no other is given its place in memory.
                    written[id(params)] = (params, json.dumps(params))
                copy.write_row((*row[:_PARAMS], written[id(params)][1], *row[_PARAMS + 1 :]))


def put(market_id: int, *, serial: int, since: int) -> int:
    """
    Put on the shelf what was staged and differs; gives how many rows were written or removed.

    Rows with a serial after ``since`` know better and stay.
    """
    news = ", ".join(f"{name} = excluded.{name}" for name in (*Row._fields, "serial"))
    old = ", ".join(f"{_TABLE}.{name}" for name in Row._fields)
    new = ", ".join(f"excluded.{name}" for name in Row._fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_TABLE} ({_FIELDS}, serial) SELECT {_FIELDS}, %s FROM shelf_fresh ORDER BY product_id "
            f"ON CONFLICT (market_id, product_id) DO UPDATE SET {news} "
            f"WHERE {_TABLE}.serial <= %s AND ({old}) IS DISTINCT FROM ({new})",
            [serial, since],
        )
        written = cursor.rowcount
        cursor.execute(
            f"DELETE FROM {_TABLE} AS old WHERE old.market_id = %s AND old.serial <= %s "
            "AND NOT EXISTS (SELECT 1 FROM shelf_fresh AS new WHERE new.product_id = old.product_id)",
            [market_id, since],
        )
        return int(written + cursor.rowcount)
