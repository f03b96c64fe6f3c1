"""Addresses of pages, each worked out once."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language


def address(name: str, *args: str | int, language: str | None = None) -> str:
    """
    Give the address of a page in a language, the reader's if none is named.

    :raises django.urls.NoReverseMatch: when there is no such page.
    """
    return _address(name, args, language or get_language(), get_script_prefix(), get_urlconf())


@lru_cache(maxsize=20_000)
def _address(
    name: str, args: tuple[str | int, ...], _language: str | None, _prefix: str, _urls: str | None
) -> str:
    return reverse(name, args=args)
