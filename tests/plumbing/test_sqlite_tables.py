"""A migration that rebuilds a table on SQLite keeps the triggers of that table and those that speak of it."""

from __future__ import annotations

import pytest
from django.db import connections

from sogdia.apps.markets.models import ExchangeRate, Market
from sogdia.plumbing.sqlite.base import DatabaseWrapper

TRIGGERS = [
    "CREATE TRIGGER one AFTER INSERT ON markets_market BEGIN SELECT 1; END",
    "CREATE TRIGGER two AFTER INSERT ON markets_exchangerate BEGIN UPDATE markets_market SET position = 1; END",
]


@pytest.mark.django_db
def test_a_table_that_is_rebuilt_keeps_its_triggers(tmp_path):
    given = {
        **connections["default"].settings_dict,
        "ENGINE": "sogdia.plumbing.sqlite",
        "NAME": str(tmp_path / "own.sqlite3"),
        "OPTIONS": {},
    }
    connections["own"] = own = DatabaseWrapper(given, alias="own")
    with own.schema_editor() as editor:
        for model in (Market, ExchangeRate):
            editor.create_model(model)
        for trigger in TRIGGERS:
            editor.execute(trigger)
    field = Market._meta.get_field("closed_reason")
    wider = field.clone()
    wider.max_length = 61
    wider.set_attributes_from_name("closed_reason")
    wider.model = Market

    with own.schema_editor() as editor:
        editor.alter_field(Market, field, wider)

    with own.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        there = [sql for (sql,) in cursor.fetchall()]
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'markets_market'")
        assert "varchar(61)" in cursor.fetchone()[0]
    own.close()
    del connections["own"]
    assert there == TRIGGERS
