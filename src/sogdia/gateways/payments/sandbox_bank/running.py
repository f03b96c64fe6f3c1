"""Runs the sandbox bank: one process, a thread that delivers callbacks until they are answered with 200."""

from __future__ import annotations

import json
import logging
import threading
import time
import urllib.request
from http.client import HTTPException
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from sogdia.gateways.payments import signing
from sogdia.gateways.payments.sandbox_bank.app import SandboxBank
from sogdia.gateways.payments.sandbox_bank.book import Book, Owed

_log = logging.getLogger(__name__)
_TIMEOUT_S = 10


class NotInProduction(SystemExit):
    """The sandbox bank was asked to run where real money moves."""


class Messenger:
    """Delivers what the bank owes; one round per wake, and one a second for what is due later."""

    def __init__(self, book: Book, secret: str) -> None:
        self._book, self._secret = book, secret
        self._wake, self._end = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="sandbox-messenger", daemon=True)

    def start(self) -> None:
        """Begin to deliver."""
        self._thread.start()

    def stop(self) -> None:
        """Deliver nothing more."""
        self._end.set()
        self._wake.set()
        self._thread.join(timeout=_TIMEOUT_S + 5)

    def wake(self) -> None:
        """Look now: something may be due."""
        self._wake.set()

    def _run(self) -> None:
        while not self._end.is_set():
            self._wake.wait(timeout=1.0)
            self._wake.clear()
            self.deliver()

    def deliver(self) -> int:
        """Deliver everything that is due; gives how many were answered with 200."""
        self._book.expire()
        return sum(self._one(owed) for owed in self._book.owed())

    def _one(self, owed: Owed) -> bool:
        body = json.dumps(owed.body, sort_keys=True).encode()
        headers = {
            "Content-Type": "application/json",
            **signing.sign(self._secret, body, now=int(time.time())),
        }
        request = urllib.request.Request(owed.url, data=body, headers=headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as response:
                answered = bool(response.status == 200)
        except (OSError, HTTPException) as error:
            # A house that dies in the middle of its answer has not answered.
            if hasattr(error, "close"):
                error.close()
            answered = False
        if answered:
            self._book.told(owed)
        else:
            self._book.not_told(owed)
        return answered


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Write to the log rather than to the terminal."""
        _log.info(format, *args)


def serve(
    *,
    mode: str,
    host: str,
    port: int,
    url: str,
    secret: str,
    folder: Path,
    ready: threading.Event | None = None,
) -> None:
    """
    Serve until interrupted.

    :raises NotInProduction: in production.
    """
    if mode == "production":
        raise NotInProduction("The sandbox bank refuses to run with SOGDIA_MODE=production.")
    folder.mkdir(parents=True, exist_ok=True)
    book = Book(folder / "sandbox-bank.sqlite3", time.time)
    messenger = Messenger(book, secret)
    app = SandboxBank(book, secret, url, messenger.wake)
    with make_server(host, port, app, server_class=_Server, handler_class=_Quiet) as server:
        messenger.start()
        if ready is not None:
            ready.set()
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            pass
        finally:
            messenger.stop()
            book.close()
