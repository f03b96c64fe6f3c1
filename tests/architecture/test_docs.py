"""The documents say what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sogdia.config.env import SETTINGS, SettingWrong, read

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def test_every_setting_is_documented_with_its_default():
    page = (ROOT / "docs/reference/settings.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", page, re.M))

    assert rows == {s.name: f"`{s.default}`" if s.default else "" for s in SETTINGS}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_a_wrong_setting_is_named_with_what_would_do():
    with pytest.raises(SettingWrong, match="SOGDIA_MODE is 'tset'.*say demo, test or production"):
        read({"SOGDIA_MODE": "tset"})


def test_production_needs_a_secret():
    with pytest.raises(SettingWrong, match="SOGDIA_SECRET_KEY needs at least 32 characters"):
        read({"SOGDIA_MODE": "production"})


BESIDE = {"SOGDIA_MODE": "production", "SOGDIA_SECRET_KEY": "x" * 40}


@pytest.mark.parametrize(
    ("name", "address", "asks"),
    [
        ("DATABASE_URL", "postgresql://sogdia@db.example.org/sogdia", "sslmode=verify-full"),
        ("SOGDIA_EMAIL_URL", "smtp://house:secret@mail.example.org:587", "tls=1"),
    ],
)
def test_production_leaves_no_line_to_another_machine_undecided(name, address, asks):
    with pytest.raises(SettingWrong, match=f"{name} leads to .*another machine.*{asks}"):
        read({**BESIDE, name: address})

    for decided in (
        f"{address}?{asks}",
        address.replace("db.example.org", "127.0.0.1").replace("mail.example.org", "localhost"),
    ):
        assert read({**BESIDE, name: decided})[name] == decided
    assert read({name: address})[name] == address
