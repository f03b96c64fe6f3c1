"""The scanner is asked over its socket; without a clear answer nothing is kept."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import contextmanager

import pytest

from sogdia.domain.ports import ScannerAway
from sogdia.gateways.scanning import ClamdScanner, NobodyScans

#: Agreed test text: every scanner finds it, and it harms nobody; put together here so that no scanner finds this file.
TEST_FILE = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Daemon(threading.Thread):
    """Speaks clamd's INSTREAM once, as its manual says."""

    def __init__(self, server: socket.socket, answer: bytes | None) -> None:
        super().__init__(daemon=True)
        self.server, self.answer, self.heard = server, answer, b""

    def run(self) -> None:
        """Hear one file and answer."""
        line, _address = self.server.accept()
        with line, line.makefile("rb") as heard:
            assert heard.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!L", heard.read(4))[0]:
                self.heard += heard.read(size)
            if self.answer is None:
                found = b"EICAR" in self.heard
                self.answer = b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0"
            line.sendall(self.answer)


@contextmanager
def a_daemon(tmp_path, answer=None):
    """Give the address of a daemon."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        path = tmp_path / "clamd.ctl"
        server.bind(str(path))
        server.listen(1)
        daemon = Daemon(server, answer)
        daemon.start()
        yield f"unix:{path}", daemon
        daemon.join(5)


def test_a_clean_file_arrives_whole_and_nothing_is_found(tmp_path):
    content = bytes(range(256)) * 1000

    with a_daemon(tmp_path) as (address, daemon):
        assert ClamdScanner(address).scan(content) == ""

    assert daemon.heard == content


def test_what_is_found_is_named(tmp_path):
    with a_daemon(tmp_path) as (address, _daemon):
        assert ClamdScanner(address).scan(TEST_FILE) == "Eicar-Test-Signature"


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: maybe\0"])
def test_no_clear_answer_is_none(tmp_path, answer):
    with a_daemon(tmp_path, answer) as (address, _daemon), pytest.raises(ScannerAway):
        ClamdScanner(address).scan(b"anything")


def test_a_scanner_that_is_not_there_is_said_to_be_away(tmp_path):
    with pytest.raises(ScannerAway):
        ClamdScanner(f"unix:{tmp_path}/nobody.ctl").scan(b"anything")
    with pytest.raises(ScannerAway):
        ClamdScanner("tcp://127.0.0.1:1").scan(b"anything")


def test_without_a_scanner_nothing_is_found():
    assert NobodyScans().scan(TEST_FILE) == ""
