"""What every request passes first: its size, and text without characters that nobody sees."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict

from sogdia.domain.plain_text import is_plain, plain
from sogdia.web import safety_log

#: A password counts as it was typed; nobody reads it.
_AS_TYPED = ("password",)
#: Nothing else has a meaning here; each view names those of its own.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
#: Machines sign what they send, byte by byte.
_SIGNED = "/hooks/"


class CleanRequestMiddleware:
    """
    Refuses what is far too large before it is read, and addresses that cannot be; cleans queries, forms and cookies;
    lets no browser keep a page of somebody who is signed in.

    A form whose file is too large is read to its end without keeping the file (``sogdia.web.uploads``), so that what
    was typed beside it stays.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on what is clean."""
        if request.method not in _METHODS:
            return HttpResponseNotAllowed(sorted(_METHODS))
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if is_plain(value)}
        if request.META.get("QUERY_STRING"):
            request.GET = _cleaned(request.GET)  # type: ignore[assignment]
        response = self.get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith(("text/html", "text/csv"))
        if is_page and settings.SESSION_COOKIE_NAME in request.COOKIES and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(self, request: HttpRequest, *given: object) -> HttpResponse | None:
        """Stop what cannot be; stands before the check of the form's token, which reads the form."""
        if _length(request) > settings.REQUEST_MOST_BYTES:
            safety_log.note(request, "too-large", bytes=_length(request))
            return render(request, "errors/too_large.html", status=413)
        if not is_plain(request.path_info) or any(mark in request.path_info for mark in "\t\r\n"):
            safety_log.note(request, "address-not-plain")
            return render(request, "errors/not_found.html", status=404)
        if request.method == "POST" and not request.path_info.startswith(_SIGNED):
            request._post = _cleaned(request.POST)  # type: ignore[attr-defined]
        return None


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _cleaned(given: MultiValueDict[str, str]) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, values in given.lists():
        as_typed = any(part in name for part in _AS_TYPED)
        found.setlist(plain(name), [value if as_typed else plain(value) for value in values])
    found._mutable = False
    return found
