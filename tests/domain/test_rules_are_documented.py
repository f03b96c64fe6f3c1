"""A rule's number stands in three places: its page, its docstring, its test."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NUMBER = r"[A-Z]{2}-[0-9]+"


def documented() -> dict[str, str]:
    """Give each rule's section by its number."""
    found: dict[str, str] = {}
    for page in sorted((ROOT / "docs" / "rules").glob("*.md")):
        for section in re.split(r"^## ", page.read_text(), flags=re.MULTILINE)[1:]:
            number = re.match(NUMBER, section)
            if number is not None:
                assert number[0] not in found, f"{number[0]} is stated twice"
                found[number[0]] = section
    return found


def numbers_in_docstrings() -> set[str]:
    """Give every rule number that a docstring of the rulebook names; a prefix no page uses is no rule."""
    prefixes = {number[:2] for number in documented()}
    found: set[str] = set()
    for module in (ROOT / "src" / "sogdia" / "domain").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                found.update(re.findall(rf"\b{NUMBER}\b", ast.get_docstring(node) or ""))
    return {number for number in found if number[:2] in prefixes}


def numbers_in_tests() -> set[str]:
    """Give every rule number that a test is named for."""
    found: set[str] = set()
    for module in (ROOT / "tests").rglob("test_*.py"):
        for prefix, count in re.findall(r"def test_([a-z]{2})_([0-9]+)_", module.read_text()):
            found.add(f"{prefix.upper()}-{count}")
    return found


def test_every_rule_in_the_code_is_on_a_page():
    assert numbers_in_docstrings() - documented().keys() == set()


def test_every_rule_on_a_page_is_in_the_code_and_has_a_test():
    assert documented().keys() - numbers_in_tests() == set()
    assert documented().keys() - numbers_in_docstrings() == set()


@pytest.mark.parametrize("number", sorted(documented()))
def test_every_rule_has_an_example_and_a_source(number):
    section = documented()[number]

    assert "**Example.**" in section
    assert "**Source.**" in section
