"""The queue of background work: a file beside SQLite, tables in PostgreSQL."""

from __future__ import annotations

from django.conf import settings
from huey import Huey, MemoryHuey, PostgresHuey, SqliteHuey


def _make() -> Huey:
    if settings.JOBS_IMMEDIATE:
        return MemoryHuey("sogdia", immediate=True)
    base = settings.DATABASES["default"]
    if base["ENGINE"] == "sogdia.plumbing.postgresql":
        given = {
            "dbname": base["NAME"],
            "user": base["USER"],
            "password": base["PASSWORD"],
            "host": base["HOST"],
            "port": base["PORT"],
        }
        return PostgresHuey("sogdia", **{name: value for name, value in given.items() if value})
    return SqliteHuey("sogdia", filename=str(settings.VAR / "jobs.sqlite3"))


queue = _make()
