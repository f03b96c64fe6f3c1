"""What the load board shows: a departure, what is loaded and what is not, its papers, and where else goods can go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from sogdia.apps.departures.models import Departure, Milestone
from sogdia.apps.hub import access, goods, papers, rolling
from sogdia.apps.hub.goods import Goods
from sogdia.apps.hub.papers import Need
from sogdia.apps.hub.selectors import ShipmentRow, rows_of
from sogdia.apps.orders.models import Proposal, Shipment
from sogdia.domain.consolidation.fit import Load
from sogdia.domain.lifecycle import SHIPMENT_ENDS, DepartureState
from sogdia.domain.lifecycle import ShipmentState as S
from sogdia.domain.refusals import Refusal
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.texts import pick

_AHEAD = 4


@dataclass(frozen=True, slots=True)
class NeedView:
    """A paper that a lot needs: ``kind`` is document, test or entry; ``source`` the law that asks for it."""

    shipment_ref: str
    lot_ref: str
    product_names: dict[str, str]
    kind: str
    code: str
    is_held: bool
    source: str

    @property
    def product(self) -> str:
        """Give whose paper it is, in the reader's language."""
        return pick(self.product_names)


@dataclass(frozen=True, slots=True)
class BoardShip:
    """A shipment on the board: ``stops`` are the refusals that keep it off, ``missing`` the papers it lacks."""

    row: ShipmentRow
    missing: tuple[NeedView, ...]
    stops: tuple[Refusal, ...]
    is_asked: bool
    adds_mass_bp: int
    adds_volume_bp: int

    @property
    def can_load(self) -> bool:
        """Whether the button does something."""
        return self.row.state == S.READY and not (self.missing or self.stops or self.is_asked)


@dataclass(frozen=True, slots=True)
class Other:
    """Another departure of the lane that still takes orders."""

    ref: str
    leaves_at: datetime
    free_g: int


@dataclass(frozen=True, slots=True)
class BoardView:
    """A departure as it is loaded: grams and cubic centimetres."""

    ref: str
    names: dict[str, str]
    via_names: dict[str, str]
    mode: str
    hub_names: dict[str, str]
    carrier_names: dict[str, str]
    zone: str
    state: str
    cutoff_at: datetime
    leaves_at: datetime
    seal_number: str
    sealed_at: datetime | None
    departed_at: datetime | None
    mass_g: int
    volume_cm3: int
    capacity_mass_g: int
    capacity_volume_cm3: int
    least_bp: int
    is_light_allowed: bool
    to_load: tuple[BoardShip, ...]
    coming: tuple[BoardShip, ...]
    loaded: tuple[BoardShip, ...]
    needs: tuple[NeedView, ...]
    others: tuple[Other, ...]
    milestones: tuple[tuple[str, datetime, str], ...]
    is_clerk: bool
    is_operator: bool
    today: date

    @property
    def mass_percent(self) -> int:
        """Give how full it is by weight."""
        return self.mass_g * 100 // self.capacity_mass_g

    @property
    def volume_percent(self) -> int:
        """Give how full it is by volume."""
        return self.volume_cm3 * 100 // self.capacity_volume_cm3

    @property
    def is_light(self) -> bool:
        """Whether it is below the least load to leave with."""
        return max(self.mass_percent, self.volume_percent) * 100 < self.least_bp

    @property
    def is_changing(self) -> bool:
        """Whether its load still changes."""
        return self.state in (DepartureState.OPEN, DepartureState.CLOSED, DepartureState.LOADING)

    @property
    def total(self) -> int:
        """Give how many shipments travel with it, loaded or not."""
        return len(self.to_load) + len(self.coming) + len(self.loaded)


def get_board(viewer: Viewer, ref: str, *, is_light_allowed: bool = False, at: datetime) -> BoardView:
    """
    Give the load board of a departure to its hub's clerks and the operator.

    :raises sogdia.domain.refusals.NotFound: for everybody else.
    """
    departure = access.find_departure(viewer, ref)
    if not viewer.is_operator:
        access.require_clerk(viewer, departure.lane.hub_id)
    found = goods.goods_of(_shipments(departure))
    needs = papers.needs_of(found, at=at)
    loaded = goods.aboard(one for one in found if one.shipment.state not in _BEFORE)
    ships = _ships(departure, found, loaded, needs, at=at)
    refs = {one.shipment.pk: one.shipment.ref for one in found}
    return _view(
        viewer,
        departure,
        loaded,
        ships,
        needs=tuple(_need(need, refs) for need in needs),
        is_light_allowed=is_light_allowed,
        at=at,
    )


