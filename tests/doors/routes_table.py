"""The table of addresses: one line each, by area."""

from __future__ import annotations

from builders.cast import Cast
from builders.way import open_market
from doors.routes import EVERYONE, Route, bare, public
from doors.routes_rooms import ROOMS
from doors.routes_trade import TRADE

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
    "sell:hand_over": Route(_shipment, right=SELLING, state="accepted-by-seller"),
    "sell:say": Route(_shipment, right=TEAM, deed=lambda cast: {"text": "It is on its way."}),
    "sell:payouts": _of_team(PAYEES),
    "sell:payout_mode": _of_team(PAYEES),
    "sell:payout": Route(_payout, right=PAYEES),
    "sell:statement": Route(_payout, right=PAYEES),
}

DRIVERS = frozenset({"carrier"})


def _line(cast: Cast) -> dict[str, object]:
    return {"ref": cast.shipment.ref, "line_id": cast.line.pk}


def _departure(cast: Cast) -> dict[str, object]:
    return {"ref": cast.world.departure.ref}


def _aboard(cast: Cast) -> dict[str, object]:
    return {"ref": cast.world.departure.ref, "shipment": cast.shipment.ref}


def _lost(cast: Cast) -> dict[str, object]:
    return {**_aboard(cast), "end": "lost"}


def _scale(cast: Cast) -> dict[str, object]:
    return {"packs": "10", "net": "10", "gross": "10.5", "grade": "A"}


def _paper(cast: Cast) -> dict[str, object]:
    return {"lot": cast.world.lot.ref, "document": "phytosanitary-certificate", "number": "PC 1"}


def _why(cast: Cast) -> dict[str, object]:
    return {"reason": "The pass is closed."}


def papers_asked(cast: Cast) -> None:
    """Let the market ask for a plant-health certificate."""
    open_market(cast.world, effect="needs-document", document="phytosanitary-certificate")


def at_the_gate(cast: Cast) -> None:
    """Let the goods into their market, and the vehicle leave however little is on it."""
    open_market(cast.world)
    cast.world.lane.minimum_fill_bp = 0
    cast.world.lane.save()


def _of_hub() -> Route:
    """Each clerk sees this page of their own hub."""
    return Route(bare, right=HUB, blind=frozenset({"other_clerk"}))


def _of_carrier() -> Route:
    """Each carrier sees this page of their own runs."""
    return Route(bare, right=DRIVERS, blind=frozenset({"other_carrier"}))


HUBS = {
    "hub:home": _of_hub(),
    "hub:receive": _of_hub(),
    "hub:stock": _of_hub(),
    "hub:discrepancies": _of_hub(),
    "hub:receiving": Route(_shipment, right=HUB, state="labelled"),
    "hub:receive_line": Route(_line, right=HUB, state="handed-over", deed=_scale),
    "hub:units": Route(_shipment, right=HUB, state="received", deed=lambda cast: {"count": "2", "bay": "12"}),
    "hub:board": Route(_departure, right=HUB | HOUSE),
    "hub:load": Route(_aboard, right=HUB, state="ready", prepare=at_the_gate),
    "hub:unload": Route(_aboard, right=HUB, state="loaded"),
    "hub:move": Route(_aboard, right=HUB, state="ready", deed=lambda cast: {"to": cast.world.departure.ref}),
    "hub:paper": Route(_aboard, right=HUB, state="ready", prepare=papers_asked, deed=_paper),
    "hub:seal": Route(
        _departure,
        right=HUB,
        state="loaded",
        prepare=at_the_gate,
        deed=lambda cast: {"seal_number": "S-1", "is_early": "on"},
    ),
    "hub:depart": Route(_departure, right=HUB, state="loaded"),
    "hub:allow_light": Route(_departure, right=HOUSE, state="loaded", deed=_why),
    "hub:cancel": Route(_departure, right=HUB | HOUSE, state="ready", deed=_why),
}
CARRIERS = {
    "carrier:home": _of_carrier(),
    "carrier:freight": _of_carrier(),
    "carrier:true_cost": Route(_departure, right=DRIVERS, deed=lambda cast: {"amount": "48000"}),
    "carrier:departure": Route(_departure, right=DRIVERS),
    "carrier:milestone": Route(_departure, right=DRIVERS),
    "carrier:delivered": Route(_aboard, right=DRIVERS, state="out-for-delivery"),
    "carrier:failed": Route(_aboard, right=DRIVERS, state="out-for-delivery", deed=_why),
    "carrier:again": Route(_aboard, right=DRIVERS, state="failed"),
    "carrier:end": Route(_lost, right=DRIVERS, state="departed", deed=_why),
}

TABLE: dict[str, Route] = {**HOOKS, **FILES, **SHOP, **ROOMS, **TRADE, **SELL, **HUBS, **CARRIERS}
