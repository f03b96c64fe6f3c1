"""Everything from others is locked with its digest, and known weaknesses are asked for where that is possible."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tools import advisories

ROOT = Path(__file__).resolve().parents[2]


def test_everything_of_python_is_locked_with_its_digest():
    text = (ROOT / "requirements.lock").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]

    assert len(lines) > 50
    assert [line[:60] for line in lines if not re.match(r"[A-Za-z0-9._-]+==\S+ .*--hash=sha256:", line)] == []


def test_everything_of_the_browser_is_locked_with_its_digest():
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    theirs = {path: package for path, package in packages.items() if path}

    assert "node_modules/htmx.org" in theirs
    assert [path for path, one in theirs.items() if not one.get("integrity", "").startswith("sha512-")] == []
    assert [
        p for p, one in theirs.items() if not one.get("resolved", "https://").startswith("https://")
    ] == []


def pip_audit(*rows: dict[str, object]) -> str:
    return json.dumps({"dependencies": list(rows), "fixes": []})


WELL = {"name": "one", "version": "1.0", "vulns": []}
WEAK = {"name": "weak", "version": "1.0", "vulns": [{"id": "GHSA-x", "fix_versions": ["1.1"]}]}
UNKNOWN = {"name": "two", "skip_reason": "Dependency not found on PyPI and could not be audited: two (2.0)"}


def test_a_known_weakness_is_named_and_fails(capsys):
    npm = {
        "auditReportVersion": 2,
        "vulnerabilities": {"old": {"severity": "high"}},
        "metadata": {"dependencies": {"total": 9}},
    }

    assert advisories.verdict("Python", advisories.read_pip_audit(pip_audit(WELL, WEAK), ""))
    assert advisories.verdict("browser", advisories.read_npm_audit(json.dumps(npm), ""))
    said = capsys.readouterr().out
    assert "weak 1.0: GHSA-x" in said and "old: high" in said


def test_nothing_known_is_said_with_how_many_were_asked_about(capsys):
    assert not advisories.verdict("Python", advisories.read_pip_audit(pip_audit(WELL), ""))
    assert "1 packages asked about, 0 known" in capsys.readouterr().out


def test_a_database_that_answers_for_nothing_is_not_called_well(capsys):
    for answer in (
        advisories.read_pip_audit(pip_audit(UNKNOWN, UNKNOWN), "No known vulnerabilities found"),
        advisories.read_pip_audit("", "ERROR: connection refused"),
        advisories.read_npm_audit(json.dumps({"message": "405 Method Not Allowed"}), ""),
        advisories.read_npm_audit("", "npm error audit endpoint returned an error"),
    ):
        assert not advisories.verdict("Python", answer)
        said = capsys.readouterr().out
        assert "NOT CHECKED" in said and "known weaknesses" not in said


def test_a_single_package_not_answered_for_is_said(capsys):
    advisories.verdict("Python", advisories.read_pip_audit(pip_audit(WELL, UNKNOWN), ""))

    assert "1 of 2 NOT CHECKED" in capsys.readouterr().out
