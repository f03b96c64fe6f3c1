"""The table of addresses: one line each, by area."""

from __future__ import annotations

from builders.cast import Cast
from doors.routes import EVERYONE, Route, bare, public

HOUSE = frozenset({"support", "treasurer", "treasurer2"})
SELLING = frozenset({"owner", "seller"})
HUB = frozenset({"clerk"})


def _shipment(cast: Cast) -> dict[str, str]:
    return {"ref": cast.shipment.ref}


def _month(cast: Cast) -> dict[str, object]:
    return {"party": cast.world.seller.code, "year": 2026, "month": 10}


HOOKS = {
    "hooks:payment": public(lambda cast: {"code": "sandbox"}),
    "hooks:healthz": public(),
    "hooks:readyz": public(),
}
FILES = {
    "files:illustration": public(lambda cast: {"slug": cast.world.product.slug}),
    "files:picture": Route(lambda cast: {"name": "receptions/unknown-320.webp"}, right=frozenset()),
    "files:document": Route(lambda cast: {"uid": cast.paper().uid}, right=HOUSE | {"buyer"}),
    "files:label": Route(_shipment, right=HOUSE | SELLING | HUB),
    "files:unit-label": Route(lambda cast: {"sscc": cast.unit().sscc}, right=HOUSE | HUB),
    "files:lot-sheet": public(lambda cast: {"ref": cast.world.lot.ref}),
    "files:quote": Route(lambda cast: {"ref": cast.order.quote.ref}, right=HOUSE | {"buyer"}),
    "files:statement": Route(_month, right=HOUSE | {"owner", "finance"}),
    "files:lot-code": public(lambda cast: {"ref": cast.world.lot.ref}),
    "files:scan": public(lambda cast: {"code": cast.world.lot.ref}),
    "files:order": public(lambda cast: {"ref": cast.order.ref}),
}
SHOP = {"shop:place": public()}
ACCOUNT = {"account:start": Route(bare, right=frozenset(), blind=EVERYONE - {"nobody"})}

TABLE: dict[str, Route] = {**HOOKS, **FILES, **SHOP, **ACCOUNT}
