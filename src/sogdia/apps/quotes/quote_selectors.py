"""A frozen quote, for whoever it was made for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sogdia.apps.parties.selectors import AddressView, address_view
from sogdia.apps.quotes.basket_selectors import GoodsView, WayView, goods_view
from sogdia.apps.quotes.models import Quote, QuoteLine
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.prepared import Prepared


@dataclass(frozen=True)
class QuoteLineView:
    """One line as frozen; ``figures`` are rows of part, minor and basis."""

    goods: GoodsView
    packs: int
    pack_qty: int
    total_minor: int
    figures: list[dict[str, Any]]
    lot_ref: str
    lot_id: int
    best_before: date | None
    way: WayView
    net_mass_g: int


@dataclass(frozen=True)
class QuoteView:
    """A quote with its address; ``first_cutoff_at`` bounds how long any payment may take."""

    ref: str
    market_code: str
    currency: str
    total_minor: int
    made_at: datetime
    valid_until: datetime
    first_cutoff_at: datetime
    address: AddressView | None
    lines: tuple[QuoteLineView, ...]


_QUOTE = Prepared(lambda ref: Quote.objects.select_related("market", "address").filter(ref=ref), str)
_LINES = Prepared(
    lambda quote: (
        QuoteLine.objects.filter(quote_id=quote)
        .select_related("offer__pack__product", "lot", "departure__lane__hub", "seller")
        .order_by("position")
    ),
    int,
)


def get_quote(viewer: Viewer, ref: str) -> QuoteView:
    """
    Give a quote to whom it was made for.

    :raises sogdia.domain.refusals.NotFound: for an unknown one and for somebody else's.
    """
    quote = _QUOTE.first(ref)
    if quote is None or not is_own(viewer, quote):
        raise NotFound(f"No quote {ref}.")
    lines = tuple(_line(row) for row in _LINES.all(quote.pk))
    return QuoteView(
        ref=quote.ref,
        market_code=quote.market.code,
        currency=quote.currency,
        total_minor=quote.total_minor,
        made_at=quote.made_at,
        valid_until=quote.valid_until,
        first_cutoff_at=min(line.way.cutoff_at for line in lines),
        address=address_view(quote.address) if quote.address else None,
        lines=lines,
    )


def is_own(viewer: Viewer, quote: Quote) -> bool:
    """Whether it was made for this person, or by this browser as a guest."""
    if quote.user_id is not None:
        return quote.user_id == viewer.user_id
    return bool(viewer.guest_key) and quote.basket_key == viewer.guest_key


def _line(row: QuoteLine) -> QuoteLineView:
    pack, lane = row.offer.pack, row.departure.lane
    return QuoteLineView(
        goods=goods_view(pack, pack.product, row.seller),
        packs=row.packs,
        pack_qty=pack.unit_qty,
        total_minor=row.total_minor,
        figures=row.figures,
        lot_ref=row.lot.ref,
        lot_id=row.lot_id,
        best_before=row.lot.best_before,
        way=WayView(
            ref=row.departure.ref,
            mode=lane.mode,
            cities=lane.gateway_names,
            cutoff_at=row.departure.cutoff_at,
            leaves_at=row.departure.leaves_at,
            zone=lane.hub.timezone,
            arrives_first=row.arrives_from,
            arrives_last=row.arrives_to,
        ),
        net_mass_g=row.net_mass_g,
    )
