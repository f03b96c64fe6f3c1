"""Who works with which goods: clerks of a hub with what passes there, carriers with the runs of their lanes."""

from __future__ import annotations

from sogdia.apps.departures.models import Departure
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Role, Viewer


def require_clerk(viewer: Viewer, hub_id: int) -> None:
    """
    IS-1: a hub's deeds are for its own clerks.

    :raises sogdia.domain.refusals.NotFound: for everybody else, as if there were nothing.
    """
    if hub_id not in viewer.hubs():
        raise NotFound("Nothing here for this viewer.")


def require_carrier(viewer: Viewer, departure: Departure) -> None:
    """
    IS-1: a departure's milestones are for the people of its lane's carrier.

    :raises sogdia.domain.refusals.NotFound: for everybody else, as if there were nothing.
    """
    if departure.lane.carrier_id is None or departure.lane.carrier_id not in viewer.parties(Role.CARRIER):
        raise NotFound("Nothing here for this viewer.")


def may_see(viewer: Viewer, departure: Departure) -> bool:
    """Whether this departure is the viewer's: its hub's clerk, its lane's carrier, or the operator."""
    lane = departure.lane
    return (
        viewer.is_operator
        or lane.hub_id in viewer.hubs()
        or (lane.carrier_id is not None and lane.carrier_id in viewer.parties(Role.CARRIER))
    )


def find_departure(viewer: Viewer, ref: str) -> Departure:
    """
    Give a departure to whoever works with it.

    :raises sogdia.domain.refusals.NotFound: for everybody else, and when there is none.
    """
    found = (
        Departure.objects.select_related("lane", "lane__hub", "lane__carrier").filter(ref__iexact=ref).first()
    )
    if found is None or not may_see(viewer, found):
        raise NotFound(f"No departure {ref}.")
    return found
