"""A fresh database of the engine under test, for processes of their own, and plain questions to it."""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit


class Engine:
    """A database that this test made, and removes."""

    def __init__(self, folder: Path, *, server: str | None = None) -> None:
        self.folder = folder
        self._server = os.environ.get("DATABASE_URL", "") if server is None else server
        self.url = ""
        if self._server:
            self._name = f"sogdia_story_{secrets.token_hex(6)}"
            self._on_server(f'CREATE DATABASE "{self._name}"')
            self.url = urlunsplit(urlsplit(self._server)._replace(path=f"/{self._name}"))

    def rows(self, question: str, **values: Any) -> list[dict[str, Any]]:
        """Answer a question in SQL that both engines understand; parameters are written ``:name``."""
        if self.url:
            import psycopg
            from psycopg.rows import dict_row

            for name in values:
                question = question.replace(f":{name}", f"%({name})s")
            with psycopg.connect(self.url, row_factory=dict_row) as connection:
                return list(connection.execute(question, values))
        connection = sqlite3.connect(self.folder / "sogdia.sqlite3", timeout=20)
        connection.row_factory = sqlite3.Row
        try:
            return [dict(row) for row in connection.execute(question, values)]
        finally:
            connection.close()

    def value(self, question: str, **values: Any) -> Any:
        """Give the one value that the question has."""
        (row,) = self.rows(question, **values)
        (only,) = row.values()
        return only

    def change(self, statement: str) -> None:
        """Change rows behind the house's back, as time would."""
        if self.url:
            import psycopg

            with psycopg.connect(self.url, autocommit=True) as connection:
                connection.execute(statement)
            return
        connection = sqlite3.connect(self.folder / "sogdia.sqlite3", timeout=20)
        try:
            with connection:
                connection.execute(statement)
        finally:
            connection.close()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Let the server cut every connection and take none for a while, as when it restarts."""
        self._on_server(f'ALTER DATABASE "{self._name}" WITH ALLOW_CONNECTIONS false')
        try:
            self._on_server(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self._name}'"
            )
            yield
        finally:
            self._on_server(f'ALTER DATABASE "{self._name}" WITH ALLOW_CONNECTIONS true')

    def remove(self) -> None:
        """Drop the database (SQLite's file goes with the folder)."""
        if self.url:
            self._on_server(f'DROP DATABASE "{self._name}" WITH (FORCE)')

    def _on_server(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement)


def parsed(value: Any) -> Any:
    """Give a JSON column's value: SQLite answers text, PostgreSQL the value itself."""
    return json.loads(value) if isinstance(value, str) else value
