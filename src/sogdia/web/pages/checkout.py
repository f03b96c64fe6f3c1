"""The steps from a basket to a payment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sogdia.apps.quotes.basket_selectors import BasketView, LineView
from sogdia.apps.quotes.quote_selectors import QuoteLineView, QuoteView
from sogdia.apps.quotes.reckoning import Source
from sogdia.domain.payments import LIMITS, Way
from sogdia.plumbing import addresses, formats
from sogdia.plumbing.texts import pick
from sogdia.web.pages import waterfalls
from sogdia.web.pages.basket import reason
from sogdia.web.pages.parts import Picture, Waterfall
from sogdia.web.pages.thumbs import pack_name, product_url, thumb


@dataclass(frozen=True)
class NavStep:
    """One step of the way to an order."""

    title: str
    state: str
    url: str = ""


@dataclass(frozen=True)
class PayChoice:
    """A way of paying; ``closed_reason`` says why there is no time for it."""

    code: str
    title: str
    line: str
    closed_reason: str = ""


@dataclass(frozen=True)
class QuotePageLine:
    """One line of the promised price."""

    name: str
    url: str
    pack: str
    packs: int
    total_minor: int
    lot_ref: str
    best_before: dt.date | None
    picture: Picture | None
    fall: Waterfall


@dataclass(frozen=True)
class QuoteWay:
    """One departure of the promised price, with its lines."""

    ref: str
    city: str
    mode: str
    leaves_at: dt.datetime
    zone: str
    arrives_first: dt.date
    arrives_last: dt.date
    lines: tuple[QuotePageLine, ...]


@dataclass(frozen=True)
class QuotePage:
    """A promised price, until when, to where; ``was_minor`` is what an expired one before it said."""

    ref: str
    currency: str
    total_minor: int
    valid_until: dt.datetime
    is_expired: bool
    address: tuple[str, ...]
    country: str
    email: str
    phone: str
    ways: tuple[QuoteWay, ...]
    fall: Waterfall
    sources: tuple[Source, ...]
    was_minor: int | None = None

    @property
    def changed_minor(self) -> int:
        """Give the difference to the price before."""
        return 0 if self.was_minor is None else self.total_minor - self.was_minor


@dataclass(frozen=True)
class MarketLine:
    """One line before and after the change of market."""

    name: str
    pack: str
    packs: int
    before_minor: int | None
    after_minor: int | None
    reason: str = ""
    way_after: str = ""


@dataclass(frozen=True)
class MarketPage:
    """The basket in the market chosen and in the market of the address."""

    old_currency: str
    new_currency: str
    old_minor: int
    new_minor: int
    lines: tuple[MarketLine, ...]
    country: str
    closes: int
    all_closed: bool


def nav(now: str) -> list[NavStep]:
    """Give the steps with the one that is being taken."""
    steps = [
        ("basket", _("Basket"), addresses.address("checkout:basket")),
        ("address", _("Address"), addresses.address("checkout:checkout")),
        ("pay", _("Check and pay"), ""),
        ("done", _("Confirmation"), ""),
    ]
    here = [key for key, _title, _url in steps].index(now)
    states = ["done" if place < here else "now" if place == here else "ahead" for place in range(len(steps))]
    return [
        NavStep(title, state, url if now != "done" else "")
        for (_key, title, url), state in zip(steps, states, strict=True)
    ]


def quote_page(
    quote: QuoteView, *, at: dt.datetime, rows: Iterable[Iterable[str]], was: QuoteView | None = None
) -> QuotePage:
    """Lay a promised price out."""
    by_way: dict[str, list[QuoteLineView]] = {}
    for line in quote.lines:
        by_way.setdefault(line.way.ref, []).append(line)
    parts = [waterfalls.of_json(line.figures) for line in quote.lines]
    address = quote.address
    return QuotePage(
        ref=quote.ref,
        currency=quote.currency,
        total_minor=quote.total_minor,
        valid_until=quote.valid_until,
        is_expired=at >= quote.valid_until,
        address=tuple(address.written([list(row) for row in rows])) if address else (),
        country=address.country if address else quote.market_code,
        email=address.email if address else "",
        phone=address.phone if address else "",
        ways=tuple(_way(lines, quote.currency) for lines in by_way.values()),
        fall=waterfalls.full(waterfalls.added(parts), quote.currency, note=waterfalls.rate_note(parts[0])),
        sources=tuple(dict.fromkeys(source for one in parts for source in waterfalls.sources(one))),
        was_minor=was.total_minor if was and was.currency == quote.currency else None,
    )


def _way(lines: list[QuoteLineView], currency: str) -> QuoteWay:
    way = lines[0].way
    return QuoteWay(
        ref=way.ref,
        city=pick(way.cities),
        mode=way.mode,
        leaves_at=way.leaves_at,
        zone=way.zone,
        arrives_first=way.arrives_first,
        arrives_last=way.arrives_last,
        lines=tuple(_line(line, currency) for line in lines),
    )


def _line(line: QuoteLineView, currency: str) -> QuotePageLine:
    facts = waterfalls.Facts(
        seller=pick(line.goods.seller_names), net_mass_g=line.net_mass_g, way=line.way.ref
    )
    return QuotePageLine(
        name=pick(line.goods.names),
        url=product_url(line.goods.slug),
        pack=pack_name(line.goods),
        packs=line.packs,
        total_minor=line.total_minor,
        lot_ref=line.lot_ref,
        best_before=line.best_before,
        picture=thumb(line.goods.slug, pick(line.goods.names), line.goods.ground),
        fall=waterfalls.full(waterfalls.of_json(line.figures), currency, facts=facts),
    )


def market_page(old: BasketView, new: BasketView, *, country: str) -> MarketPage:
    """Set a basket in two markets side by side."""
    before = {line.id: line.total.minor for line in _lines(old)}
    days = {
        line.id: formats.day(formats.in_zone(group.way.leaves_at, group.way.zone), style="weekday")
        + f", {pick(group.way.cities)}"
        for group in new.groups
        for seller in group.sellers
        for line in seller.lines
    }
    lines = [
        MarketLine(
            pick(line.goods.names),
            pack_name(line.goods),
            line.packs,
            before.get(line.id),
            line.total.minor,
            way_after=days[line.id],
        )
        for line in _lines(new)
    ]
    lines += [
        MarketLine(
            pick(line.goods.names),
            pack_name(line.goods),
            line.packs,
            before.get(line.id),
            None,
            reason(line),
        )
        for line in new.closed
    ]
    return MarketPage(
        old_currency=old.currency,
        new_currency=new.currency,
        old_minor=old.total.minor,
        new_minor=new.total.minor,
        lines=tuple(lines),
        country=country,
        closes=len(new.closed),
        all_closed=not new.groups,
    )


def _lines(basket: BasketView) -> list[LineView]:
    return [line for group in basket.groups for seller in group.sellers for line in seller.lines]


def pay_choices(codes: Iterable[str], *, at: dt.datetime, cut_off: dt.datetime) -> list[PayChoice]:
    """Give the ways of paying of this deployment, those without time enough with their reason."""
    found = []
    for code in codes:
        way = Way.TRANSFER if code == "bank-transfer" else Way.CARD
        late = cut_off - at < LIMITS[way].needs
        reason = _("Orders close too soon for this way of paying.") if late else ""
        title, line = pay_words(code)
        found.append(PayChoice(code, title, line, reason))
    return found


def pay_words(code: str) -> tuple[str, str]:
    """Name a way of paying, and say what happens next."""
    if code == "bank-transfer":
        return _("Bank transfer"), _(
            "You get the account and a reference. The goods are kept for you for up to five days."
        )
    if code == "sandbox":
        return _("Card, at the test bank"), _(
            "You go to the page of a bank that exists for trying out; no money moves."
        )
    return code, ""
