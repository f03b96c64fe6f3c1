"""Write orders and their shipments as a quote promised them."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from sogdia.apps.departures.models import LaneService
from sogdia.apps.orders.models import Order, OrderLine, Shipment
from sogdia.apps.quotes.models import Quote, QuoteLine, QuoteShipment
from sogdia.domain.lifecycle import OrderState
from sogdia.domain.pricing.inputs import EntryMode
from sogdia.domain.pricing.roles import LineRoles, SellingMode, line_roles
from sogdia.domain.references import RefKind
from sogdia.domain.refusals import NotFound
from sogdia.plumbing import refs, written
from sogdia.plumbing.prepared import Prepared
from sogdia.plumbing.texts import pick

_LOCKED = Prepared(
    lambda ref: (
        Order.objects.select_for_update(of=("self",)).select_related("market", "quote").filter(ref=ref)
    ),
    str,
)
_PROMISED = Prepared(lambda quote: QuoteShipment.objects.filter(quote_id=quote).order_by("id"), int)
_SERVICES = Prepared(
    lambda market, lanes: LaneService.objects.filter(market_id=market, lane_id__in=lanes), int, list
)


def lock(ref: str) -> Order:
    """
    Lock one order for a deed.

    :raises sogdia.domain.refusals.NotFound: when there is none.
    """
    assert connection.in_atomic_block
    order = _LOCKED.first(ref)
    if order is None:
        raise NotFound(f"No order {ref}.")
    return order


def write(
    quote: Quote,
    *,
    lines: list[QuoteLine],
    buyer_id: int | None,
    operator: str,
    language: str,
    at: datetime,
    pay_by: datetime,
) -> Order:
    """Write the order with one shipment per seller and departure, and lines that copy the quote's figures."""
    assert connection.in_atomic_block
    order = written.insert(
        Order(
            ref=refs.draw(RefKind.ORDER),
            quote=quote,
            buyer_id=buyer_id,
            address_id=quote.address_id,
            market=quote.market,
            language=language,
            currency=quote.currency,
            total_minor=quote.total_minor,
            state=OrderState.PLACED,
            placed_at=at,
            pay_by=pay_by,
        )
    )
    shipments = _shipments(order, quote, lines)
    importers = _importers(quote, lines)
    written.insert_all(
        _line(
            order, line, shipments[line.departure_id, line.seller_id], importers[line.departure_id], operator
        )
        for line in lines
    )
    return order


def _shipments(order: Order, quote: Quote, lines: list[QuoteLine]) -> dict[tuple[int, int], Shipment]:
    found: dict[tuple[int, int], Shipment] = {}
    for row in _PROMISED.all(quote.pk):
        mine = [
            line for line in lines if (line.departure_id, line.seller_id) == (row.departure_id, row.seller_id)
        ]
        found[row.departure_id, row.seller_id] = written.insert(
            Shipment(
                ref=refs.draw(RefKind.SHIPMENT),
                order=order,
                seller_id=row.seller_id,
                departure_id=row.departure_id,
                gross_mass_g=sum(line.gross_mass_g for line in mine),
                volume_cm3=sum(line.volume_cm3 for line in mine),
                chargeable_g=row.chargeable_g,
                lane_currency=row.lane_currency,
                shared_minor=row.shared_minor,
                caused_minor=row.caused_minor,
                standalone_minor=row.standalone_minor,
                entry_mode=row.entry_mode,
                arrives_from=min(line.arrives_from for line in mine),
                arrives_to=max(line.arrives_to for line in mine),
            )
        )
    return found


def _importers(quote: Quote, lines: list[QuoteLine]) -> dict[int, str]:
    lanes = {line.departure_id: line.departure.lane_id for line in lines}
    named = {
        service.lane_id: service.importer_of_record
        for service in _SERVICES.all(quote.market_id, sorted(set(lanes.values())))
    }
    return {departure_id: named.get(lane_id, "") for departure_id, lane_id in lanes.items()}


def _line(order: Order, line: QuoteLine, shipment: Shipment, importer: str, operator: str) -> OrderLine:
    roles: LineRoles[str] = line_roles(
        mode=SellingMode(order.market.legal_mode),
        entry_mode=EntryMode(shipment.entry_mode),
        seller=pick(line.seller.legal_names, "en"),
        operator=operator,
        importer_of_record=importer or None,
        buyer="buyer",
    )
    return OrderLine(
        order=order,
        shipment=shipment,
        quote_line=line,
        product_id=line.lot.product_id,
        lot_id=line.lot_id,
        seller_of_record=roles.seller_of_record,
        invoice_issuer=roles.invoice_issuer,
        importer_of_record=roles.importer_of_record or "",
        sale_tax_debtor=roles.sale_tax_debtor,
        import_tax_debtor=roles.import_tax_debtor or "",
        packs=line.packs,
        qty=line.qty,
        net_mass_g=line.net_mass_g,
        total_minor=line.total_minor,
        figures=line.figures,
        seller_currency=line.seller_currency,
        seller_parts=line.seller_parts,
    )
