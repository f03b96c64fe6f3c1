"""
Rows written on every purchase: put into SQL once, written with other values afterwards.

As ``prepared`` is for questions, so this is for new rows and changed columns: what ``save()`` would do for a plain model
whose signals nobody hears, without writing its SQL anew each time. The values are made ready by the model's own fields.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, TypeVar

from django.db import connection, models
from django.db.models.sql import InsertQuery

M = TypeVar("M", bound=models.Model)
_HANDFUL: Final = 3


def insert(row: M) -> M:
    """Write a new row; it gets its id."""
    model = type(row)
    known = connection.__dict__.setdefault("sogdia_inserts", {})
    found = known.get(model)
    if found is None:
        found = known[model] = _insert_of(row)
    sql, fields = found
    params = [field.get_db_prep_save(field.pre_save(row, True), connection=connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        (row.pk,) = cursor.fetchone() or (None,)
    row._state.adding, row._state.db = False, connection.alias
    return row


def insert_all(rows: Iterable[M]) -> list[M]:
    """Write a handful of new rows one by one, more of them together; they get their ids."""
    new = list(rows)
    if len(new) > _HANDFUL:
        return list(type(new[0])._base_manager.bulk_create(new))
    return [insert(row) for row in new]


def _insert_of(row: models.Model) -> tuple[str, list[models.Field[Any, Any]]]:
    meta = row._meta
    assert meta.auto_field is not None and row.pk is None, "the database gives a new row its id"
    fields = [field for field in meta.concrete_fields if field is not meta.auto_field]
    query = InsertQuery(type(row))
    query.insert_values(fields, [row])
    compiler: Any = query.get_compiler(connection=connection)
    compiler.returning_fields = meta.db_returning_fields
    ((sql, params),) = compiler.as_sql()
    assert len(params) == len(fields), "each column has one value"
    return sql, fields


def change(row: models.Model, *names: str) -> None:
    """
    Write these columns of a row.

    :raises AssertionError: when the row is not there.
    """
    model = type(row)
    known = connection.__dict__.setdefault("sogdia_changes", {})
    found = known.get((model, names))
    if found is None:
        found = known[model, names] = _change_of(model, names)
    sql, fields = found
    params = [field.get_db_prep_save(field.pre_save(row, False), connection=connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, row.pk])
        assert cursor.rowcount == 1, "a row that is changed is there"


def _change_of(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, list[models.Field[Any, Any]]]:
    quote = connection.ops.quote_name
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    meta = model._meta
    assert meta.pk is not None and meta.pk.column is not None
    return f"UPDATE {quote(meta.db_table)} SET {columns} WHERE {quote(meta.pk.column)} = %s", fields
