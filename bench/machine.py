"""What was measured on, how soon it answers, and how much memory it holds."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

from bench.cpu import proportional_mb, resident_mb
from bench.house import House, find_postgresql

_LIBRARIES = ("django", "granian", "psycopg", "tantivy")


def describe() -> str:
    """Give machine and versions in one line."""
    model = next(
        (line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines() if line.startswith("model name")),
        platform.machine(),
    )  # fmt: skip
    server = subprocess.run(
        [find_postgresql() / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout.strip()
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return (
        f"{model}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; Python {platform.python_version()}, "
        f"{server}, {libraries}"
    )


def memory(house: House) -> dict[str, tuple[float, float]]:
    """Give resident and proportional memory of the house's processes in megabytes."""
    return {
        name: (resident_mb(child.pid), proportional_mb(child.pid))
        for name, child in house.children.items()
        if name in {"web", "worker"}
    }


def starts(house: House, *, rounds: int = 3) -> list[float]:
    """Give the seconds from the start of the web server to its first answer."""
    found = []
    for _ in range(rounds):
        house.stop("web")
        found.append(house.start_web())
    return found
