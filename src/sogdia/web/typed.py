"""
What was typed into a form that was refused, put back where the answer leads away from it.

Most forms are shown again with their errors. Those that stand in rows of a list answer by leading back to the list with a
message; the words typed into them are kept in the session for that one page and written into the same form again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.utils.html import escape

_KEY: Final = "typed"
#: Says that the session holds typed words, so that no other page has to ask it.
_COOKIE: Final = "typed"
_LIVES_S: Final = 60
_MOST: Final = 20_000
_LEFT_OUT: Final = re.compile(r"csrfmiddlewaretoken|key|.*password.*|code", re.IGNORECASE)
_FORM: Final = re.compile(r'<form\b[^>]*\baction="(?P<action>[^"]+)"[^>]*>.*?</form>', re.DOTALL)
_INPUT: Final = re.compile(r"<input\b[^>]*>")
_TEXTAREA: Final = re.compile(r'(<textarea\b[^>]*\bname="(?P<name>[^"]+)"[^>]*>)[^<]*(</textarea>)')
_WORDS: Final = frozenset({"", "text", "email", "tel", "number", "date", "url", "search"})


class TypedMiddleware:
    """Keeps typed words of a refused form, and puts them back into the page that follows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Keep, or put back."""
        response = self.get_response(request)
        if request.method == "POST" and response.status_code in {302, 303} and _is_refused(request):
            _keep(request, response)
        elif request.method == "GET" and _COOKIE in request.COOKIES and _is_page(response):
            kept = request.session.pop(_KEY, None)
            response.delete_cookie(_COOKIE)
            if kept:
                response.content = put_back(response.content.decode(), kept["path"], kept["fields"])
        return response


def _is_page(response: HttpResponse) -> bool:
    is_html = response.get("Content-Type", "").startswith("text/html")
    return response.status_code == 200 and not response.streaming and is_html


def _is_refused(request: HttpRequest) -> bool:
    queued = getattr(get_messages(request), "_queued_messages", ())
    return any(message.level >= messages.ERROR for message in queued)


def _keep(request: HttpRequest, response: HttpResponse) -> None:
    fields = {name: value for name, value in request.POST.items() if value and not _LEFT_OUT.fullmatch(name)}
    if fields and sum(len(str(value)) for value in fields.values()) <= _MOST:
        request.session[_KEY] = {"path": request.path, "fields": fields}
        response.set_cookie(
            _COOKIE, "1", max_age=_LIVES_S, httponly=True, samesite="Lax", secure=request.is_secure()
        )


def put_back(html: str, path: str, fields: dict[str, str]) -> str:
    """Write words into the form that goes to ``path``, and open the fold around it."""

    def filled(found: re.Match[str]) -> str:
        if found["action"] != escape(path):
            return found[0]
        text = _INPUT.sub(lambda one: _input(one[0], fields), found[0])
        return _TEXTAREA.sub(
            lambda one: f"{one[1]}{escape(fields[one['name']])}{one[3]}" if one["name"] in fields else one[0],
            text,
        )

    first = next((found for found in _FORM.finditer(html) if found["action"] == escape(path)), None)
    if first is None:
        return html
    before = html[: first.start()]
    return _opened(before) + _FORM.sub(filled, html[first.start() :])


def _input(tag: str, fields: dict[str, str]) -> str:
    kind = re.search(r'\btype="([^"]*)"', tag)
    name = re.search(r'\bname="([^"]*)"', tag)
    if name is None or name[1] not in fields or (kind[1] if kind else "") not in _WORDS:
        return tag
    bare = re.sub(r'\s+value="[^"]*"', "", tag)
    return f'<input value="{escape(fields[name[1]])}"{bare.removeprefix("<input")}'


def _opened(before: str) -> str:
    """Open the fold that has begun and not ended."""
    begin = before.rfind("<details")
    if begin < 0 or "</details>" in before[begin:]:
        return before
    return f"{before[:begin]}<details open{before[begin:].removeprefix('<details')}"
