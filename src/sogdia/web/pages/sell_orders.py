"""What the pages of a seller's orders show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sogdia.apps.orders.seller_selectors import GROUPS, Said, SellerLine, SellerShipment
from sogdia.apps.quotes.part_names import part_name
from sogdia.apps.settlement.seller_selectors import SettledShipment
from sogdia.domain.lifecycle import SHIPMENT, Actor, ShipmentState, may
from sogdia.domain.pricing.parts import Part
from sogdia.plumbing import formats
from sogdia.web.pages.parts import Kind, Step, Waterfall, waterfall
from sogdia.web.pages.sell_today import place_of
from sogdia.web.words import sell as words
from sogdia.web.words.sell import Tag

_KINDS: dict[Part, Kind] = {Part.NET: "grower", Part.FIRST_MILE: "way", Part.HUB: "way"}


@dataclass(frozen=True)
class GroupLink:
    """One way to narrow the list."""

    key: str
    title: str
    count: int
    is_current: bool


@dataclass(frozen=True)
class OrderRow:
    """One shipment in the list."""

    row: SellerShipment
    place: str
    tag: Tag
    packs: str
    can_accept: bool


@dataclass(frozen=True)
class OrdersPage:
    """The list, its groups, and the sum of what can be accepted."""

    groups: tuple[GroupLink, ...]
    rows: tuple[OrderRow, ...]
    group: str
    words: str
    acceptable: int
    acceptable_minor: int
    currency: str


@dataclass(frozen=True)
class LineShown:
    """One line with its pack in words."""

    line: SellerLine
    pack: str
    packs: str
    grade: str


@dataclass(frozen=True)
class OrderPage:
    """One shipment: its net, what is taken off, the way, the talk, and what may be done now."""

    tag: Tag
    place: str
    lines: tuple[LineShown, ...]
    facts: tuple[tuple[str, object], ...]
    fall: Waterfall
    settled: SettledShipment
    difference_minor: int
    steps: tuple[Step, ...]
    said: tuple[tuple[str, Said], ...]
    can_accept: bool
    can_label: bool
    can_hand_over: bool
    is_late: bool


def index(
    rows: Sequence[SellerShipment],
    *,
    counts: Mapping[str, int],
    group: str,
    words_asked: str,
    at: dt.datetime,
) -> OrdersPage:
    """Lay out the list."""
    shown = tuple(
        OrderRow(
            row,
            place_of(row),
            words.shipment_tag(row.state),
            words.packs(row.packs),
            row.state == ShipmentState.PAID and at < row.cutoff_at,
        )
        for row in rows
    )
    acceptable = [each.row for each in shown if each.can_accept]
    groups = [GroupLink(key, words.group_name(key), counts[key], key == group) for key in GROUPS]
    everything = GroupLink("", _("All"), sum(counts.values()), group == "")
    return OrdersPage(
        groups=(*groups, everything),
        rows=shown,
        group=group,
        words=words_asked,
        acceptable=len(acceptable),
        acceptable_minor=sum(row.net_minor for row in acceptable),
        currency=acceptable[0].currency if acceptable else "CNY",
    )


def show(
    row: SellerShipment, *, said: Sequence[Said], settled: SettledShipment, at: dt.datetime, may_sell: bool
) -> OrderPage:
    """Lay out one shipment."""
    can = {
        event: may_sell and may(SHIPMENT, row.state, event, Actor.SELLER)
        for event in ("accept", "print-label", "hand-over")
    }
    return OrderPage(
        tag=words.shipment_tag(row.state),
        place=place_of(row),
        lines=tuple(
            LineShown(
                line,
                words.pack_name(
                    line.pack_names,
                    unit_qty=line.pack_qty,
                    stock_unit=line.stock_unit,
                    net_mass_g=line.pack_net_g,
                ),
                words.packs(line.packs_left),
                words.grade_name(line.grade),
            )
            for line in row.lines
        ),
        facts=_facts(row),
        fall=seller_fall(row.parts, row.currency),
        settled=settled,
        difference_minor=settled.net_now - settled.promised_net,
        steps=_steps(row),
        said=tuple((words.side_name(each.side), each) for each in said),
        can_accept=can["accept"],
        can_label=can["print-label"] or (may_sell and row.state == ShipmentState.LABELLED),
        can_hand_over=can["hand-over"],
        is_late=row.state in GROUPS["answer"] + GROUPS["prepare"] and at >= row.cutoff_at,
    )


def seller_fall(parts: Sequence[tuple[Part, int]], currency: str) -> Waterfall:
    """Draw the seller's side of a price: the net, and what is added on top of it before the goods leave the hub."""
    return waterfall([(_KINDS.get(p, "house"), part_name(p), "", minor) for p, minor in parts], currency)


def _facts(row: SellerShipment) -> tuple[tuple[str, object], ...]:
    return (
        (_("Goes to"), place_of(row)),
        (_("Departure"), _("%(ref)s to %(city)s") % {"ref": row.departure_ref, "city": row.gateway}),
        (_("Bring it to"), row.hub),
        (_("Before"), formats.datetime_zone(row.cutoff_at, row.zone)),
        (_("Weight with packing"), formats.mass(row.gross_mass_g)),
        (_("Ordered"), formats.datetime_zone(row.placed_at, row.zone)),
    )


#: Where a shipment has been by the time it is in a state.
_REACHED = (
    "paid",
    "accepted-by-seller",
    "labelled",
    "handed-over",
    "received",
    "departed",
    "delivered",
    "settled",
)
_AS_FAR_AS = {
    "held": "received",
    "ready": "received",
    "loaded": "received",
    "sealed": "received",
    "arrived": "departed",
    "customs": "departed",
    "out-for-delivery": "departed",
    "failed": "departed",
    "accepted": "delivered",
    "claimed": "delivered",
}


def _steps(row: SellerShipment) -> tuple[Step, ...]:
    reached = _AS_FAR_AS.get(row.state, row.state)
    if reached not in _REACHED:
        return (Step(words.shipment_tag(row.state)[0], "now", detail=row.state_reason),)
    here = _REACHED.index(reached)
    titles = {
        "paid": _("Paid by the buyer"),
        "accepted-by-seller": _("Accepted by you"),
        "labelled": _("Labels printed"),
        "handed-over": _("Handed over"),
        "received": _("Weighed and graded at the hub"),
        "departed": _("Left on %(departure)s") % {"departure": row.departure_ref},
        "delivered": _("Delivered"),
        "settled": _("Settled"),
    }
    return tuple(
        Step(titles[name], "done" if place < here else "now" if place == here else "ahead")
        for place, name in enumerate(_REACHED)
    )
