"""Where something happened: a key for places we know, so that each reader is told in their own language."""

from __future__ import annotations

from typing import Final

_HUB: Final = "hub:"
_COUNTRY: Final = "country:"


def at_hub(code: str) -> str:
    """Give the key of a hub."""
    return _HUB + code


def in_country(code: str) -> str:
    """Give the key of a country (ISO 3166-1 alpha-2)."""
    return _COUNTRY + code


def hub_of(place: str) -> str:
    """Give the code of the hub that a place names; empty when it names none."""
    return place.removeprefix(_HUB) if place.startswith(_HUB) else ""


def country_of(place: str) -> str:
    """Give the code of the country that a place names; empty when it names none."""
    return place.removeprefix(_COUNTRY) if place.startswith(_COUNTRY) else ""