def _shipments(departure: Departure) -> QuerySet[Shipment]:
    rows = Shipment.objects.filter(departure=departure).exclude(state__in=[*SHIPMENT_ENDS, S.RESERVED])
    return rows.select_related("order__market", "seller", "departure__lane__hub").order_by("id")


def _view(
    viewer: Viewer,
    departure: Departure,
    loaded: Load,
    ships: list[BoardShip],
    *,
    needs: tuple[NeedView, ...],
    is_light_allowed: bool,
    at: datetime,
) -> BoardView:
    lane = departure.lane
    return BoardView(
        ref=departure.ref,
        names=lane.gateway_names,
        via_names=lane.via_names,
        mode=lane.mode,
        hub_names=lane.hub.names,
        carrier_names=lane.carrier.names if lane.carrier else {},
        zone=lane.hub.timezone,
        state=departure.state,
        cutoff_at=departure.cutoff_at,
        leaves_at=departure.leaves_at,
        seal_number=departure.seal_number,
        sealed_at=departure.sealed_at,
        departed_at=departure.departed_at,
        mass_g=loaded.mass_g,
        volume_cm3=loaded.volume_cm3,
        capacity_mass_g=departure.capacity_mass_g,
        capacity_volume_cm3=departure.capacity_volume_cm3,
        least_bp=lane.minimum_fill_bp,
        is_light_allowed=is_light_allowed,
        to_load=tuple(ship for ship in ships if ship.row.state == S.READY),
        coming=tuple(ship for ship in ships if ship.row.state in _COMING),
        loaded=tuple(ship for ship in ships if ship.row.state not in _BEFORE),
        needs=needs,
        others=_others(departure, at=at),
        milestones=tuple(
            Milestone.objects.filter(departure=departure)
            .order_by("at", "id")
            .values_list("kind", "at", "place")
        ),
        is_clerk=lane.hub_id in viewer.hubs(),
        is_operator=viewer.is_operator,
        today=at.date(),
    )


_COMING = (S.PAID, S.ACCEPTED_BY_SELLER, S.LABELLED, S.HANDED_OVER, S.RECEIVED, S.HELD)
_BEFORE = (*_COMING, S.READY)


def _ships(
    departure: Departure, found: list[Goods], loaded: Load, needs: list[Need], *, at: datetime
) -> list[BoardShip]:
    refs = {one.shipment.pk: one.shipment.ref for one in found}
    asked = set(
        Proposal.objects.filter(
            line__shipment__in=[one.shipment for one in found], state="open", answer_by__gt=at
        ).values_list("line__shipment", flat=True)
    )
    ships = []
    for one, row in zip(found, rows_of(found), strict=True):
        missing = tuple(
            _need(need, refs) for need in needs if need.shipment_id == one.shipment.pk and not need.is_held
        )
        waits = one.shipment.state == S.READY
        ships.append(
            BoardShip(
                row=row,
                missing=missing,
                stops=rolling.what_stops(one, departure, loaded, at=at) if waits else (),
                is_asked=one.shipment.pk in asked,
                adds_mass_bp=one.gross_mass_g * 10_000 // departure.capacity_mass_g,
                adds_volume_bp=one.volume_cm3 * 10_000 // departure.capacity_volume_cm3,
            )
        )
    return ships


def _need(need: Need, refs: dict[int, str]) -> NeedView:
    return NeedView(
        refs[need.shipment_id],
        need.lot.ref,
        need.product_names,
        need.kind,
        need.code,
        need.is_held,
        need.source,
    )


def _others(departure: Departure, *, at: datetime) -> tuple[Other, ...]:
    rows = Departure.objects.filter(lane=departure.lane_id, state="open", cutoff_at__gt=at)
    return tuple(
        Other(row.ref, row.leaves_at, row.capacity_mass_g - row.booked_mass_g)
        for row in rows.exclude(pk=departure.pk).order_by("cutoff_at", "id")[:_AHEAD]
    )
