"""Asks ClamAV's daemon, over a socket, whether a file is known malware (clamd's INSTREAM command)."""

from __future__ import annotations

import socket
import struct
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from sogdia.domain.ports import ScannerAway

TIMEOUT_S: Final = 20
_CHUNK: Final = 64 * 1024
_LONGEST_ANSWER: Final = 4096


class ClamdScanner:
    """Sends a file in chunks and reads one line; whatever is no clear answer is none (``ScannerAway``)."""

    def __init__(self, address: str = "", *, timeout_s: float = TIMEOUT_S) -> None:
        self._address = address or settings.SCANNER
        self._timeout_s = timeout_s

    def scan(self, content: bytes) -> str:
        """
        Give the name of what was found, or nothing.

        :raises sogdia.domain.ports.ScannerAway: no connection, no answer in time, or an answer that is no verdict.
        """
        try:
            with self._connected() as line:
                line.sendall(b"zINSTREAM\0")
                for place in range(0, len(content), _CHUNK):
                    chunk = content[place : place + _CHUNK]
                    line.sendall(struct.pack("!L", len(chunk)) + chunk)
                line.sendall(struct.pack("!L", 0))
                said = _answer(line)
        except OSError as error:
            raise ScannerAway(f"The scanner does not answer: {error!r}") from None
        verdict = said.removeprefix("stream: ")
        if verdict == "OK":
            return ""
        if verdict.endswith(" FOUND"):
            return verdict.removesuffix(" FOUND")[:120]
        raise ScannerAway(f"The scanner said {said[:200]!r}")

    def _connected(self) -> socket.socket:
        parts = urlsplit(self._address)
        if parts.scheme == "unix":
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(self._timeout_s)
            try:
                line.connect(parts.path)
            except OSError:
                line.close()
                raise
            return line
        return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=self._timeout_s)


def _answer(line: socket.socket) -> str:
    found = b""
    while b"\0" not in found and len(found) < _LONGEST_ANSWER:
        piece = line.recv(1024)
        if not piece:
            break
        found += piece
    return found.partition(b"\0")[0].decode("utf-8", "replace").strip()
