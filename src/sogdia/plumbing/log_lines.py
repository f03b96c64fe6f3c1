"""Log lines that are one line each: what a visitor sent cannot begin another."""

from __future__ import annotations

import logging

from sogdia.domain.plain_text import is_plain


class OneLine(logging.Formatter):
    """Writes control, direction and line marks of a message by their codes; a trace below it stays as it is."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  logging names it
        """Give the line."""
        if not is_plain(record.message) or "\n" in record.message or "\r" in record.message:
            record.message = "".join(
                mark if is_plain(mark) and mark not in "\r\n" else mark.encode("unicode_escape").decode()
                for mark in record.message
            )
        return super().formatMessage(record)
