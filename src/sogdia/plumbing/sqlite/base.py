"""
Django's SQLite backend with a write gate.

SQLite has no queue for its write lock, so an unlucky writer starves. Every transaction first takes an exclusive lock
on a file beside the database; the kernel queues those who wait. The gate is released when the transaction ends.

A migration that rebuilds a table would lose that table's triggers, and could not rename it while other tables' triggers
speak of it: they are taken down for the rebuilding and put up again after it.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base, schema
from django.db.models import Model


class SchemaEditor(schema.DatabaseSchemaEditor):
    """Changes tables and keeps their triggers."""

    def _remake_table(self, model: type[Model], *args: Any, **kwargs: Any) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        for name, _sql in triggers:
            self.execute(f'DROP TRIGGER "{name}"')
        super()._remake_table(model, *args, **kwargs)  # type: ignore[misc]
        for _name, sql in triggers:
            self.execute(sql, params=None)


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection; ``_gate`` is the open lock file while a transaction runs."""

    SchemaEditorClass = SchemaEditor

    _gate: int | None = None

    def _gate_path(self) -> Path | None:
        name = str(self.settings_dict["NAME"])
        if ":memory:" in name or "mode=memory" in name:
            return None
        return Path(name + ".gate")

    def _enter_gate(self) -> None:
        path = self._gate_path()
        if path is None or self._gate is not None:
            return
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        self._gate = handle

    def _leave_gate(self) -> None:
        if self._gate is not None:
            os.close(self._gate)
            self._gate = None

    def _start_transaction_under_autocommit(self) -> None:
        self._enter_gate()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_gate()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            self._leave_gate()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_gate()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._leave_gate()
