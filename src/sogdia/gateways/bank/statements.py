"""Reads a bank statement of either kind, told apart by its content."""

from __future__ import annotations

from collections import Counter

from sogdia.domain.ports import StatementRead
from sogdia.gateways.bank import camt053, statement_csv
from sogdia.gateways.bank.amounts import not_readable

LONGEST = 5_000_000
MOST_LINES = 20_000


class Statements:
    """Reads CSV and CAMT.053."""

    def read(self, content: bytes) -> StatementRead:
        """
        Read every credit of a statement.

        :raises sogdia.domain.ports.StatementNotReadable: with ``line`` and ``why``; nothing was read then.
        """
        if len(content) > LONGEST:
            raise not_readable(1, "too-long")
        is_xml = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"
        found = camt053.read(content) if is_xml else statement_csv.read(content)
        if not found.lines:
            raise not_readable(1, "no-credit")
        if len(found.lines) > MOST_LINES:
            raise not_readable(found.lines[MOST_LINES].line, "too-many-lines")
        times = Counter(line.external_id for line in found.lines)
        for line in found.lines:
            if times[line.external_id] > 1:
                raise not_readable(line.line, "id-twice", line.external_id)
        return found
