"""What some tests need of the machine: a Chromium, a PostgreSQL; and what is said when it is missing."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

NOTHING_SKIPPED = "SOGDIA_NOTHING_SKIPPED"
AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"


@dataclass(frozen=True)
class Lack:
    """Why a test cannot run here; ``elsewhere`` means another pass of the same run has what it needs."""

    sentence: str
    elsewhere: bool = False


def chromium_path() -> str:
    """Give the path of a Chromium, or an empty text."""
    return (
        os.environ.get("SOGDIA_CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("chromium-browser")
        or ""
    )


def lacks_chromium() -> Lack | None:
    """Tell why no browser can be started, if none can."""
    path = chromium_path()
    if not path:
        return Lack("No Chromium: install chromium, or name its path in SOGDIA_CHROMIUM.")
    if shutil.which(path) is None:
        return Lack(f"SOGDIA_CHROMIUM is {path}, which is no program.")
    return None


def lacks_postgresql() -> Lack | None:
    """Tell why nothing can be tried on PostgreSQL in this pass, if so."""
    if os.environ.get("DATABASE_URL"):
        return None
    if os.environ.get("SOGDIA_TEST_POSTGRESQL"):
        return Lack("Runs in the pass on PostgreSQL.", elsewhere=True)
    return Lack("No PostgreSQL: set DATABASE_URL to postgresql://user:password@host:port/name.")


def lacks_axe() -> Lack | None:
    """Tell why pages cannot be put before axe, if so: its script comes with the assets and is never shipped."""
    if AXE.exists():
        return None
    return Lack("No axe-core: run npm ci --ignore-scripts in the folder of package.json.")


def lacks_one_engine() -> Lack | None:
    """Tell that the other pass tries what is the same on either engine, such as the looks of a page."""
    if os.environ.get("DATABASE_URL"):
        return Lack("The same on either engine; runs in the pass on SQLite.", elsewhere=True)
    return None


LACKS = {
    "chromium": lacks_chromium,
    "postgresql": lacks_postgresql,
    "axe": lacks_axe,
    "one_engine": lacks_one_engine,
}


def nothing_may_be_skipped() -> bool:
    """Tell whether this run has to prove everything."""
    return os.environ.get(NOTHING_SKIPPED, "") not in {"", "0"}
