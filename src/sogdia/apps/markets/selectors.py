"""What may be known of markets: everything; a market is public."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache

from sogdia.apps.markets.models import Market
from sogdia.domain.refusals import NotFound
from sogdia.plumbing.texts import pick

_CACHE_KEY = "markets:choices"
_CACHE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class MarketChoice:
    """A market as a menu shows it."""

    id: int
    code: str
    names: dict[str, str]
    currency: str
    territory: str
    is_open: bool

    @property
    def name(self) -> str:
        """Give its name in the reader's language."""
        return pick(self.names)


def list_markets() -> list[MarketChoice]:
    """Give every market in the order of the menu; kept for half a minute."""
    found: list[MarketChoice] | None = cache.get(_CACHE_KEY)
    if found is None:
        found = [
            MarketChoice(row.id, row.code, row.names, row.currency, row.territory, row.is_open)
            for row in Market.objects.order_by("position", "code")
        ]
        cache.set(_CACHE_KEY, found, _CACHE_SECONDS)
    return found


def forget_markets() -> None:
    """Let the next page read the markets again; called after a market changed."""
    cache.delete(_CACHE_KEY)


def get_choice(code: str) -> MarketChoice:
    """
    Give one market by its code.

    :raises sogdia.domain.refusals.NotFound: when there is none; an empty deployment has a closed stand-in.
    """
    for market in list_markets():
        if market.code == code:
            return market
    if not list_markets():
        return MarketChoice(0, code, {"en": code}, "EUR", "", False)
    raise NotFound(f"No market {code}.")
