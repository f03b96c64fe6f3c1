"""What all tests share."""

from __future__ import annotations

import pytest
from django.db.backends.sqlite3.base import DatabaseOperations
from django.test import Client
from hypothesis import settings

from stage import needs, signed_in

# How long one example takes says more of the machine than of the rule.
settings.register_profile("sogdia", deadline=None)
settings.load_profile("sogdia")

_sql_flush = DatabaseOperations.sql_flush


def _flush_without_triggers(self, style, tables, *args, **kwargs):
    """Empty tables although triggers guard them: take the triggers down for the flush only."""
    with self.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    drops = [f"DROP TRIGGER {name}" for name, _sql in triggers]
    return [*drops, *_sql_flush(self, style, tables, *args, **kwargs), *(sql for _name, sql in triggers)]


DatabaseOperations.sql_flush = _flush_without_triggers
Client.force_login = signed_in.with_second_step


def pytest_collection_modifyitems(config, items):
    """Leave out what another pass of this run tries (the tests on PostgreSQL, in the pass on SQLite)."""
    found = {name: lacks() for name, lacks in needs.LACKS.items()}
    elsewhere = {name for name, lack in found.items() if lack is not None and lack.elsewhere}
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in elsewhere)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Say what is missing rather than fail on it; where nothing may be skipped, fail and say it."""
    for name, lacks in needs.LACKS.items():
        lack = lacks() if item.get_closest_marker(name) else None
        if lack is not None and needs.nothing_may_be_skipped():
            pytest.fail(f"{lack.sentence} ({needs.NOTHING_SKIPPED} is set.)", pytrace=False)
        if lack is not None:
            pytest.skip(lack.sentence)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Make any other skip of such a test a failure, where nothing may be skipped."""
    report = (yield).get_result()
    is_marked = any(item.get_closest_marker(name) for name in needs.LACKS)
    if report.skipped and is_marked and needs.nothing_may_be_skipped() and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{report.longrepr}\nSkipped although {needs.NOTHING_SKIPPED} is set."


@pytest.fixture(autouse=True)
def _empty_cache():
    from django.core.cache import cache

    from sogdia.apps.markets.selectors import forget_markets
    from sogdia.web import kept_pages

    cache.clear()
    forget_markets()
    kept_pages.forget()
    yield
