"""The name of a place where something happened, in the reader's language."""

from __future__ import annotations

from sogdia.apps.departures.models import Hub
from sogdia.domain.tracing import places
from sogdia.plumbing import formats
from sogdia.plumbing.texts import pick


def say(place: str, hub: Hub | None) -> str:
    """
    Name a place; ``hub`` is the one that the goods pass, so that nothing is looked up.

    What a carrier typed is given as it was typed.
    """
    country = places.country_of(place) or (place if _is_code(place) else "")
    if country:
        return formats.country_name(country)
    code = places.hub_of(place)
    if hub is not None and (code == hub.code or (place and place in hub.names.values())):
        return pick(hub.names)
    return code.replace("-", " ").capitalize() if code else place


def _is_code(place: str) -> bool:
    """Two capitals: how a country was kept before places had keys."""
    return len(place) == 2 and place.isascii() and place.isalpha() and place.isupper()
