"""
Nothing is lost on a narrow page or with large words: no scrolling sideways, nothing cut off.

Pages are laid out 320 CSS pixels wide (what 400 % leaves of 1280) and with words at 200 %, all folds open. Some of each
room are tried, in English and Arabic; ``SOGDIA_ZOOM=full`` tries every distinct page of the table of addresses.
"""

from __future__ import annotations

import os

import pytest

from fakes.pdf import PlainPress
from fakes.storage import MemoryStore
from scenarios.conftest import FLAGS
from sogdia.plumbing import wiring
from stage import needs, pages
from stage.axe import WIDTHS, Examiner

pytestmark = [pytest.mark.django_db, pytest.mark.chromium, pytest.mark.axe, pytest.mark.one_engine]
IS_FULL = os.environ.get("SOGDIA_ZOOM", "") == "full"
SOME = {
    "broker:case", "checkout:basket", "hub:board", "hub:home", "operator:claim", "operator:orders", "orders:order",
    "sell:product", "sell:team", "shop:departures", "shop:product",
}  # fmt: skip
WIDTHS["narrow"] = (320, 640)
_OPEN = (
    """() => document.querySelectorAll("details:not([data-menu])").forEach((each) => { each.open = true; })"""
)
#: What stands out of the page or is cut off; what only readers of the screen get is clipped on purpose.
_LOST = """() => {
  const wide = document.documentElement.clientWidth, found = [];
  const name = (each) => `${each.tagName} ${each.className}: ${each.textContent.trim().slice(0, 60)}`;
  const isHidden = (each) => each.closest(".vh, .skip") || getComputedStyle(each).clipPath !== "none";
  if (document.documentElement.scrollWidth > wide + 1)
    for (const each of document.querySelectorAll("body *")) {
      const box = each.getBoundingClientRect();
      if (box.width && (box.right > wide + 1 || box.left < -1) && !isHidden(each)) found.push(`wide ${name(each)}`);
    }
  for (const each of document.querySelectorAll("body *")) {
    const style = getComputedStyle(each);
    if (each.clientWidth < 3 || isHidden(each) || !each.textContent.trim()) continue;
    if (["hidden", "clip"].includes(style.overflowX) && each.scrollWidth > each.clientWidth + 2) found.push(`cut ${name(each)}`);
    if (["hidden", "clip"].includes(style.overflowY) && each.scrollHeight > each.clientHeight + 2) found.push(`low ${name(each)}`);
  }
  return found.slice(0, 6);
}"""


@pytest.fixture
def sheets(monkeypatch):
    store = MemoryStore()
    store.save("papers/one.pdf", b"%PDF-")
    monkeypatch.setattr(wiring, "files", lambda: store)
    monkeypatch.setattr(wiring, "pdf", PlainPress)
    return pages.distinct(pages.by_table(("en", "ar"), None if IS_FULL else SOME))


@pytest.mark.parametrize(
    ("width", "flags"),
    [("narrow", ()), ("desk", ("--blink-settings=defaultFontSize=32",))],
    ids=["320 pixels wide", "words at 200 %"],
)
def test_nothing_is_lost(sheets, width, flags):
    from playwright.sync_api import sync_playwright

    lost = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=needs.chromium_path(), args=[*FLAGS, *flags])
        examiner = Examiner(browser, width)
        for sheet in sheets:
            page = examiner.open(sheet)
            page.evaluate(_OPEN)
            if found := page.evaluate(_LOST):
                lost[str(sheet)] = found
        size = examiner.page.evaluate("getComputedStyle(document.documentElement).fontSize")
        browser.close()

    assert size == ("32px" if flags else "16px")
    assert lost == {}
