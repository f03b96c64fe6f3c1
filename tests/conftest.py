"""What all tests share."""

from __future__ import annotations

import pytest
from django.db.backends.sqlite3.operations import DatabaseOperations

_sql_flush = DatabaseOperations.sql_flush


def _flush_without_triggers(self, style, tables, *args, **kwargs):
    """Empty tables although triggers guard them: take the triggers down for the flush only."""
    with self.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    drops = [f"DROP TRIGGER {name}" for name, _sql in triggers]
    return [*drops, *_sql_flush(self, style, tables, *args, **kwargs), *(sql for _name, sql in triggers)]


DatabaseOperations.sql_flush = _flush_without_triggers


@pytest.fixture(autouse=True)
def _empty_cache():
    from django.core.cache import cache

    cache.clear()
    yield
