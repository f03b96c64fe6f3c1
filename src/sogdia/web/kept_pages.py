"""
Public pages kept whole for a moment, for all who see the same; what is a reader's own is put in each time.

A page is shown again while no price, rate or timetable changed, and for two seconds at most, so that all else shows
soon: words, and how much was sold meanwhile. Who has a role in the house sees every deed at once, their own among them.
A page is kept by its address, language, market, theme and the reader's roles; the basket's count, the reader's name, the
token of forms and the key of a deed are cut out of it and put in anew.
"""

from __future__ import annotations

import re
import sys
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from sogdia.apps.markets import selectors as markets
from sogdia.apps.quotes import selectors_shelf as shelves
from sogdia.domain.viewer import Viewer
from sogdia.web.context import basket_count, market_code
from sogdia.web.middleware import THEME_COOKIE

LIVES_S: Final = 2.0
#: A page is some tens of kilobytes, and nobody sees it after its two seconds.
MOST: Final = 100
LONGEST_ADDRESS: Final = 300
_MESSAGES_COOKIE: Final = CookieStorage.cookie_name
_BEGIN, _MIDDLE, _END = "\ue000", "\ue001", "\ue002"
_HOLES = re.compile(
    f"{_BEGIN}(?P<own>[a-z]+){_MIDDLE}[^{_END}]*{_END}"
    '|(?<=name="csrfmiddlewaretoken" value=")(?P<token>[A-Za-z0-9]{64})'
    '|(?<=name="key" value=")(?P<key>[0-9a-f-]{36})'
)

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class _Page:
    """Texts as they are sent and, between them, the names of what is the reader's own."""

    version: Hashable
    made: float
    pieces: tuple[bytes, ...]
    holes: tuple[str, ...]


_pages: OrderedDict[Hashable, _Page] = OrderedDict()


def forget() -> None:
    """Keep no page any longer."""
    _pages.clear()


def own(request: HttpRequest | None, what: str) -> SafeString:
    """Give a reader's own words for a page, marked where the page is kept: ``basket`` or ``name``."""
    if request is None or not hasattr(request, "viewer"):
        return mark_safe("0" if what == "basket" else "")
    words = escape(_OWN[what](request))
    if getattr(request, "is_kept", False):
        return mark_safe(f"{_BEGIN}{what}{_MIDDLE}{words}{_END}")  # noqa: S308  its words are escaped
    return words


def kept(view: View) -> View:
    """Keep what ``view`` shows for all who see the same."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _may_keep(request):
            return view(request, *args, **kwargs)
        key = _key(request)
        market = markets.get_choice(market_code(request))
        version = shelves.version_of_pages(market.id, with_deeds=bool(_viewer(request).places))
        page = _pages.get(key)
        if page is not None and page.version == version and time.monotonic() - page.made < LIVES_S:
            return HttpResponse(_filled(page, request))
        request.is_kept = True  # type: ignore[attr-defined]
        response = view(request, *args, **kwargs)
        if type(response) is not HttpResponse or not response["Content-Type"].startswith("text/html"):
            return response
        page = _Page(version, time.monotonic(), *_cut(response.content.decode()))
        if response.status_code == 200:
            _pages[key] = page
            _pages.move_to_end(key)
            while len(_pages) > MOST:
                _pages.popitem(last=False)
        response.content = _filled(page, request)
        return response

    return shown


def _may_keep(request: HttpRequest) -> bool:
    """Whether the page is the same for others: short of address, and with nothing to say to this reader alone."""
    if request.method != "GET" or len(request.get_full_path()) > LONGEST_ADDRESS or "as" in request.GET:
        return False
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    return not (request.COOKIES.get(_MESSAGES_COOKIE) or (has_session and request.session.get("_messages")))


def _key(request: HttpRequest) -> Hashable:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return (
        request.build_absolute_uri(),
        get_language(),
        market_code(request),
        request.COOKIES.get(THEME_COOKIE, ""),
        request.headers.get("HX-Request", ""),
        viewer.is_signed_in,
        frozenset(place.role for place in viewer.places),
    )


def _cut(text: str) -> tuple[tuple[bytes, ...], tuple[str, ...]]:
    """Give texts and the names of the holes between them."""
    begin = 0
    pieces: list[bytes] = []
    holes: list[str] = []
    for hole in _HOLES.finditer(text):
        pieces.append(text[begin : hole.start()].encode())
        holes.append(sys.intern(hole["own"] or str(hole.lastgroup)))
        begin = hole.end()
    pieces.append(text[begin:].encode())
    return tuple(pieces), tuple(holes)


def _filled(page: _Page, request: HttpRequest) -> bytes:
    values: dict[str, bytes] = {}
    found = [page.pieces[0]]
    for hole, piece in zip(page.holes, page.pieces[1:], strict=True):
        if hole == "key":
            found.append(str(uuid.uuid4()).encode())
        else:
            if hole not in values:
                values[hole] = escape(_OWN[hole](request)).encode()
            found.append(values[hole])
        found.append(piece)
    return b"".join(found)


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


_OWN: Final[dict[str, Callable[[HttpRequest], object]]] = {
    "basket": basket_count,
    "name": lambda request: _viewer(request).name or _viewer(request).email,
    "token": get_token,
}
