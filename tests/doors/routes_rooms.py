"""The table of addresses: a person's own pages, and the rooms of broker, officer and operator."""

from __future__ import annotations

from builders.cast import Cast
from builders.orders import NOW
from doors.routes import EVERYONE, Route, bare
from sogdia.apps.catalogue.models import Classification

_SIGNED_IN = Route(bare, right=frozenset(), blind=EVERYONE - {"nobody"})
_OFFICERS = Route(bare, right=frozenset({"officer"}), blind=frozenset({"other_officer"}))


def _case(cast: Cast) -> dict[str, int]:
    row, _made = Classification.objects.get_or_create(
        product=cast.world.product, territory="EU", defaults={"code": "080620", "asked_at": NOW}
    )
    return {"pk": row.pk}


_BROKERS = Route(bare, right=frozenset({"broker"}))

ROOMS: dict[str, Route] = {
    "account:start": _SIGNED_IN,
    "account:notices": _SIGNED_IN,
    "account:read": _SIGNED_IN,
    "account:preferences": _SIGNED_IN,
    "account:data": _SIGNED_IN,
    "account:download": _SIGNED_IN,
    "account:erase": _SIGNED_IN,
    "broker:home": _BROKERS,
    "broker:table": _BROKERS,
    "broker:case": Route(_case, right=frozenset({"broker"})),
    "officer:home": _OFFICERS,
    "officer:table": _OFFICERS,
    "officer:producers": _OFFICERS,
    "officer:agreements": _OFFICERS,
}
