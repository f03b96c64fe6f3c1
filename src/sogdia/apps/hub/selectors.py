"""What a hub's clerk may know: departures, what is expected, what waits, and a shipment as it is received."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from sogdia.apps.departures.models import Departure, Hub
from sogdia.apps.hub import access
from sogdia.apps.hub.goods import Goods, goods_of
from sogdia.apps.hub.models import LogisticUnit
from sogdia.apps.lots.models import Lot
from sogdia.apps.orders.models import Proposal, Shipment
from sogdia.domain import references
from sogdia.domain.lifecycle import ShipmentState as S
from sogdia.domain.references import LabelKind, ReferenceNotValid, RefKind
from sogdia.domain.refusals import NotAllowed, NotFound
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.texts import pick

#: Goods that are on their way to the hub, and goods that stand in it.
EXPECTED = (S.LABELLED, S.HANDED_OVER)
AT_HUB = (S.RECEIVED, S.HELD, S.READY, S.LOADED)
#: Departures worth a line on the hub's first page although nobody booked yet.
SOON = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """A shipment in a list: mass in grams as weighed, else as booked; ``packs`` still stand."""

    ref: str
    state: str
    names: dict[str, str]
    slug: str
    ground: int
    others: int
    packs: int
    gross_mass_g: int
    volume_cm3: int
    temperature: str
    bay: str
    units: int
    seller_names: dict[str, str]
    market_code: str
    departure_ref: str
    cutoff_at: datetime
    zone: str

    @property
    def name(self) -> str:
        """Give what it is, in the reader's language."""
        return pick(self.names)

    @property
    def seller(self) -> str:
        """Give whose goods they are."""
        return pick(self.seller_names)


@dataclass(frozen=True, slots=True)
class DepartureRow:
    """
    A departure of the hub: fill in whole percent of what is booked, shipments by how far they are.

    ``packing`` are still with their sellers, ``coming`` are labelled or handed over, ``here`` are weighed and not ready.
    """

    ref: str
    names: dict[str, str]
    mode: str
    state: str
    cutoff_at: datetime
    leaves_at: datetime
    zone: str
    percent: int
    least_percent: int
    free_g: int
    packing: int
    coming: int
    here: int
    ready: int
    loaded: int


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A question a buyer has not answered yet; ``default`` is what silence means."""

    id: int
    kind: str
    shipment_ref: str
    names: dict[str, str]
    departure_ref: str
    data: dict[str, Any]
    paid_minor: int
    new_total_minor: int
    currency: str
    default: str
    made_at: datetime
    answer_by: datetime
    zone: str
    state: str = "open"


@dataclass(frozen=True, slots=True)
class Found:
    """What a scanned or typed code leads to: ``kind`` is shipment, departure or lot."""

    kind: str
    ref: str
    state: str = ""
    departure_ref: str = ""


@dataclass(frozen=True, slots=True)
class HubHome:
    """The first page of a hub's clerks."""

    names: dict[str, str]
    zone: str
    departures: tuple[DepartureRow, ...]
    expected: tuple[ShipmentRow, ...]
    waiting: tuple[WaitingRow, ...] = field(default=())


def hub_of(viewer: Viewer) -> Hub:
    """
    Give the hub that this person is a clerk of.

    :raises sogdia.domain.refusals.NotAllowed: for whoever is none.
    """
    viewer.require(Role.CLERK)
    found = Hub.objects.filter(pk__in=viewer.hubs()).order_by("-is_main", "id").first()
    if found is None:
        raise NotAllowed("A clerk of no hub.")
    return found


def get_home(viewer: Viewer, *, at: datetime) -> HubHome:
    """Give departures by cut-off, what is expected, and what waits for a buyer's answer."""
    hub = hub_of(viewer)
    return HubHome(
        names=hub.names,
        zone=hub.timezone,
        departures=tuple(_departures(hub, at=at)),
        expected=list_expected(viewer),
        waiting=list_waiting(viewer),
    )


