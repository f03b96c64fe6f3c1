"""The worker process: one consumer with two threads, and one thread each for outbox, price shelf and long deeds."""

from __future__ import annotations

import os


def run() -> None:
    """Consume until interrupted."""
    from sogdia.jobs import periodic as _periodic  # noqa: F401  tasks register themselves
    from sogdia.jobs.errands import ErrandWatch
    from sogdia.jobs.queue import queue
    from sogdia.jobs.shelf import ShelfWatch
    from sogdia.jobs.watching import Watch
    from sogdia.web import errands

    watches: list[Watch | ShelfWatch | ErrandWatch] = [
        Watch(),
        ShelfWatch(),
        ErrandWatch(errands.DEEDS, errands.words_of),
    ]
    for watch in watches:
        watch.start()
    try:
        queue.create_consumer(
            workers=2, worker_type="thread", periodic=True, initial_delay=0.1, max_delay=1.0
        ).run()
    finally:
        for watch in watches:
            watch.stop()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sogdia.config.settings")
    import django

    django.setup()
    run()
