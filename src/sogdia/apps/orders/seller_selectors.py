"""What a seller may know of orders: their own shipments, the net they bring, and where they go; never who bought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet, Sum

from sogdia.apps.orders.models import Correction, Message, OrderLine, Shipment
from sogdia.domain.lifecycle import SHIPMENT_ENDS, ShipmentState
from sogdia.domain.pricing.parts import SELLER_PARTS, Part
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import MONEY_ROLES, SELLING_ROLES, Role, Viewer, check_party
from sogdia.plumbing.texts import pick

_S = ShipmentState
#: What a list can be narrowed to, in the order of the work.
GROUPS: dict[str, tuple[ShipmentState, ...]] = {
    "answer": (_S.PAID,),
    "prepare": (_S.ACCEPTED_BY_SELLER, _S.LABELLED),
    "hub": (_S.HANDED_OVER, _S.RECEIVED, _S.HELD, _S.READY, _S.LOADED, _S.SEALED),
    "way": (_S.DEPARTED, _S.ARRIVED, _S.CUSTOMS, _S.OUT_FOR_DELIVERY, _S.FAILED),
    "arrived": (_S.DELIVERED, _S.ACCEPTED, _S.CLAIMED),
    "ended": tuple(sorted(SHIPMENT_ENDS - {_S.EXPIRED})),
}
#: Never paid for, so never the seller's business.
_UNSEEN = (_S.RESERVED, _S.EXPIRED)
_ROLES = tuple({*SELLING_ROLES, *MONEY_ROLES, Role.AGENT})


@dataclass(frozen=True, slots=True)
class SellerLine:
    """One line as the seller prepares it; ``net_minor`` is after corrections."""

    product_names: dict[str, str]
    slug: str
    pack_names: dict[str, str]
    pack_net_g: int
    pack_qty: int
    stock_unit: str
    packs: int
    packs_left: int
    net_mass_g: int
    lot_ref: str
    grade: str
    promised_minor: int
    net_minor: int
    ground: int
    is_illustrated: bool

    @property
    def product(self) -> str:
        """Give its name in the reader's language."""
        return pick(self.product_names)


@dataclass(frozen=True, slots=True)
class SellerShipment:
    """One shipment as its seller sees it: what, how much it brings, on which departure, to which city."""

    id: int
    ref: str
    state: str
    state_reason: str
    country: str
    city: str
    departure_ref: str
    gateway_names: dict[str, str]
    hub_names: dict[str, str]
    zone: str
    cutoff_at: datetime
    leaves_at: datetime
    placed_at: datetime
    currency: str
    lines: tuple[SellerLine, ...]
    parts: tuple[tuple[Part, int], ...]
    gross_mass_g: int
    arrives_from: object
    arrives_to: object
    said_last: str = ""

    @property
    def packs(self) -> int:
        """Give how many packs still stand."""
        return sum(line.packs_left for line in self.lines)

    @property
    def net_minor(self) -> int:
        """Give what the seller receives, after corrections."""
        return sum(line.net_minor for line in self.lines)

    @property
    def promised_minor(self) -> int:
        """Give what was promised when the order was placed."""
        return sum(line.promised_minor for line in self.lines)

    @property
    def net_mass_g(self) -> int:
        """Give the net mass as ordered."""
        return sum(line.net_mass_g for line in self.lines)

    @property
    def net_per_kg_minor(self) -> int:
        """Give the promised net of a kilogram, for display."""
        return self.promised_minor * 1000 // self.net_mass_g if self.net_mass_g else 0

    @property
    def gateway(self) -> str:
        """Give the city it goes to by the shared departure."""
        return pick(self.gateway_names)

    @property
    def hub(self) -> str:
        """Give the hub it is brought to."""
        return pick(self.hub_names)

    @property
    def goods(self) -> str:
        """Name the goods in one line."""
        return ", ".join(dict.fromkeys(line.product for line in self.lines))


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a shipment's talk; a buyer has no name here."""

    side: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What a span of days brought: sold mass, promised net of it."""

    net_mass_g: int
    net_minor: int

    @property
    def net_per_kg_minor(self) -> int:
        """Give the net of a kilogram, for display."""
        return self.net_minor * 1000 // self.net_mass_g if self.net_mass_g else 0


def _mine(viewer: Viewer, party_id: int) -> QuerySet[Shipment]:
    check_party(viewer, party_id, *_ROLES)
    return Shipment.objects.filter(seller_id=party_id).exclude(state__in=_UNSEEN)


def list_shipments(
    viewer: Viewer, party_id: int, *, group: str = "", words: str = "", limit: int = 200
) -> tuple[SellerShipment, ...]:
    """Give a seller's shipments; those with a near cut-off first, ended ones by the newest."""
    rows = _mine(viewer, party_id)
    if group in GROUPS:
        rows = rows.filter(state__in=GROUPS[group])
    if words.strip():
        rows = rows.filter(Q(ref__icontains=words.strip()) | Q(departure__ref__icontains=words.strip()))
    is_open = group in ("answer", "prepare")
    rows = rows.order_by("departure__cutoff_at", "id") if is_open else rows.order_by("-id")
    return _shipments(rows[:limit])


def count_shipments(viewer: Viewer, party_id: int) -> dict[str, int]:
    """Give how many shipments each group holds."""
    states = dict(_mine(viewer, party_id).values_list("state").annotate(n=Count("id")))
    return {group: sum(states.get(state, 0) for state in members) for group, members in GROUPS.items()}


def get_shipment(viewer: Viewer, party_id: int, ref: str) -> SellerShipment:
    """
    Give one shipment of this seller.

    :raises NotFound: for another seller's, or none.
    """
    found = _shipments(_mine(viewer, party_id).filter(ref=ref))
    if not found:
        raise NotFound(f"No shipment {ref}.")
    return found[0]