def _departures(hub: Hub, *, at: datetime) -> list[DepartureRow]:
    live = Q(state__in=["open", "closed", "loading", "sealed"])
    wanted = Q(booked_mass_g__gt=0) | Q(state="sealed") | Q(cutoff_at__gt=at, cutoff_at__lt=at + SOON)
    rows = list(
        Departure.objects.filter(live & wanted, lane__hub=hub)
        .select_related("lane")
        .order_by("cutoff_at", "id")[:24]
    )
    counts: dict[int, dict[str, int]] = {}
    for departure_id, state in Shipment.objects.filter(departure__in=rows).values_list(
        "departure_id", "state"
    ):
        counts.setdefault(departure_id, {}).setdefault(_stage(state), 0)
        counts[departure_id][_stage(state)] += 1
    return [_departure(row, hub, counts.get(row.pk, {})) for row in rows]


def _stage(state: str) -> str:
    if state in (S.LOADED, S.SEALED):
        return "loaded"
    if state == S.READY:
        return "ready"
    if state in (S.RECEIVED, S.HELD):
        return "here"
    if state in EXPECTED:
        return "coming"
    return "packing" if state in (S.PAID, S.ACCEPTED_BY_SELLER) else "ended"


def _departure(row: Departure, hub: Hub, counts: dict[str, int]) -> DepartureRow:
    return DepartureRow(
        ref=row.ref,
        names=row.lane.gateway_names,
        mode=row.lane.mode,
        state=row.state,
        cutoff_at=row.cutoff_at,
        leaves_at=row.leaves_at,
        zone=hub.timezone,
        percent=max(
            row.booked_mass_g * 100 // row.capacity_mass_g,
            row.booked_volume_cm3 * 100 // row.capacity_volume_cm3,
        ),
        least_percent=row.lane.minimum_fill_bp // 100,
        free_g=row.capacity_mass_g - row.booked_mass_g,
        packing=counts.get("packing", 0),
        coming=counts.get("coming", 0),
        here=counts.get("here", 0),
        ready=counts.get("ready", 0),
        loaded=counts.get("loaded", 0),
    )


def of_hub(viewer: Viewer) -> QuerySet[Shipment]:
    """Give the shipments of this clerk's hub."""
    hub = hub_of(viewer)
    return Shipment.objects.filter(departure__lane__hub=hub).select_related(
        "order__market", "seller", "departure__lane__hub"
    )


def list_expected(viewer: Viewer, *, limit: int = 50) -> tuple[ShipmentRow, ...]:
    """Give what is labelled or handed over for this hub, the nearest cut-off first."""
    rows = of_hub(viewer).filter(state__in=EXPECTED).order_by("departure__cutoff_at", "id")[:limit]
    return rows_of(goods_of(rows))


def list_stock(viewer: Viewer) -> tuple[ShipmentRow, ...]:
    """Give what stands in the hub, by bay."""
    rows = of_hub(viewer).filter(state__in=AT_HUB).order_by("departure__cutoff_at", "id")
    return tuple(sorted(rows_of(goods_of(rows)), key=lambda row: row.bay))


def list_waiting(viewer: Viewer) -> tuple[WaitingRow, ...]:
    """Give the questions that buyers have not answered yet, the nearest end first."""
    return waiting_rows(_proposals(viewer).filter(state="open").order_by("answer_by", "id"))


def list_discrepancies(viewer: Viewer, *, limit: int = 100) -> tuple[WaitingRow, ...]:
    """Give every question asked because of weight, grade or delay, newest first."""
    return waiting_rows(_proposals(viewer).order_by("-made_at", "-id")[:limit])


def _proposals(viewer: Viewer) -> QuerySet[Proposal]:
    hub = hub_of(viewer)
    return Proposal.objects.filter(line__shipment__departure__lane__hub=hub).select_related(
        "line__product", "line__order", "line__shipment__departure__lane__hub"
    )


