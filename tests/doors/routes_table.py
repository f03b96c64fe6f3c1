"""The table of addresses: one line each, by area."""

from __future__ import annotations

from builders.cast import Cast
from doors.routes import EVERYONE, Route, bare, public
from doors.routes_rooms import ROOMS

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
    "files:lot": public(lambda cast: {"ref": cast.world.lot.ref}),
    "files:scan": public(lambda cast: {"code": cast.world.lot.ref}),
    "files:order": public(lambda cast: {"ref": cast.order.ref}),
}


def _goods(cast: Cast) -> dict[str, str]:
    return {"slug": cast.world.product.slug}


def _wanted(cast: Cast) -> dict[str, object]:
    return {"offer": cast.world.offer.pk, "on": cast.world.departure.ref, "n": 1}


SHOP = {
    "shop:place": public(),
    "shop:home": public(),
    "shop:departures": public(),
    "shop:departure": public(lambda cast: {"ref": cast.world.departure.ref}),
    "shop:goods": public(),
    "shop:season": public(),
    "shop:product": public(_goods),
    "shop:reach": public(_goods),
    "shop:add": Route(_goods, right=EVERYONE, deed=_wanted),
    "shop:regions": public(),
    "shop:region": public(lambda cast: {"code": cast.world.region.code}),
    "shop:producer": public(lambda cast: {"code": cast.world.seller.code}),
    "shop:lot": public(lambda cast: {"ref": cast.world.lot.ref}),
    "shop:price": public(),
    "shop:roles": public(),
    "shop:terms": public(),
    "shop:privacy": public(),
    "shop:robots": public(),
    "shop:sitemap": public(),
}

TEAM = SELLING | {"finance"}
PAYEES = frozenset({"owner", "finance"})


def _payout(cast: Cast) -> dict[str, str]:
    return {"ref": cast.payout().ref}


def _ticked(cast: Cast) -> dict[str, object]:
    return {"ref": [cast.shipment.ref]}


def _of_team(right: frozenset[str] = TEAM) -> Route:
    """Each seller sees this page of their own house."""
    return Route(bare, right=right, blind=frozenset({"other_owner"}))


SELL = {
    "sell:today": _of_team(),
    "sell:choose_house": public(),
    "sell:orders": _of_team(),
    "sell:accept_many": Route(bare, right=SELLING, blind=frozenset({"other_owner"}), deed=_ticked),
    "sell:order": Route(_shipment, right=TEAM),
    "sell:accept": Route(_shipment, right=SELLING),
    "sell:refuse": Route(_shipment, right=SELLING, deed=lambda cast: {"reason": "Hail."}),
    "sell:label": Route(_shipment, right=SELLING, state="accepted-by-seller"),
    "sell:label_pdf": Route(_shipment, right=SELLING, state="accepted-by-seller"),
    "sell:hand_over": Route(_shipment, right=SELLING, state="accepted-by-seller"),
    "sell:say": Route(_shipment, right=SELLING, deed=lambda cast: {"text": "It is on its way."}),
    "sell:payouts": _of_team(PAYEES),
    "sell:payout_mode": _of_team(PAYEES),
    "sell:payout": Route(_payout, right=PAYEES),
    "sell:statement": Route(_payout, right=PAYEES),
}

TABLE: dict[str, Route] = {**HOOKS, **FILES, **SHOP, **ROOMS, **SELL}
