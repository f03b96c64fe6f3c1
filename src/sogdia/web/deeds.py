"""How a form becomes a deed: its key, and its refusal as a message."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from sogdia.domain.refusals import NotAllowed, NotFound, Refusal
from sogdia.web import refusals

T = TypeVar("T")


def key_of(request: HttpRequest) -> str:
    """Give the idempotency key that the form carried (see the ``deed_key`` tag)."""
    return request.POST.get("key", "")[:80]


def attempt(request: HttpRequest, deed: Callable[[], T], *, form: forms.Form | None = None) -> T | None:
    """
    Do it; a refusal becomes an error of ``form`` (or a message on the page) and the answer is ``None``.

    Refusals that say nothing about what is there (not allowed, not found) go on to the middleware.
    """
    try:
        return deed()
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        words = refusals.with_way(refusal)
        if form is not None:
            form.add_error(None, words)
        else:
            messages.error(request, words)
        return None
