"""Buyers who know nothing but HTTP: they buy as a guest, and when the house does not answer they try the same again."""

from __future__ import annotations

import html
import http.client
import random
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.cookiejar import Cookie, CookieJar
from typing import Any

PARIS = {
    "country": "FR",
    "recipient": "Claire Martin",
    "house": "12",
    "street": "rue du Four",
    "city": "Paris",
    "postal_code": "75006",
    "email": "claire@example.org",
    "phone": "01 42 68 53 00",
}
_PATIENCE_S = 90.0
_HIDDEN = re.compile(r'<input type="hidden" name="(?P<name>\w+)" value="(?P<value>[^"]*)">')
_FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.S)


class NothingToBuy(Exception):
    """The house said no: too little is left, or the offer is closed; the buyer looks for something else."""


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_given: Any, **_more: Any) -> None:
        """Follow nothing: a redirect is an answer."""


class Shopper:
    """One buyer with a browser of their own; ``again`` counts how often the house did not answer."""

    def __init__(
        self, url: str, *, seed: int, market: str = "FR", answered: Callable[[], object] = lambda: None
    ) -> None:
        self.url, self.again, self._answered = url, 0, answered
        self._draw = random.Random(seed)
        self._jar = CookieJar()
        host = urllib.parse.urlsplit(url).hostname or ""
        self._jar.set_cookie(
            Cookie(0, "market", market, None, False, host, False, False, "/", True, False, None, True, None, None, {})
        )  # fmt: skip
        self._opener = urllib.request.build_opener(_Stay, urllib.request.HTTPCookieProcessor(self._jar))

    def buy(self, *, at_the_bank: str = "pay") -> str:
        """Buy one pack of something and decide at the bank; gives the order's reference."""
        for _try in range(12):
            with suppress(NothingToBuy):
                pay_url = self.order()
                self._ask(pay_url)
                _code, back = self._ask(pay_url, {"do": at_the_bank})
                self._ask(back)
                return re.findall(r"/checkout/return/([^/]+)/", back)[0]
        raise AssertionError("Nothing in this house can be bought.")

    def order(self) -> str:
        """Choose goods, say where they go, agree; gives the bank's page."""
        page = self._page("/goods/")
        slug = self._draw.choice(sorted(set(re.findall(r'href="/goods/([\w-]+)/"', page))))
        page = self._page(f"/goods/{slug}/")
        self._put(_form(page, f'action="/goods/{slug}/'), f"/goods/{slug}/basket/")
        form = _form(self._page("/checkout/"), 'name="recipient"')
        quote = self._sent("/checkout/", {**form, **PARIS})
        if "/checkout/quote/" not in quote:
            raise NothingToBuy(quote)
        form = _form(self._page(quote), 'name="way"')
        pay_url = self._sent(quote, {**form, "way": "sandbox", "terms": "on"})
        for _try in range(20):
            if "/pay/" in pay_url:
                return pay_url
            # The order stands, and the bank was not reached: paying is tried again from our own page.
            form = _form(self._page(pay_url), "way")
            pay_url = self._sent(pay_url, {**form, "way": "sandbox"})
        raise NothingToBuy(pay_url)

    def _put(self, form: dict[str, str], path: str) -> None:
        if "offer" not in form:
            raise NothingToBuy(path)
        code, _text = self._ask(path, form)
        if code >= 400:
            raise NothingToBuy(path)

    def _page(self, path: str) -> str:
        code, text = self._ask(path)
        if code != 200:
            raise NothingToBuy(f"{path}: {code}")
        return text

    def _sent(self, path: str, form: Mapping[str, str]) -> str:
        code, text = self._ask(path, form)
        if code != 302:
            raise NothingToBuy(f"{path}: {code}")
        return text

    def _ask(self, path: str, form: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Give the answer's code with its text (or where it leads); asked again for as long as nobody answers."""
        url = path if path.startswith("http") else self.url + path
        body = urllib.parse.urlencode(form).encode() if form is not None else None
        deadline = time.monotonic() + _PATIENCE_S
        while True:
            request = urllib.request.Request(url, data=body, headers={"Referer": url})
            try:
                with self._opener.open(request, timeout=30) as answer:
                    self._answered()
                    return answer.status, answer.read().decode()
            except urllib.error.HTTPError as error:
                self._answered()
                with error:
                    text = error.read().decode("utf-8", "replace")
                if error.code in (302, 303):
                    return 302, str(error.headers["Location"])
                if error.code < 500 or time.monotonic() > deadline:
                    return error.code, text
            except (OSError, http.client.HTTPException):
                if time.monotonic() > deadline:
                    raise
            self.again += 1
            time.sleep(0.1)


def _form(page: str, containing: str) -> dict[str, str]:
    """Give the hidden fields of the first form that posts and contains a text; empty when there is none."""
    for form in _FORM.findall(page):
        if 'method="post"' in form and containing in form:
            return {found["name"]: html.unescape(found["value"]) for found in _HIDDEN.finditer(form)}
    return {}
