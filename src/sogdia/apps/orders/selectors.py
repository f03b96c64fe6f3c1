"""What may be known of orders: each side sees its own part, nobody else sees that there is one."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db.models import QuerySet

from sogdia.apps.departures import places
from sogdia.apps.departures.models import LaneService, Milestone
from sogdia.apps.orders import access, rights
from sogdia.apps.orders.access import Side
from sogdia.apps.orders.facts import (
    CorrectionFacts,
    LineFacts,
    MessageFacts,
    MilestoneFacts,
    OrderFacts,
    OrderRow,
    PayingFacts,
    ProposalFacts,
    ShipmentFacts,
    StatusFacts,
)
from sogdia.apps.orders.models import Correction, Message, Order, OrderLine, Proposal, Shipment
from sogdia.apps.parties.selectors import address_view
from sogdia.apps.quotes.basket_selectors import GoodsView, WayView, goods_view
from sogdia.apps.quotes.book import window_of
from sogdia.domain.guests import check_status_reader
from sogdia.domain.pricing.windows import ArrivalWindow
from sogdia.domain.references import ReferenceNotValid, RefKind, parse
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.links import OrderLink
from sogdia.plumbing.prepared import Prepared


def _orders() -> QuerySet[Order]:
    return Order.objects.select_related("market", "quote", "address")


_CUTOFFS = Prepared(
    lambda order: Shipment.objects.filter(order_id=order).values_list("departure__cutoff_at"), int
)
_ORDER = Prepared(lambda ref: _orders().filter(ref=ref), str)


def find_visible(viewer: Viewer, ref: str, *, link: OrderLink | None = None) -> tuple[Order, frozenset[Side]]:
    """
    Give an order with the sides on which the viewer stands.

    :raises sogdia.domain.refusals.NotFound: there is none, or it is nobody's business of theirs.
    """
    order = _orders().filter(ref=ref).first()
    here = access.sides(viewer, order, link) if order is not None else frozenset()
    if order is None or not here:
        raise NotFound(f"No order {ref}.")
    return order, here


def get_order(viewer: Viewer, ref: str, *, link: OrderLink | None = None) -> OrderFacts:
    """
    Give an order as the viewer's side sees it: buyer and operator all of it, a seller and a hub their shipments.

    :raises sogdia.domain.refusals.NotFound: for everybody else.
    """
    order, here = find_visible(viewer, ref, link=link)
    rows = (
        Shipment.objects.filter(order=order).select_related("seller", "departure__lane__hub").order_by("id")
    )
    shown = [row for row in rows if access.shipment_is_visible(viewer, row, here)]
    is_whole = bool(here & {Side.BUYER, Side.OPERATOR})
    address = order.address if order.address and here & {Side.BUYER, Side.OPERATOR, Side.HUB} else None
    return OrderFacts(
        id=order.pk,
        ref=order.ref,
        state=order.state,
        currency=order.currency,
        total_minor=order.total_minor,
        placed_at=order.placed_at,
        paid_at=order.paid_at,
        pay_by=order.pay_by,
        market_code=order.market.code,
        zone=order.market.timezone,
        sides=here,
        address=address_view(address) if address else None,
        shipments=_shipments(order, shown),
        proposals=_proposals(order) if is_whole else (),
        messages=_messages(order, here, {row.pk for row in shown}, is_whole=is_whole),
    )


def get_paying(viewer: Viewer, ref: str, *, link: OrderLink | None = None) -> PayingFacts:
    """
    Give an order to whoever is paying it: its buyer, or the browser that placed it while it waits for money.

    :raises sogdia.domain.refusals.NotFound: for everybody else.
    """
    order = _ORDER.first(ref)
    if order is None:
        raise NotFound(f"No order {ref}.")
    from_here = bool(viewer.guest_key) and order.quote.basket_key == viewer.guest_key
    if from_here and order.buyer_id is None:
        link = OrderLink(order.pk, order.link_version)
    here = access.sides(viewer, order, link)
    if not here:
        raise NotFound(f"No order {ref}.")
    cutoff = min(at for (at,) in _CUTOFFS.all(order.pk))
    is_told = order.address is not None and bool(here & {Side.BUYER, Side.OPERATOR, Side.HUB})
    return PayingFacts(
        id=order.pk,
        ref=order.ref,
        state=order.state,
        currency=order.currency,
        total_minor=order.total_minor,
        pay_by=order.pay_by,
        zone=order.market.timezone,
        sides=here,
        email=order.address.email if order.address is not None and is_told else "",
        first_cutoff_at=cutoff,
    )


def _shipments(order: Order, rows: list[Shipment]) -> tuple[ShipmentFacts, ...]:
    lines = _lines(order)
    services = {
        service.lane_id: service
        for service in LaneService.objects.filter(
            market=order.market, lane__in={row.departure.lane_id for row in rows}
        )
    }
    milestones: dict[int, list[MilestoneFacts]] = defaultdict(list)
    reported = Milestone.objects.filter(departure__in={row.departure_id for row in rows})
    for one in reported.select_related("departure__lane__hub").order_by("at", "id"):
        place = places.say(one.place, one.departure.lane.hub)
        milestones[one.departure_id].append(MilestoneFacts(one.kind, one.at, place, one.note, one.delay_days))
    return tuple(
        _shipment(
            row, tuple(lines[row.pk]), services.get(row.departure.lane_id), milestones[row.departure_id]
        )
        for row in rows
    )


def _shipment(
    row: Shipment,
    lines: tuple[LineFacts, ...],
    service: LaneService | None,
    milestones: list[MilestoneFacts],
) -> ShipmentFacts:
    departure, lane = row.departure, row.departure.lane
    promised = ArrivalWindow(row.arrives_from, row.arrives_to)
    now = window_of(departure, service) if service else promised
    way = WayView(
        ref=departure.ref,
        mode=lane.mode,
        cities=lane.gateway_names,
        cutoff_at=departure.cutoff_at,
        leaves_at=departure.leaves_at,
        zone=lane.hub.timezone,
        arrives_first=now.earliest,
        arrives_last=now.latest,
    )
    return ShipmentFacts(
        id=row.pk,
        ref=row.ref,
        state=row.state,
        state_reason=row.state_reason,
        seller_names=row.seller.names,
        way=way,
        departure_state=departure.state,
        promised=promised,
        now=now,
        departed_at=departure.departed_at,
        arrived_at=departure.arrived_at,
        delivered_at=row.delivered_at,
        accept_by=row.accept_by,
        accepted_at=row.accepted_at,
        lines=lines,
        milestones=tuple(milestones),
    )


def _lines(order: Order) -> dict[int, list[LineFacts]]:
    corrections: dict[int, list[Correction]] = defaultdict(list)
    for row in Correction.objects.filter(line__order=order).order_by("at", "id"):
        corrections[row.line_id].append(row)
    found: dict[int, list[LineFacts]] = defaultdict(list)
    rows = OrderLine.objects.filter(order=order).select_related(
        "product", "lot", "quote_line__offer__pack", "shipment__seller"
    )
    for line in rows.order_by("id"):
        mine = corrections[line.pk]
        found[line.shipment_id].append(
            LineFacts(
                id=line.pk,
                goods=_goods(line),
                packs=line.packs,
                packs_left=line.packs + sum(row.packs for row in mine),
                net_mass_g=line.net_mass_g,
                total_minor=line.total_minor,
                figures=line.figures,
                lot_ref=line.lot.ref,
                seller_of_record=line.seller_of_record,
                importer_of_record=line.importer_of_record,
                corrections=tuple(
                    CorrectionFacts(r.kind, r.packs, r.net_mass_g, r.refund_minor, r.reason, r.at)
                    for r in mine
                ),
            )
        )
    return found


def _goods(line: OrderLine) -> GoodsView:
    return goods_view(line.quote_line.offer.pack, line.product, line.shipment.seller)


def _proposals(order: Order) -> tuple[ProposalFacts, ...]:
    rows = Proposal.objects.filter(line__order=order).select_related(
        "line__product", "line__quote_line__offer__pack", "line__shipment__seller"
    )
    return tuple(
        ProposalFacts(
            id=row.pk,
            line_id=row.line_id,
            shipment_ref=row.line.shipment.ref,
            goods=_goods(row.line),
            kind=row.kind,
            data=row.data,
            old_total_minor=row.line.total_minor,
            new_total_minor=row.new_total_minor,
            state=row.state,
            default_answer=row.default_answer,
            answer_by=row.answer_by,
            answered_at=row.answered_at,
        )
        for row in rows.order_by("id")
    )


def _messages(
    order: Order, here: frozenset[Side], shipment_ids: set[int], *, is_whole: bool
) -> tuple[MessageFacts, ...]:
    rows = Message.objects.filter(order=order).order_by("said_at", "id")
    return tuple(
        MessageFacts(row.side, row.text, row.said_at, row.side in here)
        for row in rows
        if is_whole or row.shipment_id is None or row.shipment_id in shipment_ids
    )


def list_orders(viewer: Viewer, *, states: frozenset[str] = frozenset()) -> list[OrderRow]:
    """Give the viewer's own orders, newest first; a guest has none here."""
    if not viewer.is_signed_in:
        return []
    rows = _orders().filter(buyer_id=viewer.user_id).order_by("-placed_at", "-id")
    if states:
        rows = rows.filter(state__in=states)
    orders = list(rows[:500])
    names: dict[int, list[dict[str, str]]] = defaultdict(list)
    for line in OrderLine.objects.filter(order__in=orders).select_related("product").order_by("id"):
        names[line.order_id].append(line.product.names)
    windows: dict[int, list[Shipment]] = defaultdict(list)
    for shipment in Shipment.objects.filter(order__in=orders):
        windows[shipment.order_id].append(shipment)
    return [
        OrderRow(
            ref=order.ref,
            state=order.state,
            currency=order.currency,
            total_minor=order.total_minor,
            placed_at=order.placed_at,
            goods=tuple(names[order.pk]),
            arrives_first=min(one.arrives_from for one in windows[order.pk]),
            arrives_last=max(one.arrives_to for one in windows[order.pk]),
        )
        for order in orders
    ]


