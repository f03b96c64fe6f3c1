"""Turn a quote into an order: stock held, room booked, nothing charged yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from sogdia.apps.departures import services as departures
from sogdia.apps.lots import services as lots
from sogdia.apps.orders import services as orders
from sogdia.apps.orders.models import Order
from sogdia.apps.parties.models import Consent
from sogdia.apps.quotes.models import BasketLine, Quote, QuoteLine
from sogdia.apps.quotes.quote_selectors import is_own
from sogdia.apps.quotes.services import own_lines
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.domain.viewer import Viewer
from sogdia.plumbing import written
from sogdia.plumbing.outbox import services as outbox
from sogdia.plumbing.prepared import Prepared

#: How long goods are held before a way of paying is chosen; a provider that takes longer extends it.
HOLD = timedelta(minutes=30)


class QuoteExpired(Refusal):
    """The price was promised until a time that is over."""

    code = "quote-expired"


class QuoteWithoutAddress(Refusal):
    """An order needs the address it goes to."""

    code = "quote-without-address"


@dataclass(frozen=True, slots=True)
class Agreed:
    """Words that a person agreed to: what they are about, which version, the digest of the very words."""

    kind: str
    version: str
    wording_digest: str


def place_order(
    *,
    viewer: Viewer,
    quote_ref: str,
    operator: str,
    at: datetime,
    key: str,
    consent: Agreed | None = None,
) -> str:
    """
    Hold the lots, book the departures, write the order; gives its reference. The same key gives the same order.

    ``consent`` is what the buyer agreed to with it, kept by its wording's digest and version.

    :raises QuoteExpired, QuoteWithoutAddress: and then nothing is held.
    :raises sogdia.domain.stock.LotTooSmall: somebody was quicker; ``left`` says what is left.
    :raises sogdia.apps.departures.services.DepartureFull, sogdia.apps.departures.services.DepartureClosed: likewise.
    """
    body = {"quote": quote_ref}
    with transaction.atomic(durable=True):
        done = outbox.answer_of(scope="place-order", key=key, body=body)
        if done is not None:
            return str(done["order"])
        quote = _own_quote(viewer, quote_ref)
        placed = _PLACED.first(quote.pk)
        if placed is not None:
            return placed.ref
        if at >= quote.valid_until:
            raise QuoteExpired(quote_ref, valid_until=quote.valid_until)
        if quote.address_id is None:
            raise QuoteWithoutAddress(quote_ref)
        order, offers = _write(quote, viewer=viewer, operator=operator, at=at)
        BasketLine.objects.filter(own_lines(viewer), offer__in=offers).delete()
        if consent is not None:
            _keep(consent, order, viewer=viewer, at=at)
        outbox.tell("order.placed", at=at, order_id=order.pk)
        outbox.remember(scope="place-order", key=key, body=body, answer={"order": order.ref}, at=at)
        return order.ref


def _keep(consent: Agreed, order: Order, *, viewer: Viewer, at: datetime) -> None:
    written.insert(
        Consent(
            user_id=viewer.user_id,
            subject=order.ref,
            kind=consent.kind,
            version=consent.version,
            wording_digest=consent.wording_digest,
            at=at,
        )
    )


_QUOTE = Prepared(
    lambda ref: Quote.objects.select_for_update(of=("self",)).select_related("market").filter(ref=ref), str
)
_PLACED = Prepared(lambda quote: Order.objects.filter(quote_id=quote).order_by("pk")[:1], int)
_LINES = Prepared(
    lambda quote: (
        QuoteLine.objects.filter(quote_id=quote)
        .select_related("departure__lane", "lot", "seller")
        .order_by("position")
    ),
    int,
)


def _own_quote(viewer: Viewer, ref: str) -> Quote:
    quote = _QUOTE.first(ref)
    if quote is None or not is_own(viewer, quote):
        raise NotFound(f"No quote {ref}.")
    return quote


def _write(quote: Quote, *, viewer: Viewer, operator: str, at: datetime) -> tuple[Order, list[int]]:
    lines = _LINES.all(quote.pk)
    for line in lines:
        if not line.departure.lane.is_active:
            raise departures.DepartureClosed("Its lane was closed.", departure=line.departure.ref)
    cutoff = min(line.departure.cutoff_at for line in lines)
    order = orders.write(
        quote,
        lines=lines,
        buyer_id=viewer.user_id,
        operator=operator,
        language=quote.language,
        at=at,
        pay_by=min(at + HOLD, cutoff),
    )
    wanted: Counter[int] = Counter()
    sizes: dict[int, departures.Size] = {}
    for line in lines:
        wanted[line.lot_id] += line.qty
        mass_g, volume_cm3 = sizes.get(line.departure_id, (0, 0))
        sizes[line.departure_id] = mass_g + line.gross_mass_g, volume_cm3 + line.volume_cm3
    departures.book(sizes, at=at)
    lots.hold(order.pk, wanted, expires_at=order.pay_by)
    return order, [line.offer_id for line in lines]
