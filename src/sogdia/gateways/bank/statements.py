"""Reads a bank statement of either kind, told apart by its content."""

from __future__ import annotations

from sogdia.domain.ports import StatementNotReadable, StatementRead
from sogdia.gateways.bank import camt053, statement_csv

LONGEST = 5_000_000


class Statements:
    """Reads CSV and CAMT.053."""

    def read(self, content: bytes) -> StatementRead:
        """
        Read every credit of a statement.

        :raises sogdia.domain.ports.StatementNotReadable: with ``line`` and ``why``; nothing was read then.
        """
        if len(content) > LONGEST:
            raise StatementNotReadable("Too long.", line=1, why="more than 5 MB")
        found = camt053.read(content) if content.lstrip()[:1] == b"<" else statement_csv.read(content)
        if not found.lines:
            raise StatementNotReadable("No credit.", line=1, why="no credit in it")
        ids = [line.external_id for line in found.lines]
        for line, external_id in zip(found.lines, ids, strict=True):
            if ids.count(external_id) > 1:
                raise StatementNotReadable("Same id twice.", line=line.line, why=f"id {external_id!r} twice")
        return found
