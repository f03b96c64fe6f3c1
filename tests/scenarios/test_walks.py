"""First-timers with the README and a browser: each top job in at most five clicks from the first page, signing in included."""

from __future__ import annotations

import re
from typing import Any

import pytest

from stage import walk_buyer, walk_seller
from stage.clicks import Newcomer

pytestmark = pytest.mark.chromium
MOST = 5
RAISINS = "raisins-turpan-green"


def importer_compares_and_buys(house: Any, browser: Any) -> str:
    """Comparable offers by the kilogram at my door, then the next departures; gives the shipment of what was bought."""
    importer = Newcomer(browser, house)
    importer.sign_in("importer@sogdia.example")
    importer.click(importer.page.get_by_role("main").get_by_role("link", name="All goods"))
    importer.sees(importer.page.locator(".good", has_text="a kilogram"))
    importer.click(importer.page.locator(f'.good a[href$="/goods/{RAISINS}/"]').first)
    importer.sees(importer.page.locator("#price .fall"))
    importer.sees(importer.page.locator(".proof"))
    assert importer.clicks <= MOST, importer.clicks

    departure = walk_buyer.departure_offered(importer.person)
    importer.page.locator("input#n").fill("6")
    importer.person.press(importer.page.locator("button[form=basket]"))
    walk_buyer.check_out(importer.person, email="importer@sogdia.example")
    walk_buyer.pay_at_the_bank(importer.person)

    importer.begin_again()
    importer.sees(importer.page.locator(".board"))
    importer.click(importer.page.locator('.board a[href*="/departures/"]').first)
    importer.sees(importer.page.get_by_text("The published tariff"))
    assert importer.clicks <= MOST, importer.clicks
    return departure


def producer_knows_the_net_accepts_and_is_paid(house: Any, browser: Any) -> str:
    """What is mine of it, before I accept; then sell; then be paid when it suits me. Gives the shipment."""
    grower = Newcomer(browser, house)
    grower.sign_in("grower@sogdia.example")
    grower.sees(grower.page.locator(".job .net"))
    grower.click(
        grower.page.locator(".job").get_by_role("link", name="What is taken off, line by line").first
    )
    grower.sees(grower.page.locator(".fall"))
    assert grower.clicks <= MOST, grower.clicks
    found = re.search(r"/sell/orders/([^/]+)/", grower.page.url)
    assert found is not None, grower.page.url
    assert "6 packs" in grower.person.words(), "six packs were typed and bought at once"

    grower.begin_again()
    grower.click(grower.page.get_by_role("link", name="Selling", exact=True).first)
    grower.click(grower.page.locator(".job").get_by_role("button", name="Accept").first)
    assert grower.clicks <= MOST, grower.clicks

    grower.begin_again()
    grower.click(grower.page.get_by_role("link", name="Selling", exact=True).first)
    grower.click(grower.page.get_by_role("link", name="Money", exact=True).first)
    grower.tick(grower.page.locator(".card-choice", has_text="Once a month"))
    grower.click(grower.page.get_by_role("button", name="Be paid this way from now on"))
    assert grower.clicks <= MOST, grower.clicks
    walk_seller.bring(grower.person, found[1])
    return found[1]


def clerk_receives(house: Any, browser: Any, shipment: str) -> None:
    """Type the label into the scan box, write what the scale shows."""
    clerk = Newcomer(browser, house)
    clerk.sign_in("clerk@sogdia.example")
    box = clerk.page.locator("form[data-scan] input[name=code]").first
    box.fill(shipment)
    clerk.click(box.locator("xpath=ancestor::form").get_by_role("button", name="Find"))
    form = clerk.page.locator(f'form[action*="/hub/receive/{shipment}/"]').first
    clerk.person.fill(form, packs="6", net="6", gross="6.36")
    clerk.click(form.locator(".form-foot button").first)
    assert clerk.page.locator("main .form-errors, main .bad").count() == 0, clerk.person.words()
    assert clerk.clicks <= MOST, clerk.clicks


def officer_reads_whether_growers_gained(house: Any, browser: Any) -> None:
    """Did producers gain, and in which county: the first thing after signing in."""
    officer = Newcomer(browser, house)
    officer.sign_in("officer@sogdia.example")
    officer.sees(officer.page.get_by_role("heading", name="Did growers gain this month?"))
    assert officer.clicks <= MOST, officer.clicks


def test_each_newcomer_finds_the_top_job_in_five_clicks(house, browser):
    importer_compares_and_buys(house, browser)
    shipment = producer_knows_the_net_accepts_and_is_paid(house, browser)
    clerk_receives(house, browser, shipment)
    officer_reads_whether_growers_gained(house, browser)
