"""Reads what stands in addresses and hidden fields: whole numbers, and where to go back to."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

#: Nine digits fit every column on every engine.
_MOST_DIGITS = 9


def whole(text: str | None, default: int = 0, *, digits: int = _MOST_DIGITS) -> int:
    """Read a whole number of at most so many digits, not below nothing; ``default`` when it is none."""
    bare = (text or "").strip()
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) <= digits else default


def page_number(request: HttpRequest) -> int:
    """Give the page asked for; the first one if it is none."""
    return max(whole(request.GET.get("page"), 1, digits=5), 1)


def own_path(request: HttpRequest, text: str, otherwise: str) -> str:
    """Give ``text`` if it is the path of a page of ours (``/goods/?page=2``); no other host, no other scheme."""
    is_ours = text.startswith("/") and url_has_allowed_host_and_scheme(
        text, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return text if is_ours else otherwise
