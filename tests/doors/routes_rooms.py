"""The table of addresses: a person's own pages, and the rooms of broker, officer and operator."""

from __future__ import annotations

import gzip

from django.utils import timezone

from builders.cast import Cast
from builders.orders import NOW
from doors.routes import EVERYONE, Route, bare
from sogdia.apps.catalogue.models import Classification
from sogdia.plumbing.errands.models import Errand
from sogdia.plumbing.outbox.models import OutboxEvent

_SIGNED_IN = Route(bare, right=frozenset(), blind=EVERYONE - {"nobody"})
_OFFICERS = Route(bare, right=frozenset({"officer"}), blind=frozenset({"other_officer"}))


def _case(cast: Cast) -> dict[str, int]:
    row, _made = Classification.objects.get_or_create(
        product=cast.world.product, territory="EU", defaults={"code": "080620", "asked_at": NOW}
    )
    return {"pk": row.pk}


def _failing(cast: Cast) -> dict[str, object]:
    row, _made = OutboxEvent.objects.get_or_create(topic="lot.opened", occurred_at=NOW, attempts=1)
    return {"what": "event", "pk": row.pk}


_HOUSE = Route(bare, right=frozenset({"support", "treasurer", "treasurer2"}))
_SUPPORT = frozenset({"support"})
_BROKERS = Route(bare, right=frozenset({"broker"}))


def _errand(cast: Cast) -> dict[str, object]:
    """Give a file that the worker wrote for a seller."""
    found, _made = Errand.objects.get_or_create(
        user=cast.users["owner"],
        kind="file",
        key="one",
        defaults={
            "state": "done",
            "made_at": timezone.now(),
            "ended_at": timezone.now(),
            "asked": {"path": "/sell/orders/", "query": "as=csv"},
            "content": gzip.compress(cast.shipment.ref.encode()),
            "file_name": "orders.csv",
        },
    )
    return {"uid": found.uid}


ROOMS: dict[str, Route] = {
    "account:start": _SIGNED_IN,
    "account:notices": _SIGNED_IN,
    "account:read": _SIGNED_IN,
    "account:preferences": _SIGNED_IN,
    "account:security": _SIGNED_IN,
    "account:end_sign_ins": _SIGNED_IN,
    "account:end_sign_in": Route(lambda cast: {"pk": 1}, right=frozenset(), blind=EVERYONE - {"nobody"}),
    "account:errand": Route(_errand, right=frozenset({"owner"})),
    "account:errand_stop": Route(_errand, right=frozenset({"owner"})),
    "account:errand_file": Route(_errand, right=frozenset({"owner"})),
    "account:data": _SIGNED_IN,
    "account:download": _SIGNED_IN,
    "account:erase": _SIGNED_IN,
    "broker:home": _BROKERS,
    "broker:table": _BROKERS,
    "broker:case": Route(_case, right=frozenset({"broker"})),
    "operator:home": _HOUSE,
    "operator:departures": _HOUSE,
    "operator:cancel_departure": Route(
        lambda cast: {"ref": cast.world.departure.ref},
        right=_HOUSE.right,
        deed=lambda cast: {"reason": "Flood."},
    ),
    "operator:orders": _HOUSE,
    "operator:order_ends": Route(lambda cast: {"ref": cast.order.ref}, right=_SUPPORT),
    "operator:end": Route(
        lambda cast: {"shipment": cast.shipment.ref, "end": "lost"},
        right=_SUPPORT,
        state="departed",
        deed=lambda cast: {"reason": "Fire in the wagon."},
    ),
    "operator:health": _HOUSE,
    "operator:outbox": _HOUSE,
    "operator:again": Route(_failing, right=_HOUSE.right),
    "operator:audit_log": _HOUSE,
    "officer:home": _OFFICERS,
    "officer:table": _OFFICERS,
    "officer:producers": _OFFICERS,
    "officer:agreements": _OFFICERS,
}
