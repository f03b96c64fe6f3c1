"""
Django's PostgreSQL backend, for a house that asks the same few hundred questions again and again.

Values travel beside a statement, not inside it, so that the server plans each statement once per connection: planning
costs more than answering where one row is wanted. Behind a pooler that hands one connection from transaction to
transaction, prepared statements must be off (see ``DATABASE_URL`` in the settings).
"""

from __future__ import annotations

import select
from typing import Any, Final

from django.db.backends.postgresql import base

#: How many statements one connection keeps planned; a purchase asks about two hundred, pages about as many again.
_PLANNED_MOST: Final = 600


class Cursor(base.ServerBindingCursor):
    """
    A cursor that waits for the next question when Django closes it.

    A new one finds out anew how each type of column is read, which takes longer than the asking.
    """

    _idle: list[Cursor] | None = None
    _is_idle = False

    def close(self) -> None:
        """Wait to be used again, or close where nobody waits."""
        if self._idle is None or self.connection.closed:  # type: ignore[attr-defined]
            super().close()  # type: ignore[misc]
        elif not self._is_idle:
            self._is_idle = True
            self._idle.append(self)


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection; ``_idle`` are its cursors that wait for a question."""

    _idle: list[Cursor]

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, with room for all plans."""
        self._idle = []
        if conn_params["cursor_factory"] is base.ServerBindingCursor:
            conn_params = {**conn_params, "cursor_factory": Cursor}
        connection = super().get_new_connection(conn_params)
        connection.prepared_max = _PLANNED_MOST
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """Give a cursor that waits, or a new one; one with a name is always new."""
        if name is None and self._idle:
            cursor = self._idle.pop()
            cursor._is_idle = False
            return cursor
        cursor = super().create_cursor(name)
        if isinstance(cursor, Cursor):
            cursor._idle = self._idle
        return cursor

    def is_usable(self) -> bool:
        """
        Tell whether the server still listens.

        A server that ends a connection says so on its line: as long as the line is silent and nothing has gone wrong,
        one look at it stands for the question that would cost every request a round trip.
        """
        if self.connection is None or self.connection.closed:
            return False
        if self.errors_occurred or _has_news(self.connection.fileno()):
            return bool(super().is_usable())
        return True


def _has_news(line: int) -> bool:
    looked = select.poll()
    looked.register(line, select.POLLIN)
    return bool(looked.poll(0))