def waiting_rows(rows: Iterable[Proposal]) -> tuple[WaitingRow, ...]:
    """Give proposals as values."""
    return tuple(
        WaitingRow(
            id=row.pk,
            kind=row.kind,
            shipment_ref=row.line.shipment.ref,
            names=row.line.product.names,
            departure_ref=row.line.shipment.departure.ref,
            data=row.data,
            paid_minor=row.line.total_minor,
            new_total_minor=row.new_total_minor,
            currency=row.line.order.currency,
            default=row.default_answer,
            made_at=row.made_at,
            answer_by=row.answer_by,
            zone=row.line.shipment.departure.lane.hub.timezone,
            state=row.state,
        )
        for row in rows
    )


def rows_of(goods: Iterable[Goods]) -> tuple[ShipmentRow, ...]:
    """Give shipments as rows of a list; one query for all bays."""
    found = list(goods)
    bays = dict(
        LogisticUnit.objects.filter(shipment__in=[one.shipment.pk for one in found])
        .order_by("-id")
        .values_list("shipment_id", "bay")
    )
    return tuple(_row(one, bays.get(one.shipment.pk, "")) for one in found)


def _row(one: Goods, bay: str) -> ShipmentRow:
    first = (one.standing or one.lines)[0].line
    shipment = one.shipment
    return ShipmentRow(
        ref=shipment.ref,
        state=shipment.state,
        names=first.product.names,
        slug=first.product.slug,
        ground=first.product.ground,
        others=max(len({line.line.product_id for line in one.standing}) - 1, 0),
        packs=sum(line.packs for line in one.lines),
        gross_mass_g=one.gross_mass_g,
        volume_cm3=one.volume_cm3,
        temperature=one.temperature,
        bay=bay,
        units=one.units,
        seller_names=shipment.seller.names,
        market_code=shipment.order.market.code,
        departure_ref=shipment.departure.ref,
        cutoff_at=shipment.departure.cutoff_at,
        zone=shipment.departure.lane.hub.timezone,
    )


def find_by_code(viewer: Viewer, text: str) -> Found:
    """
    Give what a scanned or typed code is at this hub: a label, a reference, an SSCC or a departure's number.

    :raises sogdia.domain.references.ReferenceNotValid: it is none of these.
    :raises sogdia.domain.refusals.NotFound: there is no such thing here.
    """
    kind, ref = _read(text)
    if kind is LabelKind.DEPARTURE:
        found = access.find_departure(viewer, ref)
        return Found("departure", found.ref, found.state, found.ref)
    if kind is LabelKind.LOT:
        lot = Lot.objects.filter(ref=ref).first()
        if lot is None:
            raise NotFound(f"No lot {ref}.")
        return Found("lot", lot.ref, lot.state)
    rows = of_hub(viewer)
    if kind is LabelKind.UNIT:
        unit = LogisticUnit.objects.filter(sscc=ref).first()
        shipment = rows.filter(pk=unit.shipment_id).first() if unit else None
    else:
        shipment = rows.filter(ref=ref).first()
    if shipment is None:
        raise NotFound(f"Nothing at this hub: {ref}.")
    return Found("shipment", shipment.ref, shipment.state, shipment.departure.ref)


def _read(text: str) -> tuple[LabelKind, str]:
    """Read a label first; then what people type, by its letters."""
    typed = text.strip()
    try:
        label = references.parse_label(typed)
    except ReferenceNotValid:
        pass
    else:
        return label.kind, label.ref
    bare = typed.upper()
    if bare.startswith(RefKind.SHIPMENT):
        return LabelKind.SHIPMENT, references.parse(RefKind.SHIPMENT, typed)
    if bare.startswith(RefKind.LOT):
        return LabelKind.LOT, references.parse(RefKind.LOT, typed)
    if sum(ch.isdigit() for ch in typed) >= 18:
        return LabelKind.UNIT, references.check_sscc(typed)
    if Departure.objects.filter(ref__iexact=bare).exists():
        return LabelKind.DEPARTURE, bare
    return LabelKind.SHIPMENT, references.parse(RefKind.SHIPMENT, typed)
