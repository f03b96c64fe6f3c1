"""What may be known of markets: everything; a market is public."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from sogdia.apps.markets.models import Market
from sogdia.domain.refusals import NotFound
from sogdia.plumbing.texts import pick

#: The list stays in memory so long: a change shows in every process within two seconds.
_KEPT_S = 1.5


@dataclass(frozen=True, slots=True)
class MarketChoice:
    """A market as a menu shows it."""

    id: int
    code: str
    names: dict[str, str]
    currency: str
    territory: str
    is_open: bool
    timezone: str = "UTC"

    @property
    def name(self) -> str:
        """Give its name in the reader's language."""
        return pick(self.names)


@dataclass(frozen=True, slots=True)
class AddressFormat:
    """How addresses of a country are written: rows of fields, which are required, and the postal code's shape."""

    rows: tuple[tuple[str, ...], ...]
    required: frozenset[str]
    postal_regex: str = ""
    postal_example: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """Give every field in the order of the country, without the country itself."""
        return tuple(name for row in self.rows for name in row if name != "country")


#: For a market whose form is not known: what every parcel needs.
PLAIN_ADDRESS = AddressFormat(
    (("recipient",), ("street",), ("postal_code", "city")), frozenset({"recipient", "street", "city"})
)


def address_format(code: str) -> AddressFormat:
    """Give the address form of a market's country; a plain one where none is written down."""
    _keep()
    return _formats.get(code, PLAIN_ADDRESS)


def _format_of(found: dict[str, Any]) -> AddressFormat:
    if not found or not found.get("lines"):
        return PLAIN_ADDRESS
    return AddressFormat(
        rows=tuple(tuple(row) for row in found["lines"]),
        required=frozenset(found.get("required", ())),
        postal_regex=found.get("postal_code_regex", ""),
        postal_example=found.get("postal_code_example", ""),
    )


_kept: list[MarketChoice] = []
_formats: dict[str, AddressFormat] = {}
_good_until = 0.0


def list_markets() -> list[MarketChoice]:
    """Give every market in the order of the menu; kept for a second and a half."""
    _keep()
    return _kept


def _keep() -> None:
    global _kept, _formats, _good_until
    if time.monotonic() < _good_until:
        return
    rows = list(Market.objects.order_by("position", "code"))
    _formats = {row.code: _format_of(row.address_format) for row in rows}
    _kept = [
        MarketChoice(row.id, row.code, row.names, row.currency, row.territory, row.is_open, row.timezone)
        for row in rows
    ]
    _good_until = time.monotonic() + _KEPT_S


def forget_markets() -> None:
    """Let the next page read the markets again; called after a market changed."""
    global _good_until
    _good_until = 0.0


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
