"""
The press: a process of its own that sets papers, starts with the first one, and ends when none came for a while.

Typst and its fonts take as much memory as all else that a worker holds, and are needed seconds a day. What goes to and fro is
a line of JSON and, back, a line that says how it went and so many bytes.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import threading
import weakref
from pathlib import Path
from typing import IO, Any, Final

#: The press ends after so many seconds without a paper.
IDLE_S: Final = 5.0
_SOURCES: Final = Path(__file__).parents[3]


class PressFailed(RuntimeError):
    """The press could not set a paper, or ended while it did; its words say why."""


class Press:
    """Hands papers to a press, one at a time, and starts one where there is none."""

    def __init__(self, fonts: Path) -> None:
        self._fonts = fonts
        self._guard = threading.Lock()
        self._running: list[subprocess.Popen[bytes]] = []
        weakref.finalize(self, _end, self._running)

    def set(self, template: str, inputs: dict[str, str], **how: Any) -> bytes:
        """
        Give the file.

        :raises PressFailed: when it cannot be set.
        """
        asked = json.dumps({"template": template, "inputs": inputs, "how": how}).encode() + b"\n"
        with self._guard:
            answer = self._ask(asked)
            if answer is None:
                # It ended of itself just now: a paper may be set twice.
                _end(self._running)
                answer = self._ask(asked)
        if answer is None:
            raise PressFailed(f"{template}: the press ended")
        went_well, said = answer
        if not went_well:
            raise PressFailed(f"{template}: {said.decode()}")
        return said

    def _ask(self, asked: bytes) -> tuple[bool, bytes] | None:
        if not self._running:
            self._running.append(self._start())
        child = self._running[0]
        assert child.stdin is not None and child.stdout is not None, "both ends are pipes"
        try:
            child.stdin.write(asked)
            child.stdin.flush()
            head = child.stdout.readline().split()
        except OSError:
            return None
        if len(head) != 2:
            return None
        said = child.stdout.read(int(head[1]))
        return (head[0] == b"set", said) if len(said) == int(head[1]) else None

    def _start(self) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(filter(None, [str(_SOURCES), os.environ.get("PYTHONPATH", "")]))
        return subprocess.Popen(
            [sys.executable, "-m", "sogdia.gateways.pdf.press", str(self._fonts)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )


def _end(running: list[subprocess.Popen[bytes]]) -> None:
    """Let a press go: it ends when nobody can ask it any more."""
    while running:
        child = running.pop()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        child.wait()


def run(fonts: Path, given: IO[bytes], taken: IO[bytes], *, idle_s: float = IDLE_S) -> None:
    """Set papers until nobody asks."""
    from sogdia.gateways.pdf.setting import Setter

    setter = Setter(fonts)
    while select.select([given], [], [], idle_s)[0]:
        line = given.readline()
        if not line:
            return
        asked = json.loads(line)
        try:
            went, said = b"set", setter.set(asked["template"], asked["inputs"], asked["how"])
        except Exception as error:  # noqa: BLE001  whoever asked is told
            went, said = b"failed", f"{type(error).__name__}: {error}".encode()
        taken.write(b"%s %d\n%s" % (went, len(said), said))
        taken.flush()


if __name__ == "__main__":
    run(Path(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer)
