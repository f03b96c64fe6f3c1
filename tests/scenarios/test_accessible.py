"""
Everybody can use every page: axe finds nothing, by day and by night, from left to right and from right to left.

Each distinct page is put before axe in English on a desk and in Arabic on a phone, as it comes by day and with all folds
open by night. ``SOGDIA_AXE=full`` tries both languages at both widths.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from builders.cast import a_cast
from fakes.pdf import PlainPress
from fakes.storage import MemoryStore
from scenarios.conftest import FLAGS
from sogdia.apps.markets.selectors import forget_markets
from sogdia.plumbing import wiring
from sogdia.plumbing.accounts.models import User
from sogdia.usecases.rebuild_search import rebuild_search
from sogdia.usecases.world.load import load_world
from sogdia.usecases.world.people import PEOPLE
from stage import needs, pages
from stage.axe import Examiner, Sheet

pytestmark = [pytest.mark.django_db, pytest.mark.chromium, pytest.mark.axe, pytest.mark.one_engine]
IS_FULL = os.environ.get("SOGDIA_AXE", "") == "full"
MODES = {"en": ("desk", "phone"), "ar": ("phone", "desk")}


def everything_found(sheets: Iterable[Sheet]) -> dict[str, dict[str, list[str]]]:
    """Put pages before axe; the browser starts after the last page was made, as it keeps the thread to itself."""
    from playwright.sync_api import sync_playwright

    found: dict[str, dict[str, list[str]]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=needs.chromium_path(), args=list(FLAGS))
        examiners = {width: Examiner(browser, width) for width in ("desk", "phone")}
        for sheet in sheets:
            for width in MODES[sheet.language][: 2 if IS_FULL else 1]:
                if wrong := examiners[width].findings(sheet):
                    found[str(sheet)] = {**found.get(str(sheet), {}), **wrong}
        browser.close()
    return found


def test_nobody_is_kept_out_of_a_page_of_the_demo():
    now = datetime.now(UTC)
    load_world(at=now, operator="Trade house (fictional)", with_people=True, tell=lambda what, count: None)
    forget_markets()
    rebuild_search(index=wiring.search())
    sheets = [*pages.by_links(pages.signed_in(None), "nobody", "/", "en")]
    sheets += pages.by_links(pages.signed_in(None), "nobody", "/ar/", "ar")
    for person in PEOPLE:
        client = pages.signed_in(User.objects.get(email=person.email))
        sheets += pages.by_links(client, person.says, "/me/", "en")
        if IS_FULL:
            sheets += pages.by_links(client, person.says, "/ar/me/", "ar")

    assert everything_found(pages.distinct(sheets)) == {}


def test_nobody_is_kept_out_of_an_address_with_something_in_it(monkeypatch):
    store = MemoryStore()
    store.save("papers/one.pdf", b"%PDF-")
    monkeypatch.setattr(wiring, "files", lambda: store)
    monkeypatch.setattr(wiring, "pdf", PlainPress)

    assert everything_found(pages.distinct(pages.by_table(("en", "ar")))) == {}


def test_a_page_is_walked_by_keyboard_alone():
    from playwright.sync_api import sync_playwright

    cast = a_cast(state="ready")
    home = Sheet("home", "nobody", "en", pages.signed_in(None).get("/").content.decode())
    url = reverse("hub:board", args=[cast.world.departure.ref])
    board = Sheet("board", "clerk", "en", pages.signed_in(cast.users["clerk"]).get(url).content.decode())

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=needs.chromium_path(), args=list(FLAGS))
        examiner = Examiner(browser, "desk")
        page = examiner.open(home)
        page.keyboard.press("Tab")
        first = page.evaluate("document.activeElement.className")
        page.keyboard.press("Enter")
        jumped_to = page.evaluate("document.activeElement.id")
        page.locator("details.place summary").focus()
        page.keyboard.press("Enter")
        opened = page.evaluate("document.querySelector('details.place').open")
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        closed = page.evaluate("!document.querySelector('details.place').open")
        back_on = page.evaluate("document.activeElement.tagName")

        page = examiner.open(board)
        page.locator("main :is(button, a, summary)").first.focus()
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        says = page.evaluate("document.activeElement.textContent.trim().length")
        browser.close()

    assert (first, jumped_to) == ("skip", "main")
    assert opened and closed and back_on == "SUMMARY"
    assert outline != "none" and says > 2
