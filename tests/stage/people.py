"""A person at a browser of their own: what they open, press and read; anything broken on the way is remembered."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Response, expect
from playwright.sync_api import Error as PlaywrightError

from sogdia.plumbing.accounts.second_step import demo_code
from sogdia.usecases.world.people import PASSWORD
from stage.houses import House

_PREFIX = {"en": "", "fr": "/fr", "zh-hans": "/zh-hans", "ru": "/ru", "ar": "/ar"}
PATIENCE_MS = 20_000


class Person:
    """Somebody with a browser window; ``language`` is the interface's, ``market`` where they want goods delivered."""

    def __init__(
        self, browser: Browser, house: House, *, language: str = "en", market: str = "", at: str = ""
    ) -> None:
        self.house, self.language = house, language
        self.context = browser.new_context(base_url=at or house.url, accept_downloads=True)
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        self.broken: list[str] = []
        self._status, self._email = 0, ""
        self.page.on("pageerror", lambda error: self.broken.append(f"script: {error}"))
        self.page.on("response", self._look)
        if market:
            self.choose_market(market)

    def _look(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self._status = response.status
        if response.status >= 500 or (response.status == 404 and "/static/" in response.url):
            self.broken.append(f"{response.status} {response.url}")

    def open(self, path: str) -> Page:
        """Open a page of the house in this person's language."""
        answer = self.page.goto(_PREFIX[self.language] + path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}\n{self.house.last_lines()}"
        return self.page

    def choose_market(self, code: str) -> None:
        """Say in the head of the page where goods are to be delivered."""
        page = self.open("/")
        page.locator("details.place summary").first.click()
        form = page.locator("details.place form")
        form.locator("select[name=market]").select_option(code)
        with page.expect_event("load"):
            form.locator("button.btn").click()

    def sign_in(self, email: str, password: str = PASSWORD) -> Person:
        """Sign in with e-mail and password."""
        page = self.open("/account/login/")
        page.locator("input[name=login]").fill(email)
        page.locator("input[name=password]").fill(password)
        with page.expect_event("load"):
            page.locator("main form button").first.click()
        assert "/account/login" not in page.url, page.locator("main").inner_text()
        if "/2fa/authenticate/" in page.url:
            self.type_code(email)
        self._email = email
        return self

    def type_code(self, email: str) -> None:
        """Type what the authenticator app of an invented person shows; one used a moment ago is not taken again."""
        for later in (0, 1, -1):
            field = self.page.locator("input[name=code]")
            field.fill(demo_code(email, at=datetime.now(UTC), later=later))
            with self.page.expect_event("load"):
                field.locator("xpath=ancestor::form").locator("button").first.click()
            if "/2fa/" not in self.page.url:
                return
        raise AssertionError(f"No code lets {email} in: {self.words()}")

    def type_password(self) -> None:
        """Say by password who this is."""
        field = self.page.locator("input[name=password]")
        field.fill(PASSWORD)
        with self.page.expect_event("load"):
            field.locator("xpath=ancestor::form").locator("button").first.click()

    def follow(self, link: Locator) -> Page:
        """Follow a link and wait for its page."""
        with self.page.expect_event("load"):
            link.click()
        return self.page

    def press(self, button: Locator) -> Page:
        """Press a button that sends a form, and wait for the page that answers."""
        try:
            with self.page.expect_event("load"):
                button.click()
        except PlaywrightError as error:
            raise AssertionError(f"{error}\n{self.page.url}: {self.words()}") from error
        if "/2fa/reauthenticate/" in self.page.url:
            self.type_code(self._email)
        if "/account/reauthenticate/" in self.page.url:
            self.type_password()
        assert self._status < 400, f"{self._status} {self.page.url}: {self.words()}"
        return self.page

    def fill(self, form: Locator, **values: Any) -> None:
        """Fill fields of a form by name as a person would: folds are opened, ``True`` ticks."""
        for name, value in values.items():
            field = form.locator(f'[name="{name}"]').first
            field.evaluate(
                "each => { for (let at = each; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true }"
            )
            if value is True:
                field.check(force=True)
            elif field.evaluate("each => each.tagName") == "SELECT":
                field.select_option(str(value))
            elif field.get_attribute("type") == "radio":
                form.locator(f'[name="{name}"][value="{value}"]').check(force=True)
            else:
                field.fill(str(value))

    def until(self, is_there: Callable[[], bool]) -> None:
        """Load the page anew until the house's own work has caught up."""
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while not is_there():
            assert time.monotonic() < deadline, f"{self.page.url}: {self.words()}\n{self.house.last_lines()}"
            self.page.reload()

    def form(self, ending: str) -> Locator:
        """Find the first form whose address ends so."""
        return self.page.locator(f'form[action$="{ending}"]').first

    def sees(self, words: str) -> None:
        """Insist that words stand on the page."""
        expect(self.page.locator("body")).to_contain_text(words, timeout=PATIENCE_MS)

    def words(self) -> str:
        """Give the words of the page's main part."""
        text: str = ""
        with suppress(Exception):
            text = self.page.locator("main").inner_text(timeout=2_000)
        return text

    def fetch(self, url: str) -> Any:
        """Fetch a file as this person."""
        answer = self.context.request.get(url)
        assert answer.ok, f"{url}: {answer.status}"
        return answer

    def leave(self) -> None:
        """Close the window."""
        self.context.close()
