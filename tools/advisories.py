"""
Ask whether anything locked has a known weakness: pip-audit for Python's libraries, npm for the browser's packages.

Fails when either names one. Both call it a success when their database did not answer for a single package; here that is
said as NOT CHECKED, with why, and does not fail: a machine without the network can still build.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TIMEOUT_S = 300


@dataclass(frozen=True)
class Answer:
    """What a tool was told: how many packages it asked for, those not answered for and why, and each known weakness."""

    asked: int
    not_checked: int
    why: str
    known: tuple[str, ...]


def read_pip_audit(report: str, said: str) -> Answer:
    """Read pip-audit's report; an empty one means that it could not ask at all, and ``said`` tells why."""
    if not report.strip():
        return Answer(0, 0, _last_line(said), ())
    rows = json.loads(report)["dependencies"]
    skipped = [row["skip_reason"] for row in rows if "skip_reason" in row]
    known = [f"{row['name']} {row['version']}: {one['id']}" for row in rows for one in row.get("vulns", [])]
    return Answer(len(rows), len(skipped), skipped[0] if skipped else "", tuple(known))


def read_npm_audit(report: str, said: str) -> Answer:
    """Read npm's report; one without the count of packages is the error of a registry that keeps no advisories."""
    found = json.loads(report) if report.strip().startswith("{") else {}
    if "auditReportVersion" not in found:
        return Answer(0, 0, str(found.get("message") or _last_line(said)), ())
    known = [f"{name}: {row['severity']}" for name, row in found["vulnerabilities"].items()]
    return Answer(found["metadata"]["dependencies"]["total"], 0, "", tuple(sorted(known)))


def verdict(name: str, answer: Answer) -> bool:
    """Say what was found; gives whether something has to be done."""
    checked = answer.asked - answer.not_checked
    if not checked:
        print(f"advisories: {name}: NOT CHECKED. {answer.why}")
    elif answer.not_checked:
        print(f"advisories: {name}: {answer.not_checked} of {answer.asked} NOT CHECKED. {answer.why}")
    for one in answer.known:
        print(f"advisories: {name}: {one}")
    if checked:
        print(f"advisories: {name}: {checked} packages asked about, {len(answer.known)} known weaknesses.")
    return bool(answer.known)


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "No answer.")[:300]


def _ask_pip_audit() -> Answer:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        done = subprocess.run(
            [sys.executable, "-m", "pip_audit", "-r", "requirements.lock", "--require-hashes", "--disable-pip",
             "--progress-spinner", "off", "--format", "json", "--output", str(report)],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=TIMEOUT_S,
        )  # fmt: skip
        return read_pip_audit(report.read_text("utf-8") if report.exists() else "", done.stderr)


def _ask_npm() -> Answer:
    if shutil.which("npm") is None:
        return Answer(0, 0, "npm is not installed.", ())
    command = ["npm", "audit", "--package-lock-only", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=TIMEOUT_S)
    return read_npm_audit(done.stdout, done.stderr)


def main() -> int:
    """Ask both; 1 when something has to be done."""
    answers = {"Python": _ask_pip_audit(), "browser": _ask_npm()}
    has_to_act = [verdict(name, answer) for name, answer in answers.items()]
    return 1 if any(has_to_act) else 0


if __name__ == "__main__":
    sys.exit(main())
