"""The sandbox bank's door: two signed questions for the shop, one page for the buyer (WSGI)."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable
from html import escape
from typing import Any, Final
from urllib.parse import parse_qs, urlencode

from sogdia.domain.ports import CallbackForged
from sogdia.gateways.payments import signing
from sogdia.gateways.payments.sandbox_bank.book import Book, Refused
from sogdia.gateways.payments.sandbox_bank.words import words
from sogdia.plumbing import formats

LATE_S: Final = 20.0
_LONGEST: Final = 20_000
_CSS: Final = """
:root{color-scheme:light dark;--ink:#1d2440;--paper:#fbf7ef;--go:#1f6f54;--line:#8883}
@media (prefers-color-scheme:dark){:root{--ink:#f1ead9;--paper:#151a2e;--go:#2f8f6e}}
body{margin:0;font:1.0625rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
main{max-inline-size:28rem;margin:0 auto;padding:2rem 1rem}
h1{font-size:1.5rem;margin:0}dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem}dd{margin:0;font-weight:600}
form{display:grid;gap:.75rem}button{font:inherit;min-block-size:44px;padding:.5rem 1rem;border:1px solid var(--line);
border-radius:.5rem;background:none;color:inherit;cursor:pointer;text-align:start}
button.go{background:var(--go);color:#fff;font-weight:600}:focus-visible{outline:3px solid #e08a3c;outline-offset:2px}
"""
#: What a button does: the payment's new state, the news with delays, and how often each is told.
DEEDS: Final[dict[str, tuple[str, list[tuple[str, float]], int]]] = {
    "pay": ("paid", [("captured", 0)], 1),
    "late": ("paid", [("captured", LATE_S)], 1),
    "twice": ("paid", [("captured", 0)], 2),
    "fail": ("failed", [("failed", 0)], 1),
    "undo": ("undone", [("captured", 0), ("failed", LATE_S)], 1),
}

Start = Callable[[str, list[tuple[str, str]]], object]


class SandboxBank:
    """The application; ``tell`` is called after anything that may owe a callback."""

    def __init__(self, book: Book, secret: str, url: str, tell: Callable[[], None] = lambda: None) -> None:
        self._book, self._secret, self._url, self._tell = book, secret, url.rstrip("/"), tell

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer one request."""
        path, method = environ.get("PATH_INFO", "/"), environ["REQUEST_METHOD"]
        page = re.fullmatch(r"/pay/([\w-]{10,60})", path)
        if method == "POST" and path in ("/payments", "/refunds"):
            return self._question(path, environ, start)
        if method == "GET" and path == "/style.css":
            return _answer(start, "200 OK", _CSS, "text/css")
        if method == "GET" and path == "/healthz":
            return _answer(start, "200 OK", "ok", "text/plain")
        if page and method in ("GET", "POST"):
            return self._page(page[1], environ, start)
        return _answer(start, "404 Not Found", "Nothing here.", "text/plain")

    def _question(self, path: str, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        body = _body(environ)
        try:
            signing.check(
                self._secret,
                body,
                timestamp=environ.get("HTTP_X_SANDBOX_TIMESTAMP", ""),
                signature=environ.get("HTTP_X_SANDBOX_SIGNATURE", ""),
                now=int(time.time()),
            )
        except CallbackForged:
            return _answer(start, "403 Forbidden", "not signed", "text/plain")
        try:
            asked = json.loads(body)
            if path == "/refunds":
                answer = {"id": self._book.refund(asked)}
            else:
                payment_id = self._book.open_payment(asked)
                query = urlencode({"lang": asked["language"]})
                answer = {"id": payment_id, "pay_url": f"{self._url}/pay/{payment_id}?{query}"}
        except Refused as no:
            return _answer(start, "409 Conflict", str(no), "text/plain")
        except (ValueError, KeyError, TypeError) as error:
            return _answer(start, "400 Bad Request", repr(error), "text/plain")
        self._tell()
        return _answer(start, "200 OK", json.dumps(answer), "application/json")

    def _page(self, payment_id: str, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        payment = self._book.payment(payment_id)
        if payment is None:
            return _answer(start, "404 Not Found", "Nothing here.", "text/plain")
        if environ["REQUEST_METHOD"] == "POST":
            deed = parse_qs(_body(environ).decode(errors="replace")).get("do", [""])[0]
            if deed in DEEDS:
                state, news, times = DEEDS[deed]
                self._book.decide(payment_id, state, news, times=times)
                self._tell()
            start("303 See Other", [("Location", payment["return_url"]), ("Content-Length", "0")])
            return [b""]
        asked = parse_qs(environ.get("QUERY_STRING", "")).get("lang", [payment["language"]])[0]
        return _answer(start, "200 OK", _html(dict(payment), asked), "text/html")


def _html(payment: dict[str, Any], language: str) -> str:
    code, say = words(language)
    amount = escape(formats.money(payment["amount_minor"], payment["currency"], language=code))
    buttons = "".join(
        f'<button name="do" value="{name}"{" class=go" if name == "pay" else ""}>{escape(say[name])}</button>'
        for name in (*DEEDS, "close")
    )
    if payment["state"] != "open":
        back = f'<button name="do" value="close">{escape(say["close"])}</button>'
        buttons = f"<p>{escape(say['done'])}</p>{back}"
    return (
        f'<!doctype html><html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(say["title"])}</title><link rel="stylesheet" href="/style.css"></head><body><main>'
        f"<h1>{escape(say['title'])}</h1><p>{escape(say['demo'])}</p>"
        f"<dl><dt>{escape(say['amount'])}</dt><dd><bdi>{amount}</bdi></dd>"
        f"<dt>{escape(say['order'])}</dt><dd><bdi>{escape(payment['order_ref'])}</bdi></dd></dl>"
        f'<form method="post">{buttons}</form></main></body></html>'
    )


def _body(environ: dict[str, Any]) -> bytes:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    return bytes(environ["wsgi.input"].read(min(length, _LONGEST)))


def _answer(start: Start, status: str, text: str, kind: str) -> list[bytes]:
    body = text.encode()
    policy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'"
    start(
        status,
        [
            ("Content-Type", f"{kind}; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Content-Security-Policy", policy),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ],
    )
    return [body]
