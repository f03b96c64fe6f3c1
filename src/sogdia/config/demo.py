"""``sogdia demo``: everything on one machine, started together and stopped together."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from urllib.error import URLError

from rich.console import Console
from rich.table import Table

from sogdia.usecases.world.people import PASSWORD, PEOPLE

NEEDED_BYTES = 500_000_000
_console = Console(stderr=True)


class DemoCannotStart(SystemExit):
    """Something is missing; says what to do."""


def check_port(host: str, port: int, what: str) -> None:
    """
    Refuse a port that is taken.

    :raises DemoCannotStart: naming the port and how to choose another.
    """
    with contextlib.closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise DemoCannotStart(
                f"Port {port} ({what}) cannot be used: {error.strerror}. Choose another: make demo PORT={port + 100}"
            ) from None


def check_disk(folder: str) -> None:
    """
    Refuse to start on a full disk.

    :raises DemoCannotStart: saying how much room is needed.
    """
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        raise DemoCannotStart(
            f"{free / 1e6:.0f} MB are free in {folder}; the demo needs {NEEDED_BYTES / 1e6:.0f} MB."
        )


@dataclass
class Family:
    """Processes that live and die together."""

    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, arguments: Sequence[str], environment: dict[str, str]) -> None:
        """Start one more."""
        self.children[name] = subprocess.Popen(
            [sys.executable, "-m", "sogdia.config", *arguments], env=environment
        )

    def dead(self) -> str | None:
        """Give the name of one that ended, if any did."""
        return next((name for name, child in self.children.items() if child.poll() is not None), None)

    def stop(self) -> None:
        """Ask all to end, and end those that do not."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + 8
        for child in self.children.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, deadline - time.monotonic()))
            if child.poll() is None:
                child.kill()


def wait_for(url: str, family: Family, *, seconds: float = 40) -> None:
    """
    Wait until ``url`` answers.

    :raises DemoCannotStart: when it does not, or when a process ended.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        name = family.dead()
        if name:
            raise DemoCannotStart(f"The {name} process ended. Its last lines above say why.")
        with contextlib.suppress(URLError, OSError), urllib.request.urlopen(url, timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.2)
    raise DemoCannotStart(f"{url} did not answer within {seconds:.0f} seconds.")


def greet(url: str, mail: str) -> None:
    """Print the address, one sign-in per role, and where letters go."""
    table = Table(title=f"Sogdia is at {url}", caption=f"Every password is {PASSWORD}", title_justify="left")
    table.add_column("who")
    table.add_column("sign in as")
    table.add_column("name")
    table.add_column("second step")
    for person in PEOPLE:
        table.add_row(person.says, person.email, person.name, "code" if person.has_second_step else "")
    _console.print(table)
    _console.print(
        "Where a code is asked, the demonstration's page shows it; so does `sogdia demo-code PERSON`."
    )
    _console.print(f"Letters to buyers and sellers: {mail}")
    _console.print("Stop with Ctrl+C. Repeat as you like: what you did is kept.")


def run(*, host: str, port: int) -> None:
    """Load the world, start web, worker and sandbox bank, print the address, stay until stopped."""
    bank_port = port + 900
    url = f"http://{host}:{port}"
    check_port(host, port, "web")
    check_port(host, bank_port, "sandbox bank")
    environment = {
        **os.environ,
        "SOGDIA_URL": os.environ.get("SOGDIA_URL", url),
        "SOGDIA_SANDBOX_URL": f"http://{host}:{bank_port}",
    }
    mail = Path(environment.get("SOGDIA_VAR", "var")).resolve() / "mail"
    environment.setdefault("SOGDIA_EMAIL_URL", f"file:{mail}")
    check_disk(".")
    for step in (["migrate", "--quiet"], ["load-world"], ["play-season"]):
        done = subprocess.run([sys.executable, "-m", "sogdia.config", *step], env=environment, check=False)
        if done.returncode:
            raise DemoCannotStart(f"`sogdia {' '.join(step)}` failed; its lines above say why.")
    family = Family()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        family.start("sandbox bank", ["sandbox-bank", "--port", str(bank_port)], environment)
        family.start("worker", ["worker"], environment)
        family.start("web", ["serve", "--host", host, "--port", str(port)], environment)
        wait_for(f"{url}/hooks/healthz", family)
        greet(url, environment["SOGDIA_EMAIL_URL"].removeprefix("file:"))
        while not family.dead():
            time.sleep(0.5)
        raise DemoCannotStart(f"The {family.dead()} process ended. Its last lines above say why.")
    except KeyboardInterrupt:
        _console.print("Stopping.")
    finally:
        family.stop()
