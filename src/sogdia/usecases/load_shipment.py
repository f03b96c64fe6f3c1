"""Load a ready shipment onto its departure: room, temperature, time and papers are checked first."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.departures import services as departures
from sogdia.apps.departures.models import Departure
from sogdia.apps.hub import access, goods, papers, rolling
from sogdia.apps.hub.models import LogisticUnit
from sogdia.apps.orders import steps
from sogdia.apps.orders.models import Proposal, Shipment
from sogdia.apps.tracing import services as tracing
from sogdia.domain import lifecycle
from sogdia.domain.lifecycle import DEPARTURE, DepartureState, ShipmentState
from sogdia.domain.machines import Actor
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.domain.tracing import places
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox

#: States of a departure in which its load still changes.
LOADS = (DepartureState.OPEN, DepartureState.CLOSED, DepartureState.LOADING)


class BuyerNotAnswered(Refusal):
    """A buyer was asked something about this shipment and can still answer."""

    code = "buyer-not-answered"


class OtherDeparture(Refusal):
    """The shipment travels with another departure."""

    code = "other-departure"


class DepartureSealed(Refusal):
    """The departure is sealed: neither its load nor its papers change any more."""

    code = "departure-sealed"


def load_shipment(*, viewer: Viewer, departure_ref: str, shipment_ref: str, at: datetime, key: str) -> None:
    """
    Load a shipment; the same key, or a shipment that is loaded already, changes nothing.

    :raises sogdia.domain.refusals.NotFound: for anybody but this hub's clerks.
    :raises OtherDeparture, DepartureSealed, BuyerNotAnswered: :raises sogdia.apps.hub.papers.PaperMissing:
    :raises sogdia.domain.machines.StepNotPossible: it is not ready.
    :raises sogdia.domain.consolidation.fit.DepartureTooHeavy, sogdia.domain.consolidation.fit.DepartureTooFull,
        sogdia.domain.consolidation.fit.TemperatureDiffers, sogdia.domain.consolidation.fit.CutOffPassed:
    """
    body = {"departure": departure_ref, "shipment": shipment_ref}
    with transaction.atomic(durable=True):
        shipment, departure = lock_both(viewer, shipment_ref)
        if outbox.answer_of(scope="load-shipment", key=key, body=body) is not None:
            return
        if departure.ref != departure_ref:
            raise OtherDeparture(shipment_ref, departure=departure.ref)
        if shipment.state != ShipmentState.LOADED:
            _load(shipment, departure, viewer=viewer, at=at)
        outbox.audit("load-shipment", subject=shipment_ref, at=at, by=viewer, departure=departure_ref)
        outbox.remember(scope="load-shipment", key=key, body=body, answer={}, at=at)


def lock_both(viewer: Viewer, shipment_ref: str) -> tuple[Shipment, Departure]:
    """
    Lock a shipment with its order, then its departure, for a deed of its hub's clerk that changes the load.

    :raises sogdia.domain.refusals.NotFound: for anybody else. :raises DepartureSealed:
    """
    shipment = steps.lock_shipment(shipment_ref)
    access.require_clerk(viewer, shipment.departure.lane.hub_id)
    [departure] = departures.lock({shipment.departure_id})
    if departure.state not in LOADS:
        raise DepartureSealed(departure.ref, departure=departure.ref)
    return shipment, departure


def lock_departure(viewer: Viewer, ref: str) -> Departure:
    """
    Lock a departure with every order aboard, orders first and in the order of their ids, for its hub's clerk.

    :raises sogdia.domain.refusals.NotFound: for anybody else.
    """
    found = Departure.objects.select_related("lane").filter(ref=ref).first()
    if found is None:
        raise NotFound(f"No departure {ref}.")
    access.require_clerk(viewer, found.lane.hub_id)
    return lock_with_orders(found.pk)


def lock_with_orders(departure_id: int) -> Departure:
    """Lock every order aboard in the order of their ids, then the departure."""
    aboard = Shipment.objects.filter(departure=departure_id).values_list("order_id", flat=True)
    rolling.lock_orders(set(aboard))
    departures.lock({departure_id})
    return Departure.objects.select_related("lane", "lane__hub", "lane__carrier").get(pk=departure_id)


def _load(shipment: Shipment, departure: Departure, *, viewer: Viewer, at: datetime) -> None:
    if Proposal.objects.filter(line__shipment=shipment, state="open", answer_by__gt=at).exists():
        raise BuyerNotAnswered(shipment.ref)
    mine = goods.goods_of_one(shipment)
    papers.require_papers(mine, at=at)
    rows = Shipment.objects.filter(departure=departure, state=ShipmentState.LOADED)
    loaded = goods.aboard(goods.goods_of(rows))
    for refusal in rolling.what_stops(mine, shipment.departure, loaded, at=at):
        raise refusal
    steps.take(shipment, "load", actor=Actor.CLERK)
    LogisticUnit.objects.filter(shipment=shipment).update(
        departure=departure, loaded_at=at, loaded_by=viewer.user_id
    )
    if departure.state != DepartureState.LOADING and at >= departure.cutoff_at:
        departure.state = lifecycle.move_as(DEPARTURE, departure.state, "load", Actor.CLERK)
        departure.save(update_fields=["state"])
    tracing.record(
        EventKind.LOADED, at=at, shipment=shipment, departure=departure, user_id=viewer.user_id,
        place=places.at_hub(shipment.departure.lane.hub.code), gross_mass_g=mine.gross_mass_g,
    )  # fmt: skip
