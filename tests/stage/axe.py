"""Pages put before axe in a real Chromium: as they come, with everything folded open, by day and by night."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route

from stage.houses import ROOT
from stage.needs import AXE

STATIC = ROOT / "src/sogdia/web/static"
ORIGIN = "http://sogdia.test"
WIDTHS = {"phone": (390, 844), "desk": (1280, 900)}
#: What our own pages have to keep: WCAG 2.2 AA and the practices that axe counts as such.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_NO_PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>'
_RUN = """async (tags) => {
  const found = await axe.run(document, {
    runOnly: {type: "tag", values: tags}, resultTypes: ["violations"],
  });
  return found.violations.map((rule) => ({
    id: rule.id,
    places: rule.nodes.map((node) => node.html.slice(0, 220) + " :: " + node.failureSummary.slice(0, 300)),
  }));
}"""
_NIGHT = """() => {
  document.documentElement.dataset.theme = "dark";
  document.querySelectorAll("details").forEach((each) => { each.open = true; });
}"""


#: What stands out of the page's width: on a phone, or enlarged to 200 %, nobody should have to scroll sideways.
_TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide + 1) return [];
  return [...document.querySelectorAll("main *, header *, footer *")]
    .filter((each) => each.getBoundingClientRect().right > wide + 1 || each.getBoundingClientRect().left < -1)
    .slice(0, 4).map((each) => each.outerHTML.slice(0, 160));
}"""


@dataclass(frozen=True)
class Sheet:
    """A page as somebody got it: its name, who got it, the words on it."""

    name: str
    who: str
    language: str
    html: str

    def __str__(self) -> str:
        return f"{self.name} ({self.who}, {self.language})"


class Examiner:
    """A browser window that is given pages and says what is wrong with them."""

    def __init__(self, browser: Browser, width: str) -> None:
        wide, high = WIDTHS[width]
        self.width = width
        self.context = browser.new_context(
            viewport={"width": wide, "height": high}, reduced_motion="reduce", color_scheme="light"
        )
        self.context.add_init_script(path=str(AXE))
        self.page: Page = self.context.new_page()
        self._html = ""
        self.page.route("**/*", self._serve)

    def _serve(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if route.request.is_navigation_request():
            route.fulfill(body=self._html, content_type="text/html; charset=utf-8")
        elif path.startswith("/static/") and (file := STATIC / path.removeprefix("/static/")).is_file():
            route.fulfill(body=file.read_bytes(), content_type=_type_of(file))
        elif route.request.resource_type == "image":
            route.fulfill(body=_NO_PICTURE, content_type="image/svg+xml")
        else:
            route.fulfill(status=204)

    def findings(self, sheet: Sheet) -> dict[str, list[str]]:
        """Give what axe has against a page: its rule, with the places; nothing when it is well made."""
        self.open(sheet)
        found: dict[str, list[str]] = {}
        self._judge("by day", found)
        if wide := self.page.evaluate(_TOO_WIDE):
            found[f"wider than the page, {self.width}"] = wide
        self.page.evaluate(_NIGHT)
        self._judge("by night, open", found)
        return found

    def open(self, sheet: Sheet) -> Page:
        """Put a page into the window."""
        self._html = sheet.html
        self.page.goto(f"{ORIGIN}/{sheet.name}", wait_until="load")
        return self.page

    def _judge(self, light: str, found: dict[str, list[str]]) -> None:
        violations: list[dict[str, Any]] = self.page.evaluate(_RUN, list(TAGS))
        for rule in violations:
            found.setdefault(f"{rule['id']}, {light}, {self.width}", []).extend(rule["places"])

    def leave(self) -> None:
        """Close the window."""
        self.context.close()


def _type_of(file: Path) -> str:
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"