def list_said(viewer: Viewer, party_id: int, shipment_id: int) -> tuple[Said, ...]:
    """Give the talk on one shipment, the first word first."""
    check_party(viewer, party_id, *_ROLES)
    order_id = (
        Shipment.objects.filter(pk=shipment_id, seller_id=party_id).values_list("order_id", flat=True).first()
    )
    if order_id is None:
        return ()
    about = Q(shipment_id=shipment_id) | Q(shipment=None)
    rows = Message.objects.filter(about, order_id=order_id).order_by("id")
    return tuple(Said(row.side, row.text, row.said_at) for row in rows)


def list_unanswered(
    viewer: Viewer, party_id: int, *, limit: int = 5
) -> tuple[tuple[SellerShipment, Said], ...]:
    """Give open shipments on which somebody else had the last word."""
    check_party(viewer, party_id, *_ROLES)
    last: dict[int, Message] = {}
    rows = (
        Message.objects.filter(shipment__seller_id=party_id)
        .exclude(shipment__state__in=[*SHIPMENT_ENDS])
        .order_by("-id")[:200]
    )
    for row in rows:
        if row.shipment_id is not None:
            last.setdefault(row.shipment_id, row)
    waiting = {pk: row for pk, row in last.items() if row.side != "seller"}
    if not waiting:
        return ()
    found = _shipments(Shipment.objects.filter(pk__in=list(waiting)[:limit]).order_by("id"))
    return tuple((each, Said(m.side, m.text, m.said_at)) for each in found for m in [waiting[each.id]])


def month_figures(viewer: Viewer, party_id: int, *, at: datetime, days: int = 30) -> MonthFigures:
    """Give what was sold and accepted in the last days, at the promised net, less what was taken off."""
    rows = (
        _mine(viewer, party_id)
        .filter(order__placed_at__gte=at - timedelta(days=days))
        .exclude(state__in=[_S.PAID, *(SHIPMENT_ENDS - {_S.SETTLED})])
    )
    lines = OrderLine.objects.filter(shipment__in=rows)
    mass = lines.aggregate(g=Sum("net_mass_g"))["g"] or 0
    net = sum(int(parts.get(Part.NET, 0)) for parts in lines.values_list("seller_parts", flat=True))
    off = Correction.objects.filter(line__shipment__in=rows)
    return MonthFigures(
        mass + (off.aggregate(g=Sum("net_mass_g"))["g"] or 0),
        net - sum(int(parts.get(Part.NET, 0)) for parts in off.values_list("seller_parts", flat=True)),
    )


def _shipments(rows: QuerySet[Shipment]) -> tuple[SellerShipment, ...]:
    found = list(rows.select_related("order", "order__address", "order__market", "departure__lane__hub"))
    lines: dict[int, list[OrderLine]] = defaultdict(list)
    pks = [row.pk for row in found]
    for line in (
        OrderLine.objects.filter(shipment__in=pks)
        .select_related("product", "lot", "quote_line__offer__pack")
        .order_by("id")
    ):
        lines[line.shipment_id].append(line)
    off: dict[int, list[Correction]] = defaultdict(list)
    for correction in Correction.objects.filter(line__shipment__in=pks):
        off[correction.line_id].append(correction)
    return tuple(_shipment(row, lines[row.pk], off) for row in found)


def _shipment(row: Shipment, lines: Sequence[OrderLine], off: dict[int, list[Correction]]) -> SellerShipment:
    address = row.order.address
    return SellerShipment(
        id=row.pk,
        ref=row.ref,
        state=row.state,
        state_reason=row.state_reason,
        country=address.country if address else row.order.market.code,
        city=str(address.lines.get("city", "")) if address else "",
        departure_ref=row.departure.ref,
        gateway_names=row.departure.lane.gateway_names,
        hub_names=row.departure.lane.hub.names,
        zone=row.departure.lane.hub.timezone,
        cutoff_at=row.departure.cutoff_at,
        leaves_at=row.departure.leaves_at,
        placed_at=row.order.placed_at,
        currency=lines[0].seller_currency if lines else row.lane_currency,
        lines=tuple(_line(line, off[line.pk]) for line in lines),
        parts=tuple((part, _part(lines, off, part)) for part in SELLER_PARTS),
        gross_mass_g=row.gross_mass_g,
        arrives_from=row.arrives_from,
        arrives_to=row.arrives_to,
    )


def _part(lines: Iterable[OrderLine], off: dict[int, list[Correction]], part: Part) -> int:
    return sum(
        int(line.seller_parts.get(part, 0)) - sum(int(c.seller_parts.get(part, 0)) for c in off[line.pk])
        for line in lines
    )


def _line(line: OrderLine, off: Sequence[Correction]) -> SellerLine:
    pack = line.quote_line.offer.pack
    promised = int(line.seller_parts.get(Part.NET, 0))
    return SellerLine(
        product_names=line.product.names,
        slug=line.product.slug,
        pack_names=pack.names,
        pack_net_g=pack.net_mass_g,
        pack_qty=pack.unit_qty,
        stock_unit=line.product.stock_unit,
        packs=line.packs,
        packs_left=line.packs + sum(row.packs for row in off),
        net_mass_g=line.net_mass_g,
        lot_ref=line.lot.ref,
        grade=line.lot.grade,
        promised_minor=promised,
        net_minor=promised - sum(int(row.seller_parts.get(Part.NET, 0)) for row in off),
        ground=line.product.ground,
        is_illustrated=bool(line.product.illustration),
    )
