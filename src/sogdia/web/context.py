"""What every page needs to know: the ``site`` object of base.html."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from sogdia.apps.markets import selectors as markets
from sogdia.apps.markets.selectors import MarketChoice
from sogdia.apps.quotes import selectors as quotes
from sogdia.domain.viewer import MONEY_ROLES, OPERATOR_ROLES, SELLING_ROLES, Role, Viewer
from sogdia.web import rooms
from sogdia.web.middleware import MARKET_COOKIE, THEME_COOKIE


@dataclass(frozen=True)
class Area:
    """A room that this person may enter."""

    key: str
    title: str
    url: str


@dataclass(frozen=True)
class LanguageChoice:
    """A language of the interface: its code, its own name, and this page in it."""

    code: str
    name: str
    is_current: bool


OWN_NAMES = {"en": "English", "fr": "Français", "zh-hans": "简体中文", "ru": "Русский", "ar": "العربية"}


def market_code(request: HttpRequest) -> str:
    """Give the market this browser chose, or the deployment's first one; always an existing market."""
    found: str | None = getattr(request, "_market_code", None)
    if found is None:
        chosen = request.COOKIES.get(MARKET_COOKIE, "") or getattr(request.user, "market_code", "")
        known = {market.code for market in markets.list_markets()}
        found = chosen if chosen in known else settings.DEPLOYMENT["default_market"]
        request._market_code = found  # type: ignore[attr-defined]
    return found


def basket_count(request: HttpRequest) -> int:
    """Give how many packs lie in the reader's basket; a request counts them once."""
    found: int | None = getattr(request, "_basket_count", None)
    if found is None:
        found = quotes.count_packs(request.viewer)  # type: ignore[attr-defined]
        request._basket_count = found  # type: ignore[attr-defined]
    return found


def areas(viewer: Viewer) -> list[Area]:
    """Give the rooms that ``viewer`` may enter and that this deployment has."""
    doors = (
        ("sell", _("Selling"), "sell:today", SELLING_ROLES | MONEY_ROLES),
        ("hub", _("Hub"), "hub:home", frozenset({Role.CLERK})),
        ("carrier", _("Carrier"), "carrier:home", frozenset({Role.CARRIER})),
        ("broker", _("Customs"), "broker:home", frozenset({Role.BROKER})),
        ("officer", _("Region"), "officer:home", frozenset({Role.OFFICER})),
        ("operator", _("Operator"), "operator:home", OPERATOR_ROLES),
    )
    found = [
        Area(key, title, rooms.address(url_name))
        for key, title, url_name, roles in doors
        if viewer.has_role(*roles)
    ]
    return [area for area in found if area.url]


class Site:
    """Lazily answers what templates ask, each question once; a page that asks nothing costs no query."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.language = get_language() or "en"
        self.dir = "rtl" if get_language_bidi() else "ltr"
        theme = request.COOKIES.get(THEME_COOKIE, "")
        self.theme = theme if theme in {"light", "dark"} else ""
        self.deployment = settings.DEPLOYMENT

    @cached_property
    def languages(self) -> list[LanguageChoice]:
        """Give every language of the interface."""
        return [
            LanguageChoice(code, OWN_NAMES[code], code == self.language) for code, _name in settings.LANGUAGES
        ]

    @property
    def address(self) -> str:
        """Give where this page stands, for paper: without what follows the question mark, which may be a key."""
        return self._request.build_absolute_uri(self._request.path)

    @cached_property
    def markets(self) -> list[MarketChoice]:
        """Give every market a visitor may choose."""
        return markets.list_markets()

    @cached_property
    def market(self) -> MarketChoice:
        """Give the chosen market."""
        return markets.get_choice(market_code(self._request))

    @property
    def currency(self) -> str:
        """Give the chosen market's currency."""
        currency: str = self.market.currency
        return currency

    @property
    def viewer(self) -> Viewer:
        """Give who asks."""
        viewer: Viewer = self._request.viewer  # type: ignore[attr-defined]
        return viewer

    @cached_property
    def areas(self) -> list[Area]:
        """Give the rooms this person may enter."""
        return areas(self.viewer)

    @cached_property
    def basket_count(self) -> int:
        """Give how many packs lie in the basket."""
        return basket_count(self._request)


def site(request: HttpRequest) -> dict[str, Any]:
    """Put ``site`` into every template."""
    return {"site": Site(request)}
