"""Seal a departure: what is loaded leaves, the rest goes on with another, and invoices and customs papers are issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sogdia.apps.departures.models import Departure
from sogdia.apps.documents.customs import issue_departure_papers
from sogdia.apps.documents.invoices import issue_invoices
from sogdia.apps.hub import goods, papers, rolling
from sogdia.apps.hub.goods import Goods
from sogdia.apps.orders import steps
from sogdia.apps.orders.models import Shipment
from sogdia.apps.tracing import services as tracing
from sogdia.apps.tracing.models import TraceEvent
from sogdia.domain import lifecycle
from sogdia.domain.consolidation.fit import fill_bp
from sogdia.domain.lifecycle import DEPARTURE, SHIPMENT_ENDS, DepartureState, ShipmentState
from sogdia.domain.machines import Actor
from sogdia.domain.refusals import Refusal
from sogdia.domain.tracing import places
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.load_shipment import LOADS, DepartureSealed, lock_departure
from sogdia.usecases.move_shipment import take_along


class CutOffNotReached(Refusal):
    """Orders still come in; sealing before the cut-off must be said."""

    code = "cut-off-not-reached"


class NothingLoaded(Refusal):
    """An empty vehicle is not sealed; it is cancelled."""

    code = "nothing-loaded"


class BelowLeastLoad(Refusal):
    """It is loaded below the least to leave with; the operator says whether it leaves all the same."""

    code = "below-least-load"


class UnpaidOrdersAboard(Refusal):
    """Somebody is paying for goods on this departure just now, and no later one takes them."""

    code = "unpaid-orders-aboard"


class SealNumberMissing(Refusal):
    """A seal has a number."""

    code = "seal-number-missing"


@dataclass(frozen=True, slots=True)
class Sealed:
    """What sealing did: references of shipments that leave, that go with a later departure, that were cancelled."""

    leaving: tuple[str, ...]
    later: tuple[str, ...]
    cancelled: tuple[str, ...]


def seal_departure(
    *, viewer: Viewer, departure_ref: str, seal_number: str, is_early: bool = False, at: datetime, key: str
) -> Sealed:
    """
    Seal it: from here on its load, its papers and their values never change.

    Shipments that are not loaded go with the lane's next departure that takes them; their buyers are asked if that is
    later than promised. What no departure takes is cancelled and refunded in full.

    :raises sogdia.domain.refusals.NotFound: for anybody but this hub's clerks.
    :raises CutOffNotReached, NothingLoaded, BelowLeastLoad, UnpaidOrdersAboard, SealNumberMissing:
    :raises sogdia.usecases.load_shipment.DepartureSealed: :raises sogdia.apps.hub.papers.PaperMissing:
    """
    body = {"departure": departure_ref, "seal": seal_number}
    with transaction.atomic(durable=True):
        departure = lock_departure(viewer, departure_ref)
        done = outbox.answer_of(scope="seal-departure", key=key, body=body)
        if done is not None:
            return Sealed(*(tuple(done[name]) for name in ("leaving", "later", "cancelled")))
        rows = list(
            Shipment.objects.filter(departure=departure)
            .select_related("order__market", "departure__lane__hub", "seller")
            .order_by("pk")
        )
        leaving = [row for row in rows if row.state == ShipmentState.LOADED]
        _check(departure, goods.goods_of(leaving), seal_number=seal_number, is_early=is_early, at=at)
        later, cancelled = clear_rest(
            [row for row in rows if row not in leaving], key=f"seal:{departure.pk}", viewer=viewer, at=at
        )
        _seal(departure, leaving, seal_number=seal_number, viewer=viewer, at=at)
        answer = {"leaving": [row.ref for row in leaving], "later": later, "cancelled": cancelled}
        outbox.audit(
            "seal-departure",
            subject=departure.ref,
            at=at,
            by=viewer,
            seal=seal_number,
            early=is_early,
            leaving=answer["leaving"],
            later=later,
            cancelled=cancelled,
        )
        outbox.remember(scope="seal-departure", key=key, body=body, answer=answer, at=at)
        return Sealed(*(tuple(answer[name]) for name in ("leaving", "later", "cancelled")))


def may_leave_light(departure: Departure) -> bool:
    """Whether the operator said that it leaves below its least load."""
    return TraceEvent.objects.filter(departure=departure, kind=EventKind.LIGHT_LOAD_ALLOWED).exists()


def _check(
    departure: Departure, leaving: list[Goods], *, seal_number: str, is_early: bool, at: datetime
) -> None:
    if departure.state not in LOADS:
        raise DepartureSealed(departure.ref, departure=departure.ref)
    if not seal_number.strip():
        raise SealNumberMissing(departure.ref)
    if at < departure.cutoff_at and not is_early:
        raise CutOffNotReached(departure.ref, cut_off=departure.cutoff_at)
    if not leaving:
        raise NothingLoaded(departure.ref, departure=departure.ref)
    for one in leaving:
        papers.require_papers(one, at=at)
    window = rolling.shown_window(leaving[0].shipment)
    room = rolling.room_of(departure, arrives_by=window, until=departure.leaves_at)
    least_bp, now_bp = departure.lane.minimum_fill_bp, fill_bp(room, goods.aboard(leaving))
    if now_bp < least_bp and not may_leave_light(departure):
        raise BelowLeastLoad(
            departure.ref, departure=departure.ref, least=f"{least_bp // 100} %", now=f"{now_bp // 100} %"
        )


def clear_rest(
    rows: list[Shipment], *, key: str, viewer: Viewer, at: datetime
) -> tuple[list[str], list[str]]:
    """Send shipments that do not leave with the next departure that takes them, or give them up; inside a deed."""
    later, cancelled = [], []
    for shipment in rows:
        if shipment.state in SHIPMENT_ENDS:
            continue
        moved = rolling.find_next(goods.goods_of_one(shipment), at=at)
        if moved is not None:
            take_along(moved, user_id=viewer.user_id, at=at)
            later.append(shipment.ref)
        elif shipment.state == ShipmentState.RESERVED:
            raise UnpaidOrdersAboard(shipment.ref)
        else:
            rolling.give_up(
                shipment, actor=Actor.HOUSE, reason="departure-cancelled", key=f"{key}:{shipment.pk}", at=at
            )
            tracing.record(EventKind.CANCELLED, at=at, shipment=shipment, user_id=viewer.user_id)
            outbox.tell("shipment.cancelled", at=at, shipment_id=shipment.pk, order_id=shipment.order_id)
            cancelled.append(shipment.ref)
    return later, cancelled


def _seal(
    departure: Departure, leaving: list[Shipment], *, seal_number: str, viewer: Viewer, at: datetime
) -> None:
    if departure.state != DepartureState.LOADING:
        departure.state = lifecycle.move_as(DEPARTURE, departure.state, "load", Actor.CLERK)
    departure.state = lifecycle.move_as(DEPARTURE, departure.state, "seal", Actor.CLERK)
    departure.sealed_at, departure.seal_number = at, seal_number.strip()[:40]
    departure.save(update_fields=["state", "sealed_at", "seal_number"])
    for shipment in leaving:
        steps.take(shipment, "seal", actor=Actor.CLERK)
    issue_invoices(departure, at=at)
    issue_departure_papers(departure, at=at)
    tracing.record_departure(
        EventKind.SEALED, departure, leaving, at=at, place=places.at_hub(departure.lane.hub.code),
        user_id=viewer.user_id,
    )  # fmt: skip
    outbox.tell("departure.sealed", at=at, departure_id=departure.pk)
