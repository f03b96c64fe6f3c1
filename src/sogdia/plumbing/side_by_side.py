"""Many transactions, two at a time where the database can, and kept in their order whatever happens."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from django.db import connection, transaction

HANDS = 2


class _Ended(Exception):
    """Another deed failed, or the caller gave up: what was begun is taken back."""


def in_turn(
    deeds: Sequence[Callable[[], None]],
    *,
    prepare: Callable[[], None] = lambda: None,
    done: Callable[[int], None] = lambda _number: None,
) -> None:
    """
    Do every deed in a transaction of its own; none is kept unless all in front of it are.

    PostgreSQL does two at once, each on a connection of its own, so they must not change the same rows. SQLite, which has
    one writer, does one after the other, and so does a caller with a transaction of its own. ``prepare`` comes once
    on each connection, in front of its first deed; ``done`` hears the place of each deed that was kept.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block or len(deeds) < HANDS:
        for number, deed in enumerate(deeds):
            with transaction.atomic():
                if number == 0:
                    prepare()
                deed()
            done(number)
        return
    _Work(deeds, prepare, done).go()


class _Work:
    """The deeds that are left, and how far they are kept."""

    def __init__(
        self, deeds: Sequence[Callable[[], None]], prepare: Callable[[], None], done: Callable[[int], None]
    ) -> None:
        self._deeds, self._prepare, self._done = deeds, prepare, done
        self._left = iter(range(len(deeds)))
        self._changed = threading.Condition()
        self._kept = 0
        self._broken_at = len(deeds)
        self._failed: list[BaseException] = []

    def go(self) -> None:
        """
        Do them all.

        The first failure is raised again when every hand has let go.
        """
        hands = [threading.Thread(target=self._hand, name=f"hand-{place}") for place in range(HANDS)]
        for hand in hands:
            hand.start()
        try:
            for hand in hands:
                hand.join()
        except BaseException as error:
            self._fail(error, -1)
            for hand in hands:
                hand.join()
            raise
        if self._failed:
            raise self._failed[0]

    def _hand(self) -> None:
        is_ready = False
        number: int | None = None
        try:
            while (number := self._next()) is not None:
                with transaction.atomic():
                    if not is_ready:
                        self._prepare()
                        is_ready = True
                    self._deeds[number]()
                    self._wait_for(number)
                with self._changed:
                    self._kept = number + 1
                    self._changed.notify_all()
                    self._done(number)
        except _Ended:
            pass
        except BaseException as error:  # noqa: BLE001  raised again by the caller's thread
            self._fail(error, -1 if number is None else number)
        finally:
            connection.close()

    def _next(self) -> int | None:
        with self._changed:
            return None if self._failed else next(self._left, None)

    def _wait_for(self, number: int) -> None:
        """Wait until all in front are kept."""
        with self._changed:
            self._changed.wait_for(lambda: self._kept == number or self._broken_at < number)
            if self._broken_at < number:
                raise _Ended

    def _fail(self, error: BaseException, number: int) -> None:
        with self._changed:
            self._failed.append(error)
            self._broken_at = min(self._broken_at, number)
            self._changed.notify_all()
