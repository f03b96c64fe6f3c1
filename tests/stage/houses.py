"""A whole deployment of its own: web, worker and sandbox bank as processes, with the demo world in it."""

from __future__ import annotations

import email
import email.policy
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from stage.engines import Engine

ROOT = Path(__file__).resolve().parents[2]
_BETWEEN_MAILS = re.compile(rb"^-{79}$", re.M)


class HouseDoesNotStand(AssertionError):
    """A process ended or does not answer; the log's last lines say why."""


def free_port() -> int:
    """Give a free port from 20000 up: browsers refuse some of the lower ones."""
    for _try in range(50):
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
            if port >= 20_000:
                return port
    raise HouseDoesNotStand("No free port from 20000 up.")


class House:
    """One running deployment; ``url`` is its first page."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.folder, self.engine = folder, engine
        self.cluster: Any = None
        self.mail_folder = folder / "mail"
        self.mail_folder.mkdir(parents=True)
        self.port, self.bank_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.bank_url = f"http://127.0.0.1:{self.bank_port}"
        self.log = folder / "log.txt"
        self._children: list[subprocess.Popen[bytes]] = []
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("SOGDIA_")}
        inherited.pop("DJANGO_SETTINGS_MODULE", None)
        self.environment = {
            **inherited,
            "PYTHONPATH": str(ROOT / "src"),
            "DATABASE_URL": engine.url,
            "SOGDIA_MODE": "demo",
            "SOGDIA_VAR": str(folder),
            "SOGDIA_URL": self.url,
            "SOGDIA_SANDBOX_URL": self.bank_url,
            "SOGDIA_EMAIL_URL": f"file:{self.mail_folder}",
            "SOGDIA_LOG": "warning",
            # Everybody comes from one address here: counted as always, never too fast.
            "SOGDIA_PAGES_A_MINUTE": "1000000",
        }

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one command of the house to its end, whatever its answer."""
        return subprocess.run(
            [sys.executable, "-m", "sogdia.config", *arguments],
            env=self.environment, cwd=self.folder, capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip

    def must(self, *arguments: str) -> str:
        """Run one command that has to succeed; gives what it said."""
        done = self.run(*arguments)
        assert done.returncode == 0, f"sogdia {' '.join(arguments)}: {done.stdout}\n{done.stderr}"
        return done.stdout

    def open(self) -> None:
        """Fill the database, start the three processes, wait until all answer."""
        self.must("migrate", "--quiet")
        self.must("load-world")
        self.must("reindex")
        self._start("sandbox-bank", "--port", str(self.bank_port))
        self.start_worker()
        self.start_web()
        self._answers(f"{self.bank_url}/healthz")
        self.await_web()

    def start_web(self) -> None:
        """Start the web process as production does; it has a process group of its own."""
        self._web = self._start("serve", "--port", str(self.port), "--workers", "1", "--threads", "4")

    def start_worker(self) -> None:
        """Start the worker."""
        self._worker = self._start("worker")

    def await_web(self) -> None:
        """Wait until pages are served."""
        self._answers(f"{self.url}/hooks/healthz")

    def kill_web(self) -> None:
        """Kill the web process with all its children, as a power cut would."""
        self._kill(self._web)

    def kill_worker(self) -> None:
        """Kill the worker, whatever it is doing."""
        self._kill(self._worker)

    def _kill(self, child: subprocess.Popen[bytes]) -> None:
        self._children.remove(child)
        os.killpg(child.pid, signal.SIGKILL)
        child.wait(8)

    def close(self) -> None:
        """End what was started, the slow by force."""
        for child in self._children:
            if child.poll() is None:
                child.send_signal(signal.SIGINT)
        for child in self._children:
            with suppress(subprocess.TimeoutExpired):
                child.wait(8)
            if child.poll() is None:
                child.kill()
                child.wait(8)

    def mails(self, to: str) -> list[EmailMessage]:
        """Give the e-mails sent to an address so far, oldest first."""
        found = []
        for path in sorted(self.mail_folder.iterdir(), key=lambda each: each.stat().st_mtime_ns):
            for raw in _BETWEEN_MAILS.split(path.read_bytes()):
                if raw.strip():
                    message = email.message_from_bytes(raw.lstrip(), policy=email.policy.default)
                    if to in str(message["To"]):
                        found.append(message)
        return found

    def await_mail(self, to: str, containing: str, *, seconds: float = 40) -> str:
        """
        Give the text of the newest e-mail to ``to`` that contains a text, waiting for the worker to send it.

        :raises HouseDoesNotStand: when none comes.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for message in reversed(self.mails(to)):
                body = message.get_body(("plain",))
                text = body.get_content() if body is not None else ""
                if containing in text:
                    return text
            _let_others_work()
        subjects = [str(each["Subject"]) for each in self.mails(to)]
        raise HouseDoesNotStand(
            f"No e-mail to {to} with {containing!r}; there are {subjects}. {self.last_lines()}"
        )

    def last_lines(self) -> str:
        """Give the end of the processes' log."""
        return self.log.read_text("utf-8", "replace")[-3000:] if self.log.exists() else ""

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            child = subprocess.Popen(
                [sys.executable, "-m", "sogdia.config", *arguments],
                env=self.environment, cwd=self.folder, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self._children.append(child)
        return child

    def _answers(self, url: str, *, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            dead = [child.args for child in self._children if child.poll() is not None]
            if dead:
                raise HouseDoesNotStand(f"{dead} ended. {self.last_lines()}")
            with suppress(OSError), urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
            _let_others_work()
        raise HouseDoesNotStand(f"{url} did not answer. {self.last_lines()}")


def _let_others_work() -> None:
    """Wait a moment for another process: the only waiting that tests do."""
    time.sleep(0.1)
