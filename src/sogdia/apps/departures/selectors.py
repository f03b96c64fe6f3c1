"""What may be known of departures: the timetable and the published tariff are public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from sogdia.apps.departures.models import Departure, Lane, LaneService
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.texts import pick

AHEAD = timedelta(weeks=8)


@dataclass(frozen=True, slots=True)
class DepartureFacts:
    """One run: where from and to, its instants (UTC), and how full it is in grams and cubic centimetres."""

    id: int
    ref: str
    lane_id: int
    lane_code: str
    hub_id: int
    hub_names: dict[str, str]
    hub_city: str
    is_from_main_hub: bool
    zone: str
    gateway_names: dict[str, str]
    gateway_country: str
    mode: str
    via_names: dict[str, str]
    temperatures: tuple[str, ...]
    cutoff_at: datetime
    leaves_at: datetime
    departed_at: datetime | None
    arrived_at: datetime | None
    state: str
    delay_days: int
    capacity_mass_g: int
    capacity_volume_cm3: int
    booked_mass_g: int
    booked_volume_cm3: int
    minimum_fill_bp: int
    transit_days: tuple[int, int]

    @property
    def gateway(self) -> str:
        """Give the name of the city it goes to."""
        return pick(self.gateway_names)

    @property
    def via(self) -> str:
        """Give the way it takes, if one is named."""
        return pick(self.via_names)

    @property
    def hub(self) -> str:
        """Give the name of its hub."""
        return pick(self.hub_names)

    @property
    def fill_percent(self) -> int:
        """Give how full it is by weight or by volume, whichever is more."""
        return max(
            self.booked_mass_g * 100 // self.capacity_mass_g,
            self.booked_volume_cm3 * 100 // self.capacity_volume_cm3,
        )

    @property
    def free_g(self) -> int:
        """Give what can still be loaded."""
        return self.capacity_mass_g - self.booked_mass_g

    @property
    def is_full(self) -> bool:
        """Whether not even a kilogram finds room."""
        return self.free_g < 1000 or self.capacity_volume_cm3 - self.booked_volume_cm3 < 1000


@dataclass(frozen=True, slots=True)
class TariffFacts:
    """A lane's published tariff: minor units of ``currency``."""

    currency: str
    vehicle: str
    vehicle_fixed_minor: int
    per_kg_minor: int
    per_m3_minor: int
    minimum_minor: int
    surcharge_minor: int
    wm_kg_per_m3: int
    careful_fill_bp: int
    minimum_fill_bp: int
    standalone_per_kg_minor: int
    standalone_minimum_minor: int
    insurance_bp: int
    source: str
    checked_on: date | None


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """A market that a lane serves, and how goods enter it."""

    market_code: str
    market_names: dict[str, str]
    market_zone: str
    entry_mode: str
    importer_of_record: str


def list_departures(
    viewer: Viewer, *, at: datetime, market_code: str = "", mode: str = ""
) -> list[DepartureFacts]:
    """Give what takes orders or waits to leave in the coming eight weeks, by cut-off; one query."""
    rows = _rows().filter(state__in=["open", "sealed"], leaves_at__gt=at, leaves_at__lt=at + AHEAD)
    if market_code:
        rows = rows.filter(
            lane__in=LaneService.objects.filter(market__code=market_code).values("lane_id"),
        )
    if mode:
        rows = rows.filter(lane__mode=mode)
    return [facts_of(row) for row in rows.order_by("cutoff_at", "id")]


def get_departure(viewer: Viewer, ref: str) -> DepartureFacts:
    """
    Give one departure by its number.

    :raises sogdia.domain.refusals.NotFound: when there is none.
    """
    row = _rows().filter(ref=ref).first()
    if row is None:
        raise NotFound(f"No departure {ref}.")
    return facts_of(row)


def get_tariff(viewer: Viewer, lane_id: int) -> TariffFacts:
    """
    Give the published tariff of a lane.

    :raises sogdia.domain.refusals.NotFound: when there is none.
    """
    lane = Lane.objects.filter(pk=lane_id).first()
    if lane is None:
        raise NotFound(f"No lane {lane_id}.")
    return TariffFacts(
        **{name: getattr(lane, name) for name in TariffFacts.__dataclass_fields__},
    )


def list_services(viewer: Viewer, lane_ids: list[int]) -> dict[int, list[ServiceFacts]]:
    """Give the markets that each lane serves, in the order of the menu; one query."""
    found: dict[int, list[ServiceFacts]] = {lane_id: [] for lane_id in lane_ids}
    rows = LaneService.objects.filter(lane__in=lane_ids).select_related("market")
    for row in rows.order_by("market__position", "market__code"):
        found[row.lane_id].append(
            ServiceFacts(
                row.market.code, row.market.names, row.market.timezone, row.entry_mode, row.importer_of_record
            )
        )
    return found


def list_modes(viewer: Viewer) -> list[str]:
    """Give the modes in which something runs."""
    return sorted(set(Lane.objects.filter(is_active=True).values_list("mode", flat=True)))


def _rows() -> QuerySet[Departure]:
    return Departure.objects.select_related("lane", "lane__hub")


def facts_of(row: Departure) -> DepartureFacts:
    """Give a departure's facts; its lane and hub are already read."""
    lane, hub = row.lane, row.lane.hub
    return DepartureFacts(
        id=row.pk,
        ref=row.ref,
        lane_id=lane.pk,
        lane_code=lane.code,
        hub_id=hub.pk,
        hub_names=hub.names,
        hub_city=hub.city,
        is_from_main_hub=hub.is_main,
        zone=hub.timezone,
        gateway_names=lane.gateway_names,
        gateway_country=lane.gateway_country,
        mode=lane.mode,
        via_names=lane.via_names,
        temperatures=tuple(lane.temperatures),
        cutoff_at=row.cutoff_at,
        leaves_at=row.leaves_at,
        departed_at=row.departed_at,
        arrived_at=row.arrived_at,
        state=row.state,
        delay_days=row.delay_days,
        capacity_mass_g=row.capacity_mass_g,
        capacity_volume_cm3=row.capacity_volume_cm3,
        booked_mass_g=row.booked_mass_g,
        booked_volume_cm3=row.booked_volume_cm3,
        minimum_fill_bp=lane.minimum_fill_bp,
        transit_days=(lane.transit_days_min, lane.transit_days_max),
    )
