"""Change a basket; freeze a quote."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db import connection
from django.db.models import Q

from sogdia.apps.quotes.baskets import Group, LineResult, PricedBasket
from sogdia.apps.quotes.book import MarketBook
from sogdia.apps.quotes.models import Basket, BasketLine, Quote, QuoteLine, QuoteShipment
from sogdia.domain.pricing.parts import Figure
from sogdia.domain.references import RefKind
from sogdia.domain.refusals import Refusal
from sogdia.domain.viewer import Viewer
from sogdia.plumbing import refs, written
from sogdia.plumbing.prepared import Prepared

MOST_PACKS = 10_000
#: In minor units of any currency: far above any sale, and thousands of such orders still add up in 64 bits.
MOST_OF_AN_ORDER = 10**15


class AmountTooLarge(Refusal):
    """One order cannot be worth more than the books can add up; nothing was frozen."""

    code = "amount-too-large"


class PacksOutOfRange(Refusal):
    """The number of packs is nought, negative or beyond reason."""

    code = "packs-out-of-range"


def basket_of(viewer: Viewer, *, at: datetime) -> Basket:
    """Give the viewer's basket, making one: a person's follows their account, a guest's the browser."""
    assert connection.in_atomic_block
    if viewer.user_id is not None:
        own = Basket.objects.filter(user_id=viewer.user_id).order_by("id").first()
        # A key of its own: after signing out, the browser's key names a guest's basket again.
        return own or Basket.objects.create(
            key=secrets.token_urlsafe(24), user_id=viewer.user_id, changed_at=at
        )
    assert viewer.guest_key, "a browser has a key before it has a basket"
    [basket] = Basket.objects.bulk_create(
        [Basket(key=viewer.guest_key, changed_at=at)],
        update_conflicts=True, unique_fields=["key"], update_fields=["changed_at"],
    )  # fmt: skip
    return basket


def own_lines(viewer: Viewer) -> Q:
    """Give the condition that a basket line is the viewer's: of their account, or of this browser and nobody else's."""
    mine = Q(pk__in=[])
    if viewer.guest_key:
        mine |= Q(basket__key=viewer.guest_key, basket__user=None)
    if viewer.is_signed_in:
        mine |= Q(basket__user_id=viewer.user_id)
    return mine


_OF_GUEST = Prepared(
    lambda key: BasketLine.objects.filter(own_lines(Viewer(guest_key=key))).order_by("id"), str
)


def lines_of(viewer: Viewer) -> list[BasketLine]:
    """Give the viewer's basket lines, oldest first."""
    if viewer.guest_key and not viewer.is_signed_in:
        return _OF_GUEST.all(viewer.guest_key)
    return list(BasketLine.objects.filter(own_lines(viewer)).order_by("id"))


def set_packs(basket: Basket, *, offer_id: int, departure_id: int, packs: int, at: datetime) -> None:
    """
    Want exactly so many packs of an offer on a departure; nought takes the line out.

    :raises PacksOutOfRange: for a negative or unreasonable number.
    """
    if not 0 <= packs <= MOST_PACKS:
        raise PacksOutOfRange(str(packs), packs=packs, most=MOST_PACKS)
    line = BasketLine(basket=basket, offer_id=offer_id, departure_id=departure_id, packs=packs, added_at=at)
    if packs == 0:
        BasketLine.objects.filter(basket=basket, offer_id=offer_id, departure_id=departure_id).delete()
    else:
        BasketLine.objects.bulk_create(
            [line],
            update_conflicts=True, unique_fields=["basket", "offer", "departure"], update_fields=["packs"],
        )  # fmt: skip
    if basket.changed_at != at:
        Basket.objects.filter(pk=basket.pk).update(changed_at=at)


def merge(viewer: Viewer, *, at: datetime) -> int:
    """Move the lines of this browser's basket (and of any other of the person's) into one; gives how many moved."""
    assert connection.in_atomic_block and viewer.user_id is not None
    home = basket_of(viewer, at=at)
    moved = 0
    for line in BasketLine.objects.filter(own_lines(viewer)).exclude(basket=home).order_by("id"):
        there = BasketLine.objects.filter(
            basket=home, offer_id=line.offer_id, departure_id=line.departure_id
        ).first()
        packs = min(MOST_PACKS, line.packs + (there.packs if there else 0))
        set_packs(home, offer_id=line.offer_id, departure_id=line.departure_id, packs=packs, at=at)
        line.delete()
        moved += 1
    return moved


