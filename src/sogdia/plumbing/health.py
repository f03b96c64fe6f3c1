"""Whether what a page needs is there."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


def missing() -> list[str]:
    """Give what is missing: database, migrations; nothing when all is well."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
        executor = MigrationExecutor(connection)
        targets = executor.loader.graph.leaf_nodes()
        return ["migrations"] if executor.migration_plan(targets) else []
    except DatabaseError:
        return ["database"]
