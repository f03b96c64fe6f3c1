"""Somebody who knows nothing but the first page, and how often they have to press before their job is done."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import Browser, Locator, Page, expect

from sogdia.plumbing.accounts.second_step import demo_code
from sogdia.usecases.world.people import PASSWORD
from stage.houses import House
from stage.people import Person


class Newcomer:
    """A person at the first page; ``clicks`` counts what they press, typing is free."""

    def __init__(self, browser: Browser, house: House, *, market: str = "") -> None:
        self.person = Person(browser, house, market=market)
        self.page: Page = self.person.page
        self.clicks = 0
        self.person.open("/")

    def click(self, what: Locator) -> Page:
        """Press what leads to another page."""
        self.clicks += 1
        self.person.press(what)
        return self.page

    def tick(self, what: Locator) -> None:
        """Press what stays on the page: a choice, a fold."""
        self.clicks += 1
        what.click()

    def sign_in(self, email: str) -> None:
        """Sign in from the head of the page; a role that needs a code types it."""
        self.click(self.page.get_by_role("link", name="Sign in", exact=True).first)
        self.page.locator("input[name=login]").fill(email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.click(self.page.locator("main form button").first)
        if "/2fa/authenticate/" in self.page.url:
            field = self.page.locator("input[name=code]")
            field.fill(demo_code(email, at=datetime.now(UTC), later=0))
            self.click(field.locator("xpath=ancestor::form").locator("button").first)

    def sees(self, what: Locator) -> None:
        """Insist that something is on the page to be read."""
        expect(what.first).to_be_visible()

    def begin_again(self) -> Newcomer:
        """Go back to the first page, still signed in, and count anew."""
        self.clicks = 0
        self.person.open("/")
        return self