def plain(value: object) -> object:
    """Give a value as JSON keeps it: fractions, dates and enumerations become text."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (date, Fraction)):
        return str(value)
    if isinstance(value, bool | int | str) or value is None:
        return str(value) if type(value) not in (bool, int, str, type(None)) else value
    return str(value)


def figures_json(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Give the waterfall's parts as a quote freezes them."""
    return [
        {"part": str(figure.part), "minor": figure.amount.minor, "basis": plain(figure.basis)}
        for figure in figures
    ]


def freeze(
    priced: PricedBasket,
    *,
    book: MarketBook,
    viewer: Viewer,
    address_id: int | None,
    language: str,
    at: datetime,
    valid_until: datetime,
) -> Quote:
    """
    Write the quote: every line, figure, rate and measure as it is now.

    :raises AmountTooLarge:
    """
    assert connection.in_atomic_block
    assert priced.groups and not priced.refused, "only what can be had is quoted"
    if priced.total.minor > MOST_OF_AN_ORDER:
        raise AmountTooLarge(str(priced.total))
    used = _used(priced)
    quote = written.insert(
        Quote(
            ref=refs.draw(RefKind.QUOTE),
            basket_key=viewer.guest_key,
            user_id=viewer.user_id,
            market=book.market,
            address_id=address_id,
            language=language,
            currency=priced.currency,
            total_minor=priced.total.minor,
            made_at=at,
            valid_until=valid_until,
            rate_ids=used["rate_ids"],
            measure_ids=used["measure_ids"],
            digest=_digest(priced),
        )
    )
    written.insert_all(_line(quote, position, line) for position, line in enumerate(priced.lines, start=1))
    written.insert_all(row for group in priced.groups for row in _shipments(quote, group))
    return quote


def _line(quote: Quote, position: int, line: LineResult) -> QuoteLine:
    assert line.goods and line.priced and line.lot and line.way
    return QuoteLine(
        quote=quote,
        position=position,
        offer=line.wanted.offer,
        lot_id=line.lot.pk,
        departure=line.way.departure,
        seller_id=line.goods.seller_id,
        packs=line.wanted.packs,
        qty=line.wanted.offer.pack.unit_qty * line.wanted.packs,
        net_mass_g=line.goods.net_mass_g,
        gross_mass_g=line.goods.gross_mass_g,
        volume_cm3=line.goods.volume_cm3,
        commodity_code=line.goods.code,
        vat_bp=line.goods.vat_bp,
        total_minor=line.priced.total.minor,
        figures=figures_json(line.priced.figures),
        seller_currency=line.priced.seller_currency,
        seller_parts={str(part): minor for part, minor in line.priced.seller_parts.items()},
        arrives_from=line.way.window.earliest,
        arrives_to=line.way.window.latest,
    )


def _shipments(quote: Quote, group: Group) -> list[QuoteShipment]:
    return [
        QuoteShipment(
            quote=quote,
            departure=group.way.departure,
            seller_id=shipment.seller_id,
            lane_currency=shipment.lane_currency,
            chargeable_g=shipment.freight.chargeable_g,
            shared_minor=shipment.freight.shared,
            caused_minor=shipment.freight.caused,
            standalone_minor=shipment.freight.standalone,
            entry_mode=str(group.way.lane_market.entry_mode),
        )
        for shipment in group.priced.shipments
    ]


def _used(priced: PricedBasket) -> dict[str, list[int]]:
    rates: set[int] = set()
    measures: set[int] = set()
    for line in priced.lines:
        assert line.priced is not None
        for figure in line.priced.figures:
            rate_id = figure.basis.get("fx_rate_id")
            if isinstance(rate_id, int) and rate_id:
                rates.add(rate_id)
            named = figure.basis.get("measures")
            if isinstance(named, list):
                measures.update(measure["id"] for measure in named)
    return {"rate_ids": sorted(rates), "measure_ids": sorted(measures)}


def _digest(priced: PricedBasket) -> str:
    facts = [
        [
            line.wanted.key,
            line.wanted.packs,
            plain(asdict(line.goods) if line.goods else {}),
            figures_json(line.priced.figures),
        ]
        for line in priced.lines
        if line.priced is not None
    ]
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()
