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
    country = places.country_of(place)
    if country:
        return formats.country_name(country)
    code = places.hub_of(place)
    if hub is not None and (code == hub.code or (place and place in hub.names.values())):
        return pick(hub.names)
    return code.replace("-", " ").capitalize() if code else place
