"""A scratch deployment to measure: a PostgreSQL of its own, web as production serves it, worker, sandbox bank."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECRET = "benchmarks-sign-with-this-secret-and-nobody-else"


class CannotMeasure(SystemExit):
    """Something is missing; says what to do."""


def free_port() -> int:
    """Give a port that nobody listens on."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def find_postgresql() -> Path:
    """
    Find PostgreSQL's programs: ``SOGDIA_BENCH_PGBIN``, Debian's folders, or the path.

    :raises CannotMeasure: when there are none.
    """
    given = os.environ.get("SOGDIA_BENCH_PGBIN")
    if given:
        return Path(given)
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    found = debian[-1] if debian else shutil.which("initdb")
    if found is None:
        raise CannotMeasure("No PostgreSQL: install it, or name the folder of initdb in SOGDIA_BENCH_PGBIN.")
    return Path(found).parent


class Database:
    """A PostgreSQL server with durable commits (its defaults), in a folder that is removed afterwards."""

    def __init__(self, folder: Path) -> None:
        self._bin, self._folder = find_postgresql(), folder / "pg"
        self.is_new = not self._folder.exists()
        self._folder.mkdir(exist_ok=True)
        self.port = free_port()
        self.url = f"postgresql://sogdia@127.0.0.1:{self.port}/sogdia"
        if self.is_new:
            if os.getuid() == 0:
                shutil.chown(self._folder, "postgres")
            self._run("initdb", "-D", str(self._folder / "data"), "-A", "trust", "-U", "sogdia", "-E", "UTF8", "--locale=C.UTF-8")  # fmt: skip
        options = f"-p {self.port} -k {self._folder} -c listen_addresses=127.0.0.1 -c shared_buffers=256MB"
        self._options = options + " " + os.environ.get("SOGDIA_BENCH_PGOPTIONS", "")
        self._start()
        if self.is_new:
            self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "sogdia", "sogdia")
        self.pid = int((self._folder / "data" / "postmaster.pid").read_text("utf-8").split()[0])

    def _run(self, program: str, *arguments: str) -> None:
        # The server refuses to run as root, so root hands it to the user that its package made.
        user = pwd.getpwnam("postgres").pw_uid if os.getuid() == 0 else None
        group = pwd.getpwnam("postgres").pw_gid if os.getuid() == 0 else None
        subprocess.run(
            [self._bin / program, *arguments],
            check=True, cwd="/tmp", stdout=subprocess.DEVNULL, user=user, group=group, extra_groups=[] if user else None,
        )  # fmt: skip

    def _start(self) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-w", "-s", "-l", str(self._folder / "log"), "-o", self._options, "start")  # fmt: skip

    def restart(self) -> None:
        """Let the server fall as in a power cut, and start it again: it comes back from its log of writes."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "-s", "stop")
        self._start()

    def stop(self) -> None:
        """Stop the server at once; its data are thrown away."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "fast", "-s", "stop")


class House:
    """One running deployment."""

    def __init__(self, folder: Path, *, workers: int = 2, threads: int = 2) -> None:
        self.folder = folder
        self.workers, self.threads = workers, threads
        self.database = Database(folder)
        self.port, self.bank_port, self.reference_port = free_port(), free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log.txt"
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("SOGDIA_")}
        inherited.pop("DJANGO_SETTINGS_MODULE", None)
        self.environment = {
            **inherited,
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DATABASE_URL": self.database.url,
            "SOGDIA_MODE": "demo",
            "SOGDIA_SECRET_KEY": SECRET,
            "SOGDIA_VAR": str(folder / "var"),
            "SOGDIA_URL": self.url,
            "SOGDIA_SANDBOX_URL": f"http://127.0.0.1:{self.bank_port}",
            "SOGDIA_SANDBOX_SECRET": SECRET,
            "SOGDIA_EMAIL_URL": f"file:{folder / 'mail'}",
            "SOGDIA_LOG": "warning",
            # Everybody comes from one address here: counted as always, never too fast.
            "SOGDIA_PAGES_A_MINUTE": "1000000",
        }

    def command(self, *arguments: str) -> float:
        """Run one command of the house; gives the seconds it took."""
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "sogdia.config", *arguments],
            env=self.environment, cwd=self.folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise CannotMeasure(f"sogdia {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
        return time.monotonic() - began

    def start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start one process of the house."""
        with self.log.open("ab") as log:
            child = subprocess.Popen(
                [sys.executable, "-m", "sogdia.config", *arguments],
                env=self.environment, cwd=self.folder, stdout=log, stderr=log,
            )  # fmt: skip
        self.children[name] = child
        return child

    def start_web(self) -> float:
        """Start the web server as production does; gives the seconds to the first answer."""
        began = time.monotonic()
        self.start(
            "web", "serve", "--port", str(self.port), "--workers", str(self.workers), "--threads", str(self.threads)
        )  # fmt: skip
        self.answers(f"{self.url}/hooks/healthz")
        return time.monotonic() - began

    def start_reference(self) -> None:
        """Start the hand-written reference in a server of the same kind."""
        with self.log.open("ab") as log:
            self.children["reference"] = subprocess.Popen(
                [
                    sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self.reference_port),
                    "--workers", str(self.workers), "--blocking-threads", str(self.threads), "--no-ws",
                    "--log-level", "warning", "bench.reference:application",
                ],
                env=self.environment, cwd=self.folder, stdout=log, stderr=log,
            )  # fmt: skip
        self.answers(f"http://127.0.0.1:{self.reference_port}/hello")

    def stop(self, *names: str) -> None:
        """Ask processes to end, all of them if none is named, and end the slow."""
        chosen = [
            self.children.pop(name) for name in (names or tuple(self.children)) if name in self.children
        ]
        for child in chosen:
            child.send_signal(signal.SIGINT)
        for child in chosen:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(15)
            if child.poll() is None:
                child.kill()
                child.wait(8)

    def answers(self, url: str, *, seconds: float = 60) -> None:
        """
        Wait until ``url`` answers.

        :raises CannotMeasure: when it does not.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            dead = [name for name, child in self.children.items() if child.poll() is not None]
            if dead:
                raise CannotMeasure(f"{dead} ended:\n{self.log.read_text('utf-8', 'replace')[-3000:]}")
            with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
            time.sleep(0.02)
        raise CannotMeasure(f"{url} did not answer:\n{self.log.read_text('utf-8', 'replace')[-3000:]}")


@contextlib.contextmanager
def scratch_house(kept: Path | None = None) -> Iterator[House]:
    """Give a house in a folder of its own, removed afterwards; ``kept`` is one that stays for the next run."""
    folder = kept or Path(tempfile.mkdtemp(prefix="sogdia-bench."))
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    house = House(folder)
    try:
        yield house
    finally:
        house.stop()
        house.database.stop()
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)
