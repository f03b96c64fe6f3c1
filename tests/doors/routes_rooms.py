"""The table of addresses: a person's own pages, and the rooms of broker, officer and operator."""

from __future__ import annotations

from doors.routes import EVERYONE, Route, bare

_SIGNED_IN = Route(bare, right=frozenset(), blind=EVERYONE - {"nobody"})
_OFFICERS = Route(bare, right=frozenset({"officer"}), blind=frozenset({"other_officer"}))

ROOMS: dict[str, Route] = {
    "account:start": _SIGNED_IN,
    "account:notices": _SIGNED_IN,
    "account:read": _SIGNED_IN,
    "account:preferences": _SIGNED_IN,
    "account:data": _SIGNED_IN,
    "account:download": _SIGNED_IN,
    "account:erase": _SIGNED_IN,
    "officer:home": _OFFICERS,
    "officer:table": _OFFICERS,
    "officer:producers": _OFFICERS,
    "officer:agreements": _OFFICERS,
}