def get_status(viewer: Viewer, *, typed_ref: str, typed_email: str) -> StatusFacts:
    """
    Give the state of an order to whoever knows its number and e-mail, and nothing more (rule IS-2).

    :raises sogdia.domain.refusals.NotFound: the same for a wrong number, a mistyped one, and a wrong e-mail.
    """
    try:
        ref = parse(RefKind.ORDER, typed_ref)
    except ReferenceNotValid:
        ref = ""
    order = _orders().filter(ref=ref).first()
    email = order.address.email if order is not None and order.address else None
    check_status_reader(typed_email=typed_email, order_email=email)
    assert order is not None
    rows = Shipment.objects.filter(order=order).select_related("departure__lane__hub").order_by("id")
    facts = _shipments(order, list(rows))
    return StatusFacts(order.ref, order.state, tuple((one.ref, one.state, one.now) for one in facts))


def list_rights(
    viewer: Viewer, ref: str, *, at: datetime, link: OrderLink | None = None
) -> dict[str, frozenset[str]]:
    """Give what the buyer may do now with each shipment, by its reference; nobody else may do anything here."""
    order, here = find_visible(viewer, ref, link=link)
    if Side.BUYER not in here:
        return {}
    rows = Shipment.objects.filter(order=order).select_related("departure")
    return {row.ref: rights.of_shipment(order, row, at=at) for row in rows}
