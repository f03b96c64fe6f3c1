"""Choose the words of a reader's language from a row that holds several."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language

_FALLBACK = ("en", "zh", "fr", "ru", "ar")


def short(language: str | None) -> str:
    """Give the language without script or country: ``zh-hans`` is ``zh``."""
    return (language or "en").split("-")[0]


def pick(texts: Mapping[str, str] | None, language: str | None = None) -> str:
    """Give the words in ``language`` (default: the reader's), else in English, else in whatever is there."""
    if not texts:
        return ""
    wanted = short(language or get_language())
    for candidate in (wanted, *_FALLBACK):
        if texts.get(candidate):
            return texts[candidate]
    return next((words for words in texts.values() if words), "")
