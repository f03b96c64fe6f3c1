"""Freeze the price of a basket for a market until a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from sogdia.apps.parties.models import Address
from sogdia.apps.quotes import baskets, services
from sogdia.apps.quotes.book import book_of
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.prepared import Prepared

VALID_FOR = timedelta(minutes=60)
_ADDRESSES = Prepared(lambda pk: Address.objects.filter(pk=pk), int)


class BasketEmpty(Refusal):
    """There is nothing to quote."""

    code = "basket-empty"


class BasketHasClosedLines(Refusal):
    """Some lines cannot be had in this market; take them out or change them first."""

    code = "basket-has-closed-lines"


class AddressElsewhere(Refusal):
    """The address is in another country than the market that was priced."""

    code = "address-elsewhere"


def make_quote(
    *, viewer: Viewer, market_code: str, address_id: int | None, language: str, at: datetime
) -> str:
    """
    Freeze rates, measures, departures, lots and every figure of the viewer's basket; gives the quote's reference.

    The quote holds for an hour, but never past the first cut-off.

    :raises BasketEmpty, BasketHasClosedLines, AddressElsewhere, sogdia.apps.quotes.services.AmountTooLarge: and then freezes
        nothing.
    """
    with transaction.atomic():
        lines = services.lines_of(viewer)
        if not lines:
            raise BasketEmpty("Nothing is in the basket.")
        if address_id is not None:
            _check_address(viewer, address_id, market_code)
        wanted = baskets.wanted_of(lines)
        book = book_of(market_code, at=at, product_ids={line.offer.pack.product_id for line in wanted})
        priced = baskets.price_basket(book, wanted, with_adds=False)
        if priced.refused:
            raise BasketHasClosedLines(f"{len(priced.refused)} lines are closed.", count=len(priced.refused))
        cutoff = min(group.way.departure.cutoff_at for group in priced.groups)
        quote = services.freeze(
            priced,
            book=book,
            viewer=viewer,
            address_id=address_id,
            language=language,
            at=at,
            valid_until=min(at + VALID_FOR, cutoff),
        )
        return quote.ref


def _check_address(viewer: Viewer, address_id: int, market_code: str) -> None:
    address = _ADDRESSES.first(address_id)
    if address is None or address.user_id not in (None, viewer.user_id):
        raise NotFound(f"No address {address_id}.")
    if address.country != market_code:
        raise AddressElsewhere(address.country, country=address.country, market=market_code)
