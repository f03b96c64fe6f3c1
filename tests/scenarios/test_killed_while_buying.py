"""Web, worker and database die at any moment while people buy: the books hold and no payment is ever gone."""

from __future__ import annotations

import os
import random
import sqlite3
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from bench.house import Database

from stage.engines import Engine
from stage.houses import House
from stage.shoppers import Shopper

PURCHASES = int(os.environ.get("SOGDIA_KILLED_PURCHASES", "0")) or 8
#: A long run may be ended in time: purchases that have not begun by then are left out, and the count is said.
SECONDS = float(os.environ.get("SOGDIA_KILLED_SECONDS", "0")) or 3600.0
#: More buyers at a time hide the seconds that a start takes: while one waits for an answer, others have had theirs.
SHOPPERS = 3 if PURCHASES < 50 else 10
#: What buyers do at the bank, the usual thing most often; a payment that fails is paid by nobody.
AT_THE_BANK = ("pay", "pay", "pay", "twice", "fail", "late")
SEED = int(os.environ.get("SOGDIA_SEED", "20261123"))


@pytest.fixture
def cluster():
    """A PostgreSQL of this test's own, with durable commits, that may be let fall; ``None`` in the pass on SQLite."""
    if not os.environ.get("DATABASE_URL"):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="sogdia-fall-", dir="/tmp") as folder:
        # The server runs as a user of its own, who has to get there.
        Path(folder).chmod(0o755)
        database = Database(Path(folder))
        try:
            yield database
        finally:
            database.stop()


@pytest.fixture
def house(tmp_path, cluster):
    engine = Engine(tmp_path, server=cluster.url if cluster else None)
    house = House(tmp_path, engine)
    house.cluster = cluster
    try:
        house.open()
        yield house
    finally:
        house.close()
        engine.remove()


class Killer(threading.Thread):
    """
    Kills the web process, the worker or the database, again and again, and brings it back.

    After a number of answers drawn by lot, and a moment more: so it strikes in the middle of any of them, and buyers
    get on however slow the machine is.
    """

    def __init__(self, house: House, draw: random.Random) -> None:
        super().__init__(daemon=True)
        self.house, self.draw, self.kills, self.restarts = house, draw, 0, 0
        self.enough, self._answers = threading.Event(), threading.Semaphore(0)

    def answered(self) -> None:
        """Hear that a buyer was answered."""
        self._answers.release()

    def run(self) -> None:
        """Kill until it is enough."""
        while not self.enough.is_set():
            for _answer in range(self.draw.randint(3, min(max(18, PURCHASES // 3), 120))):
                self._answers.acquire(timeout=5)
            self.enough.wait(self.draw.uniform(0, 0.25))
            strikes = (self._web, self._restart, self._worker, self._web, self._database)
            strikes[self.kills % len(strikes)]()
            self.kills += 1

    def _web(self) -> None:
        self.house.kill_web()
        self.house.start_web()
        self.house.await_web()

    def _worker(self) -> None:
        self.house.kill_worker()
        self.house.start_worker()

    def _database(self) -> None:
        """Cut every connection; a file cannot go away by itself, so on SQLite the web process dies once more."""
        if not self.house.engine.url:
            self._web()
            return
        with self.house.engine.away():
            self.enough.wait(self.draw.uniform(0.1, 1.5))

    def _restart(self) -> None:
        """Let the server itself fall in the middle of what it writes, and start it again."""
        if self.house.cluster is None:
            self._web()
            return
        self.house.cluster.restart()
        self.restarts += 1


def _bought(killer: Killer, number: int, until: float) -> tuple[str, int] | None:
    if time.monotonic() > until:
        return None
    draw = random.Random(SEED + number)
    shopper = Shopper(killer.house.url, seed=SEED + number, answered=killer.answered)
    return shopper.buy(at_the_bank=draw.choice(AT_THE_BANK)), shopper.again


def _bank(house: House, question: str) -> list[tuple]:
    connection = sqlite3.connect(house.folder / "sandbox-bank.sqlite3", timeout=20)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def _bank_asks_now(house: House) -> None:
    """Let the bank's waits be over: each try that found nobody made the next one later, up to half an hour."""
    connection = sqlite3.connect(house.folder / "sandbox-bank.sqlite3", timeout=20)
    try:
        with connection:
            connection.execute("UPDATE news SET due = 0 WHERE NOT delivered")
    finally:
        connection.close()


def _until(holds, what: str, *, seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.2)


def _drained(house: House) -> bool:
    return house.engine.value("select count(*) from outbox_outboxevent where handled_at is null") == 0


def test_nobody_loses_money_whatever_dies_while_they_buy(house):
    print(f"seed {SEED}")
    killer = Killer(house, random.Random(SEED))
    killer.start()
    with ThreadPoolExecutor(SHOPPERS) as pool:
        until = time.monotonic() + SECONDS
        asked = list(pool.map(lambda number: _bought(killer, number, until), range(PURCHASES)))
    bought = [one for one in asked if one is not None]
    killer.enough.set()
    killer.join(120)
    print(
        f"{len(bought)} purchases, {killer.kills} kills, of them {killer.restarts} of the database, "
        f"{sum(again for _order, again in bought)} steps tried again"
    )

    # The time of a killed worker's leases is over.
    house.engine.change("update outbox_outboxevent set next_try_at = null where handled_at is null")

    _bank_asks_now(house)
    _until(lambda: not _bank(house, "SELECT 1 FROM news WHERE NOT delivered"), "the bank still has news")
    _until(lambda: _drained(house), "the outbox is not empty")

    assert killer.kills > 0
    assert killer.restarts > 0 or house.cluster is None or killer.kills < 2
    taken = _taken_by_the_bank(house)
    assert {row["ref"]: row["paid"] for row in _on_orders(house)} == taken
    assert len(taken) >= len(bought) // 2
    audit = house.run("audit")
    assert audit.returncode == 0, audit.stdout + audit.stderr


def _taken_by_the_bank(house: House) -> dict[str, int]:
    """Give what the bank took, by payment reference."""
    return dict(_bank(house, "SELECT reference, amount_minor FROM payment WHERE state = 'paid'"))


def _on_orders(house: House) -> list[dict]:
    """Give what the house has of it: on an order that is paid, or in the queue of what goes back to its payer."""
    return house.engine.rows(
        """select payment.reference as ref, sum(receipt.amount_minor) as paid
           from payments_receipt receipt join payments_payment payment on payment.id = receipt.payment_id
           where receipt.provider = 'sandbox' and (
               (receipt.state = 'matched' and payment.captured_minor = receipt.amount_minor)
               or receipt.state = 'unallocated'
               or exists (select 1 from payments_refund refund where refund.receipt_id = receipt.id))
           group by payment.reference"""
    )
