"""
Check that everything from others is locked, and ask whether anything locked has a known weakness.

`python tools/advisories.py locks` needs no network: every library is pinned with hashes, every browser package with its
digest. `python tools/advisories.py` asks the advisory database osv.dev as well; where it cannot be reached, that is said
and nothing fails. What is accepted for a while stands in tools/advisories.json: `{"GHSA-…": "why, until 2027-01-31"}`.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tomllib
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = "https://api.osv.dev/v1/querybatch"
ACCEPTED = ROOT / "tools/advisories.json"
TIMEOUT_S = 30
Locked = dict[tuple[str, str], str]


class Away(Exception):
    """The advisory database cannot be reached."""


def python_locked(text: str) -> tuple[Locked, list[str]]:
    """Give each locked library with its version, and what is wrong with the lock."""
    found: Locked = {}
    wrong: list[str] = []
    for block in re.split(r"\n(?=[A-Za-z0-9])", text.replace("\\\n", " ")):
        line = block.split("\n")[0]
        if not re.match(r"[A-Za-z0-9]", line):
            continue
        pinned = re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", line)
        if not pinned:
            wrong.append(f"not pinned: {line[:60]}")
            continue
        found["PyPI", _plain(pinned[1])] = pinned[2]
        if "--hash=sha256:" not in line:
            wrong.append(f"no hash: {pinned[1]}")
    return found, wrong


def browser_locked(text: str) -> tuple[Locked, list[str]]:
    """Give each locked package of the browser's with its version, and what is wrong with the lock."""
    found: Locked = {}
    wrong: list[str] = []
    for path, package in json.loads(text)["packages"].items():
        if not path:
            continue
        name = path.rpartition("node_modules/")[2]
        found["npm", name] = package["version"]
        if not str(package.get("integrity", "")).startswith("sha512-"):
            wrong.append(f"no digest: {name}")
        if not str(package.get("resolved", "https://")).startswith("https://"):
            wrong.append(f"not over https: {name}")
    return found, wrong


def read_locks(root: Path = ROOT) -> tuple[Locked, list[str]]:
    """Read both locks, and compare the first with what the project asks for."""
    ours, wrong = python_locked((root / "requirements.lock").read_text("utf-8"))
    theirs, also_wrong = browser_locked((root / "package-lock.json").read_text("utf-8"))
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    asked = [re.split(r"[^A-Za-z0-9._-]", line)[0] for line in lines]
    names = {name for _kind, name in ours}
    missing = [f"not locked: {name}" for name in asked if _plain(name) not in names]
    return {**ours, **theirs}, [*wrong, *also_wrong, *missing]


def ask(locked: Locked, address: str = ADDRESS) -> dict[str, list[str]]:
    """Give the advisories of each locked package that has any; raises ``Away``."""
    keys = sorted(locked)
    queries = [
        {"package": {"ecosystem": kind, "name": name}, "version": locked[kind, name]} for kind, name in keys
    ]
    body = json.dumps({"queries": queries}).encode()
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
            results = json.load(answer)["results"]
    except (OSError, ValueError, KeyError) as error:
        raise Away(str(error)) from None
    return {
        f"{name} {locked[kind, name]}": [row["id"] for row in result.get("vulns", [])]
        for (kind, name), result in zip(keys, results, strict=True)
        if result and result.get("vulns")
    }


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main(words: list[str]) -> int:
    """Check, and say what was found; 1 when something has to be done."""
    locked, wrong = read_locks()
    for each in wrong:
        print(f"advisories: {each}")
    if words[:1] == ["locks"] or wrong:
        print(
            f"advisories: {len(locked)} packages are locked"
            + (", with faults." if wrong else " with hashes.")
        )
        return 1 if wrong else 0
    try:
        found = ask(locked, os.environ.get("SOGDIA_ADVISORIES", ADDRESS))
    except Away as away:
        print(f"advisories: NOT CHECKED. {ADDRESS} cannot be reached from here ({away}).")
        return 0
    accepted = json.loads(ACCEPTED.read_text("utf-8")) if ACCEPTED.exists() else {}
    left = {name: [one for one in ids if one not in accepted] for name, ids in found.items()}
    for name, ids in sorted(left.items()):
        if ids:
            print(f"advisories: {name}: {', '.join(ids)}")
    print(f"advisories: {len(locked)} packages asked about, {sum(map(len, left.values()))} open advisories.")
    return 1 if any(left.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
