"""The reference lists what is there: refusals, commands, rooms."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tools import reference

ROOT = Path(__file__).resolve().parents[2]
ROOMS = sorted(path.parent for path in (ROOT / "src/sogdia/apps").glob("*/apps.py"))


def test_every_refusal_has_a_sentence_for_its_reader():
    from sogdia.web import refusals

    assert sorted(reference.refusals().keys() - refusals.codes()) == []


def test_every_sentence_belongs_to_a_refusal_that_exists():
    from sogdia.web import refusals

    assert sorted(refusals.codes() - reference.refusals().keys() - {"refused"}) == []


def test_every_refusal_says_what_it_means():
    assert [code for code, means in reference.refusals().items() if not means] == []


def test_the_page_of_refusals_is_as_the_code_says():
    assert reference.PAGE.read_text("utf-8") == reference.page(), "run: python tools/reference.py"


def test_every_command_is_listed():
    from sogdia.config import commands  # noqa: F401  they register themselves
    from sogdia.config.cli import app

    names = {
        command.name or command.callback.__name__.replace("_", "-")
        for command in app.registered_commands
        if command.callback is not None
    }
    names |= {group.name for group in app.registered_groups}
    page = (ROOT / "docs/reference/commands.md").read_text("utf-8")
    listed = set(re.findall(r"`sogdia ([a-z][a-z-]*)", page))

    assert listed == names


@pytest.mark.parametrize("room", ROOMS, ids=lambda path: path.name)
def test_every_room_says_what_it_holds_and_what_it_must_never_know(room):
    page = (room / "README.md").read_text("utf-8")

    assert "**Holds.**" in page
    assert "**Must never know.**" in page
    assert re.findall(r"^([0-9])\. ", page, re.M) == ["1", "2", "3"]
