"""What a refusal says to its reader: the fact, then what to do next, with the way there."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.utils.html import format_html

from sogdia.domain.refusals import Refusal
from sogdia.web.next_steps import NONE, STEPS, Step

_log = logging.getLogger(__name__)
_SENTENCES: dict[str, object] = {}
#: By code: what puts a refusal's parameters into the reader's words.
_WORDS: dict[str, Callable[[Mapping[str, Any]], dict[str, object]]] = {}


def _load() -> None:
    for found in iter_modules(__path__):
        module = import_module(f"{__name__}.{found.name}")
        for code, sentence in module.SENTENCES.items():
            assert code not in _SENTENCES, f"{code} has two sentences"
            _SENTENCES[code] = sentence
        _WORDS.update(getattr(module, "WORDS", {}))


def next_step(refusal: Refusal) -> Step:
    """Give what to do next where the sentence does not say it, and the way there."""
    return STEPS.get(refusal.code, NONE)


def sentence(refusal: Refusal) -> str:
    """Say in the reader's language what was refused and what to do next."""
    return " ".join(part for part in (fact(refusal), str(next_step(refusal).words)) if part)


def with_way(refusal: Refusal) -> str:
    """Say what was refused and what to do next, with the link that leads there; safe to be put into a page."""
    step = next_step(refusal)
    if not step.url:
        return format_html("{}", sentence(refusal))
    return format_html('{} <a href="{}">{}</a>', sentence(refusal), step.url, step.title)


def fact(refusal: Refusal) -> str:
    """Give the sentence for ``refusal`` in the reader's language, its parameters filled in."""
    if not _SENTENCES:
        _load()
    words = _SENTENCES.get(refusal.code)
    if words is None:
        _log.error("refusal without a sentence: %s", refusal.code)
        words = _SENTENCES["refused"]
    said = _WORDS[refusal.code](refusal.params) if refusal.code in _WORDS else refusal.params
    return str(words) % _Params(said)


def codes() -> frozenset[str]:
    """Give every code that has a sentence."""
    if not _SENTENCES:
        _load()
    return frozenset(_SENTENCES)


class _Params(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "…"
