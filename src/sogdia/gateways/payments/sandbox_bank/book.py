"""The sandbox bank's book: payments, refunds and the callbacks it still owes, in a SQLite file of its own."""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS payment (
    id TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL, order_ref TEXT NOT NULL, return_url TEXT NOT NULL, notify_url TEXT NOT NULL,
    expires_at TEXT NOT NULL, language TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'open');
CREATE TABLE IF NOT EXISTS refund (
    key TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, payment_id TEXT NOT NULL REFERENCES payment(id),
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0));
CREATE TABLE IF NOT EXISTS news (
    id INTEGER PRIMARY KEY, event_id TEXT NOT NULL, payment_id TEXT NOT NULL REFERENCES payment(id),
    kind TEXT NOT NULL, amount_minor INTEGER NOT NULL, reference TEXT NOT NULL, at TEXT NOT NULL,
    due REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, delivered INTEGER NOT NULL DEFAULT 0);
"""
#: Seconds until the next try after each failed one; the last repeats.
BACK_OFF: Final = (1, 2, 5, 15, 60, 300, 1800)

Clock = Callable[[], float]


class Refused(Exception):
    """The bank says no; the text is its reason."""


@dataclass(frozen=True)
class Owed:
    """One callback that is due: where to, and what it says."""

    id: int
    url: str
    body: dict[str, Any]
    attempts: int


class Book:
    """Every change is one transaction under one lock; the process has one book."""

    def __init__(self, path: Path | str, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._db:
            yield self._db

    def open_payment(self, asked: dict[str, Any]) -> str:
        """Open a payment and give its id; the same reference gives the same one, if it asks for the same."""
        with self._change() as db:
            known = db.execute("SELECT * FROM payment WHERE reference = ?", (asked["reference"],)).fetchone()
            if known is not None:
                if (known["amount_minor"], known["currency"]) != (asked["amount_minor"], asked["currency"]):
                    raise Refused("reference was used with another amount")
                return str(known["id"])
            payment_id = "pay_" + secrets.token_urlsafe(18)
            db.execute(
                "INSERT INTO payment (id, reference, amount_minor, currency, order_ref, return_url, notify_url,"
                " expires_at, language) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    payment_id, asked["reference"], int(asked["amount_minor"]), asked["currency"],
                    asked["order_ref"], asked["return_url"], asked["notify_url"], asked["expires_at"],
                    asked["language"],
                ),
            )  # fmt: skip
            return payment_id

    def payment(self, payment_id: str) -> sqlite3.Row | None:
        """Give a payment; one whose time is over has expired."""
        with self._change() as db:
            row = db.execute("SELECT * FROM payment WHERE id = ?", (payment_id,)).fetchone()
            if row is not None and row["state"] == "open" and self._now() > row["expires_at"]:
                self._decide(db, row, "expired", [("expired", 0)])
                row = db.execute("SELECT * FROM payment WHERE id = ?", (payment_id,)).fetchone()
            return row  # type: ignore[no-any-return]

    def expire(self) -> None:
        """End every open payment whose time is over."""
        with self._change() as db:
            over = db.execute(
                "SELECT * FROM payment WHERE state = 'open' AND expires_at < ?", (self._now(),)
            ).fetchall()
            for row in over:
                self._decide(db, row, "expired", [("expired", 0)])

    def decide(self, payment_id: str, state: str, news: list[tuple[str, float]], *, times: int = 1) -> None:
        """
        Decide an open payment; ``news`` are kinds with their delay in seconds, each told ``times`` times.

        A payment that was decided stays as it is.
        """
        with self._change() as db:
            row = db.execute(
                "SELECT * FROM payment WHERE id = ? AND state = 'open'", (payment_id,)
            ).fetchone()
            if row is not None:
                self._decide(db, row, state, news, times)

    def _decide(
        self,
        db: sqlite3.Connection,
        row: sqlite3.Row,
        state: str,
        news: list[tuple[str, float]],
        times: int = 1,
    ) -> None:
        db.execute("UPDATE payment SET state = ? WHERE id = ?", (state, row["id"]))
        for kind, delay in news:
            event_id = "evt_" + secrets.token_urlsafe(18)
            for _again in range(times):
                self._owe(db, row, event_id, kind, row["amount_minor"], row["reference"], delay)

    def refund(self, asked: dict[str, Any]) -> str:
        """Send money back and give the refund's id; the same key sends it once."""
        with self._change() as db:
            known = db.execute("SELECT * FROM refund WHERE key = ?", (asked["key"],)).fetchone()
            if known is not None:
                return str(known["id"])
            row = db.execute("SELECT * FROM payment WHERE id = ?", (asked["payment"],)).fetchone()
            if row is None or row["state"] != "paid" or row["currency"] != asked["currency"]:
                raise Refused("no such captured payment")
            (gone,) = db.execute(
                "SELECT COALESCE(SUM(amount_minor), 0) FROM refund WHERE payment_id = ?", (row["id"],)
            ).fetchone()
            amount = int(asked["amount_minor"])
            if amount <= 0 or gone + amount > row["amount_minor"]:
                raise Refused("more than was captured")
            refund_id = "ref_" + secrets.token_urlsafe(18)
            db.execute(
                "INSERT INTO refund (key, id, payment_id, amount_minor) VALUES (?, ?, ?, ?)",
                (asked["key"], refund_id, row["id"], amount),
            )
            event_id = "evt_" + secrets.token_urlsafe(18)
            self._owe(db, row, event_id, "refunded", amount, refund_id, 0)
            return refund_id

    def _owe(
        self, db: sqlite3.Connection, row: sqlite3.Row, event_id: str, kind: str, amount: int, reference: str,
        delay: float,
    ) -> None:  # fmt: skip
        db.execute(
            "INSERT INTO news (event_id, payment_id, kind, amount_minor, reference, at, due)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (event_id, row["id"], kind, amount, reference, self._now(delay), self._clock() + delay),
        )

    def owed(self) -> list[Owed]:
        """Give the callbacks that are due now, oldest first."""
        with self._lock:
            rows = self._db.execute(
                "SELECT n.*, p.notify_url, p.currency FROM news n JOIN payment p ON p.id = n.payment_id"
                " WHERE NOT n.delivered AND n.due <= ? ORDER BY n.due, n.id",
                (self._clock(),),
            ).fetchall()
        return [
            Owed(
                row["id"],
                row["notify_url"],
                {
                    "event_id": row["event_id"],
                    "kind": row["kind"],
                    "payment": row["payment_id"],
                    "reference": row["reference"],
                    "amount_minor": row["amount_minor"],
                    "currency": row["currency"],
                    "at": row["at"],
                },
                row["attempts"],
            )
            for row in rows
        ]

    def told(self, owed: Owed) -> None:
        """The callback was answered with 200."""
        with self._change() as db:
            db.execute("UPDATE news SET delivered = 1, attempts = attempts + 1 WHERE id = ?", (owed.id,))

    def not_told(self, owed: Owed) -> None:
        """The callback was not answered with 200: it is tried again, later each time."""
        wait = BACK_OFF[min(owed.attempts, len(BACK_OFF) - 1)]
        with self._change() as db:
            db.execute(
                "UPDATE news SET attempts = attempts + 1, due = ? WHERE id = ?",
                (self._clock() + wait, owed.id),
            )

    def _now(self, later: float = 0) -> str:
        return datetime.fromtimestamp(self._clock() + later, UTC).isoformat()
