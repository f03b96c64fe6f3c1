"""What no page may do: style or script in place, physical sides, icons and partials that are not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src/sogdia/web"
# Letters carry their style in their head: mail readers take no style sheet of ours.
TEMPLATES = [path for path in sorted((WEB / "templates").rglob("*.html")) if "mail" not in path.parts]
STYLES = sorted((WEB / "static/css").glob("*.css"))
SCRIPTS = sorted((WEB / "static/js").glob("*.js"))

IN_PLACE = re.compile(
    r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=\"|\shx-on|javascript:", re.IGNORECASE
)
SIDES = re.compile(
    r"(?<![\w-])(?:(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom"
    r"|(?:min-|max-)?(?:width|height))\s*:|(?:text-align|float):\s*(?:left|right))"
)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_a_template_has_no_style_and_no_script_of_its_own(template):
    found = [match.group() for match in IN_PLACE.finditer(template.read_text(encoding="utf-8"))]

    assert found == []


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_a_template_names_only_icons_that_the_sprite_has(template):
    listed = set((ROOT / "tools/icons.txt").read_text(encoding="utf-8").splitlines())

    named_icons = re.findall(r"{%\s*icon\s+\"([^\"]+)\"", template.read_text(encoding="utf-8"))

    assert set(named_icons) <= listed


@pytest.mark.parametrize("style", STYLES, ids=named)
def test_a_style_sheet_knows_no_left_and_no_right(style):
    text = re.sub(r"/\*.*?\*/|@media[^{]*", "", style.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = [match.group() for match in SIDES.finditer(text)]

    # The one exception: geometry of drawn bars, which the style sheet mirrors as a whole.
    assert [each for each in found if style.name != "fill.css" or "height" not in each] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=named)
def test_a_script_evaluates_nothing_and_writes_no_style(script):
    text = script.read_text(encoding="utf-8")

    assert not re.search(r"\beval\(|new Function|\.style\b|innerHTML|document\.write", text)


def test_each_component_is_documented():
    page = (ROOT / "docs/reference/components.md").read_text(encoding="utf-8")
    inner = {
        "_field_notes.html",
        "_foot.html",
        "_icon.html",
        "_messages.html",
        "_patterns.html",
        "_place.html",
    }
    inner |= {"_place_fields.html", "_place_form.html", "_tabs.html", "_top.html"}
    partials = {path.name for path in (WEB / "templates/components").glob("_*.html")}

    assert {name for name in partials - inner if name not in page} == set()


def test_icons_of_rooms_are_in_the_sprite():
    from sogdia.web import rooms

    listed = set((ROOT / "tools/icons.txt").read_text(encoding="utf-8").splitlines())
    used = {entry.icon for _title, entries in rooms.SECTIONS.values() for entry in entries}

    assert used <= listed
