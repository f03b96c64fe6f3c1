"""A log line is one line."""

from __future__ import annotations

import logging

from sogdia.plumbing.log_lines import OneLine


def test_what_a_visitor_sent_begins_no_line_of_its_own():
    record = logging.LogRecord(
        "house", logging.WARNING, "", 1, "asked %s", ("a\r\n2026 ERROR \x1b[31m\u202efake",), None
    )

    line = OneLine("%(levelname)s %(message)s").format(record)

    assert line == "WARNING asked a\\r\\n2026 ERROR \\x1b[31m\\u202efake"
