"""The page of OWASP ASVS answers every line, and what it names is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/reference/asvs.md").read_text("utf-8")
ROWS = re.findall(
    r"^\| (\d+\.\d+\.\d+) \| ([12]) \| (.+?) \| \*\*(met|open|not applicable)\*\*: (.+) \|$", PAGE, re.M
)
#: OWASP ASVS 5.0.0: 70 requirements at level 1, 183 more at level 2.
LEVELS = {"1": 70, "2": 183}


def test_every_requirement_of_both_levels_has_one_answer():
    numbers = [number for number, *_rest in ROWS]

    assert len(numbers) == len(set(numbers))
    assert {level: sum(row[1] == level for row in ROWS) for level in LEVELS} == LEVELS


def test_the_sum_at_the_head_is_that_of_the_lines():
    counts = {kind: sum(row[3] == kind for row in ROWS) for kind in ("met", "open", "not applicable")}

    assert (
        f"Of 253 requirements {counts['met']} are met, {counts['open']} open, "
        f"{counts['not applicable']} not applicable."
    ) in PAGE


def test_every_file_that_an_answer_names_is_there():
    named = {
        path for row in ROWS for path in re.findall(r"`([\w./-]+\.(?:py|md|html|toml|lock|json))`", row[4])
    }
    there = [path for path in named if (ROOT / path).exists() or (ROOT / "src/sogdia" / path).exists()]

    assert len(named) > 60
    assert sorted(named - set(there)) == []
