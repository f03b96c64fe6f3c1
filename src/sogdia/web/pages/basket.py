"""The basket page: departures, their sellers, their lines, and what stands in the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sogdia.apps.quotes.basket_selectors import (
    BasketView,
    ClosedView,
    GoodsView,
    GroupView,
    LineView,
    WayView,
)
from sogdia.domain.pricing.parts import Part
from sogdia.plumbing import formats
from sogdia.plumbing.texts import pick
from sogdia.web import refusals
from sogdia.web.pages import waterfalls
from sogdia.web.pages.parts import Picture, Waterfall
from sogdia.web.pages.thumbs import pack_name, product_url, thumb
from sogdia.web.pages.waterfalls import OpenPart


@dataclass(frozen=True)
class MovePage:
    """Another departure that a line can go on."""

    ref: str
    text: str


@dataclass(frozen=True)
class LinePage:
    """A line of the basket; ``reason`` says why it is closed, ``fewer`` how many packs could be had instead."""

    id: int
    offer_id: int
    name: str
    url: str
    pack: str
    picture: Picture | None
    packs: int
    departure_ref: str
    moves: tuple[MovePage, ...]
    lot_ref: str = ""
    best_before: dt.date | None = None
    total_minor: int = 0
    adds_minor: int = 0
    reason: str = ""
    fewer: int = 0
    fewer_text: str = ""
    seller: str = ""

    @property
    def saves(self) -> bool:
        """Tell whether the line costs the basket less than its own price, because it travels with others."""
        return self.adds_minor != self.total_minor


@dataclass(frozen=True)
class SellerPage:
    """One seller's lines."""

    name: str
    lines: tuple[LinePage, ...]


@dataclass(frozen=True)
class GroupPage:
    """One departure."""

    ref: str
    city: str
    mode: str
    cutoff_at: dt.datetime
    leaves_at: dt.datetime
    zone: str
    arrives_first: dt.date
    arrives_last: dt.date
    sellers: tuple[SellerPage, ...]
    total_minor: int
    fall: Waterfall


@dataclass(frozen=True)
class Removed:
    """What was taken out last, so that it can be put back."""

    offer_id: int
    departure_ref: str
    packs: int
    name: str


@dataclass(frozen=True)
class BasketPage:
    """Everything the page shows."""

    currency: str
    groups: tuple[GroupPage, ...]
    closed: tuple[LinePage, ...]
    total_minor: int
    fall: Waterfall
    is_empty: bool
    line_count: int
    removed: Removed | None = None


def page(basket: BasketView, *, removed: Removed | None = None) -> BasketPage:
    """Lay a priced basket out."""
    return BasketPage(
        currency=basket.currency,
        groups=tuple(_group(group, basket.currency) for group in basket.groups),
        closed=tuple(_closed(line) for line in basket.closed),
        total_minor=basket.total.minor,
        fall=waterfalls.short(open_parts(basket.parts), basket.currency),
        is_empty=basket.is_empty,
        line_count=basket.line_count,
        removed=removed,
    )


def open_parts(parts: Mapping[Part, int]) -> list[OpenPart]:
    """Give summed parts as the waterfall reads them; sums have no reason of their own."""
    return [OpenPart(part, parts.get(part, 0), {}) for part in Part]


def _group(group: GroupView, currency: str) -> GroupPage:
    way = group.way
    return GroupPage(
        ref=way.ref,
        city=pick(way.cities),
        mode=way.mode,
        cutoff_at=way.cutoff_at,
        leaves_at=way.leaves_at,
        zone=way.zone,
        arrives_first=way.arrives_first,
        arrives_last=way.arrives_last,
        sellers=tuple(
            SellerPage(pick(seller.names), tuple(_line(line) for line in seller.lines))
            for seller in group.sellers
        ),
        total_minor=group.total.minor,
        fall=waterfalls.short(open_parts(group.parts), currency),
    )


def _line(line: LineView) -> LinePage:
    return LinePage(
        **_shared(line.goods),
        id=line.id,
        offer_id=line.offer_id,
        packs=line.packs,
        departure_ref=line.departure_ref,
        moves=tuple(_move(way) for way in line.moves),
        lot_ref=line.lot_ref,
        best_before=line.best_before,
        total_minor=line.total.minor,
        adds_minor=line.adds.minor,
    )


def _closed(line: ClosedView) -> LinePage:
    fewer = line.left_packs if 0 < line.left_packs < line.packs else 0
    left = ngettext("%(count)s pack left", "%(count)s packs left", fewer) % {"count": fewer}
    return LinePage(
        **_shared(line.goods),
        id=line.id,
        offer_id=line.offer_id,
        packs=line.packs,
        departure_ref=line.departure_ref,
        moves=tuple(_move(way) for way in line.moves),
        reason=left if fewer else reason(line),
        fewer=fewer,
        fewer_text=ngettext("Take %(count)s pack", "Take %(count)s packs", fewer) % {"count": fewer},
        seller=pick(line.goods.seller_names),
    )


def reason(line: ClosedView) -> str:
    """Say why a line cannot be had."""
    if line.refusal.code == "departure-closed":
        return _("This departure does not go to your market, or orders for it have closed.")
    return refusals.fact(line.refusal)


def _shared(goods: GoodsView) -> dict[str, Any]:
    return {
        "name": pick(goods.names),
        "url": product_url(goods.slug),
        "pack": pack_name(goods),
        "picture": thumb(goods.slug, pick(goods.names), goods.ground),
    }


def _move(way: WayView) -> MovePage:
    text = _("%(day)s, %(city)s, at your door %(window)s") % {
        "day": formats.day(formats.in_zone(way.leaves_at, way.zone), style="weekday"),
        "city": pick(way.cities),
        "window": formats.day_window(way.arrives_first, way.arrives_last),
    }
    return MovePage(way.ref, text)
