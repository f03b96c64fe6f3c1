"""Cut text into the terms that the index holds, for five languages."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Final

import tantivy

LANGUAGES: Final = ("en", "fr", "ru", "zh", "ar")
#: Words come again and again: a catalogue has far fewer of them than goods.
_KEPT: Final = 8_192
_STEMMERS: Final = {"en": "english", "fr": "french", "ru": "russian", "ar": "arabic"}
_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN_RUN: Final = re.compile(f"[{_HAN}]+")
_WORD: Final = re.compile(f"[^\\W_{_HAN}]+")
#: Marks over Arabic letters and the stretching stroke say nothing to a searcher; neither do the forms of alef.
_ARABIC: Final = {**dict.fromkeys(range(0x064B, 0x0653)), 0x0640: None, 0x0670: None} | dict.fromkeys(
    (0x0623, 0x0625, 0x0622, 0x0671), "\u0627"
)


def fold(text: str) -> str:
    """Give the text as searchers type it: lower case, no accents, one form of each letter."""
    spread = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(c for c in spread if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFC", bare).translate(_ARABIC)


def grams(run: str) -> list[str]:
    """Give the characters of a Chinese run and their pairs; Chinese has no spaces, and pairs find words."""
    return [*run, *(run[i : i + 2] for i in range(len(run) - 1))]


def han_runs(text: str) -> list[str]:
    """Give the runs of Chinese characters in the text."""
    return _HAN_RUN.findall(text)


def plain_words(text: str) -> list[str]:
    """Give the words in alphabetic scripts, folded but not stemmed."""
    return [word for piece in text.split() for word in _plain_words(piece)]


@functools.lru_cache(maxsize=_KEPT)
def _plain_words(piece: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(piece)))


@functools.cache
def _stemmer(language: str) -> tantivy.TextAnalyzer:
    built = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return built.filter(tantivy.Filter.stemmer(_STEMMERS[language])).build()


def terms(text: str, language: str) -> list[str]:
    """Give the terms of a text in one language: stems, or Chinese characters and pairs."""
    if language == "zh":
        return [gram for run in han_runs(text) for gram in grams(run)]
    return [term for word in plain_words(text) for term in _stems(word, language)]


@functools.lru_cache(maxsize=_KEPT)
def _stems(word: str, language: str) -> tuple[str, ...]:
    return tuple(_stemmer(language).analyze(word))
