"""CPU time and memory of processes, as Linux counts them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def _stat(pid: int) -> list[str]:
    """Give the fields of /proc/PID/stat from the state on (field 3 is the first)."""
    return Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()


def family(root: int) -> list[int]:
    """Give a process and everything below it."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parents.setdefault(int(_stat(int(folder.name))[1]), []).append(int(folder.name))
            except OSError:
                continue
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += parents.get(pid, [])
    return found


def spent_ms(root: int) -> float:
    """Give the CPU milliseconds of a process family so far; children that ended are counted in their parent."""
    ticks = 0
    for pid in family(root):
        try:
            fields = _stat(pid)
        except OSError:
            continue
        # Fields 14 to 17 of proc(5): utime, stime, cutime, cstime.
        ticks += sum(int(each) for each in fields[11:15])
    return ticks * _TICK_MS


def resident_mb(root: int) -> float:
    """Give the resident memory of a process family, each page of shared code counted once per process."""
    total = 0
    for pid in family(root):
        try:
            total += int(Path(f"/proc/{pid}/statm").read_text("utf-8").split()[1])
        except OSError:
            continue
    return total * _PAGE / 1e6


def proportional_mb(root: int) -> float:
    """Give the memory of a process family with shared pages divided among those that share them (PSS)."""
    total = 0
    for pid in family(root):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total * 1024 / 1e6


@dataclass(frozen=True)
class Spent:
    """CPU milliseconds of the parts of a deployment between two moments."""

    web: float
    database: float
    worker: float = 0.0

    @property
    def both(self) -> float:
        """Give web and database together: the figure that counts."""
        return self.web + self.database

    def per(self, count: int) -> Spent:
        """Share among so many requests."""
        return Spent(self.web / count, self.database / count, self.worker / count)


class Meter:
    """Reads the clocks of a deployment's processes; ``lap`` gives what was spent since the last one."""

    def __init__(self, *, web: int, database: int, worker: int | None = None) -> None:
        self._pids = (web, database, worker)
        self._last = self._read()

    def _read(self) -> tuple[float, float, float]:
        web, database, worker = self._pids
        return spent_ms(web), spent_ms(database), spent_ms(worker) if worker else 0.0

    def lap(self) -> Spent:
        """Give what was spent since the last lap."""
        now = self._read()
        last, self._last = self._last, now
        return Spent(*(new - old for new, old in zip(now, last, strict=True)))
