"""Move shipments to another departure of their lane, or give them up: what happens to goods that cannot leave now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from sogdia.apps.departures import services as departures
from sogdia.apps.departures.models import Departure, LaneService
from sogdia.apps.hub.goods import Goods, goods_of_one
from sogdia.apps.lots import services as lots
from sogdia.apps.orders import steps
from sogdia.apps.orders.models import Order, OrderLine, Proposal, Shipment
from sogdia.apps.payments import services as payments
from sogdia.apps.payments import shares
from sogdia.apps.quotes.book import window_of
from sogdia.domain.consolidation.fit import Candidate, Load, Room, obstacles, require_fit
from sogdia.domain.ledger.shares import total
from sogdia.domain.lifecycle import ShipmentState
from sogdia.domain.machines import Actor
from sogdia.domain.pricing.windows import ArrivalWindow, is_late, lives
from sogdia.domain.refusals import Refusal


class ShipmentAlreadyThere(Refusal):
    """The same order already has a shipment of this seller on that departure."""

    code = "shipment-already-there"


class AnotherLane(Refusal):
    """A shipment stays on its lane: its price and papers are of that way."""

    code = "another-lane"


class GoodsTooOldForIt(Refusal):
    """The goods would arrive too close to their best-before."""

    code = "goods-too-old-for-it"


#: States in which the goods are still the seller's, so that cancelling offers them again.
_AT_THE_SELLER = (ShipmentState.PAID, ShipmentState.ACCEPTED_BY_SELLER, ShipmentState.LABELLED)


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a shipment went: its departures before and after, and the windows promised before and now."""

    shipment: Shipment
    before: Departure
    after: Departure
    shown: ArrivalWindow
    now: ArrivalWindow

    @property
    def is_late(self) -> bool:
        """Whether the buyer was promised an earlier last day."""
        return is_late(self.shown, self.now)


def lock_orders(order_ids: Iterable[int]) -> None:
    """Lock several orders in the order of their ids, so that two deeds never wait for each other."""
    assert connection.in_atomic_block, "a lock belongs to a transaction"
    list(Order.objects.select_for_update().filter(pk__in=list(order_ids)).order_by("pk").values_list("pk"))


def room_of(departure: Departure, *, arrives_by: ArrivalWindow, until: datetime) -> Room:
    """Give what a departure takes; ``until`` is when it closes for what is asked."""
    return Room(
        mass_g=departure.capacity_mass_g,
        volume_cm3=departure.capacity_volume_cm3,
        temperature_classes=frozenset(departure.lane.temperatures or ["ambient"]),
        cut_off=until,
        arrives_by=arrives_by.latest,
    )


def window_for(shipment: Shipment, departure: Departure) -> ArrivalWindow:
    """Give when a shipment would arrive with a departure of a lane that serves its market."""
    service = LaneService.objects.get(lane=departure.lane, market=shipment.order.market)
    return window_of(departure, service)


def shown_window(shipment: Shipment) -> ArrivalWindow:
    """Give the window that its buyer was last shown."""
    return ArrivalWindow(shipment.arrives_from, shipment.arrives_to)


def check_move(goods: Goods, to: Departure, *, may_be_late: bool, at: datetime) -> Moved:
    """
    See whether a shipment can go with another departure of its lane instead.

    :raises AnotherLane, ShipmentAlreadyThere, GoodsTooOldForIt:
    :raises sogdia.domain.consolidation.fit.CutOffPassed, sogdia.domain.consolidation.fit.DepartureTooHeavy,
        sogdia.domain.consolidation.fit.DepartureTooFull, sogdia.domain.consolidation.fit.TemperatureDiffers,
        sogdia.domain.consolidation.fit.PromiseBroken: the last only when it may not be late.
    """
    shipment = goods.shipment
    if to.lane_id != shipment.departure.lane_id:
        raise AnotherLane(to.ref, departure=to.ref)
    twin = Shipment.objects.filter(order=shipment.order_id, seller=shipment.seller_id, departure=to)
    if to.pk == shipment.departure_id or twin.exists():
        raise ShipmentAlreadyThere(to.ref, departure=to.ref)
    window = window_for(shipment, to)
    life = shipment.order.market.minimum_life_days
    for line in goods.standing:
        best = line.line.lot.best_before
        if not lives(best_before=best, latest_arrival=window.latest, minimum_remaining_life_days=life):
            raise GoodsTooOldForIt(f"Best before {best}.", departure=to.ref, lot=line.line.lot.ref)
    require_fit(
        room_of(to, arrives_by=window, until=to.cutoff_at),
        Load(to.booked_mass_g, to.booked_volume_cm3),
        Candidate(
            shipment.gross_mass_g,
            shipment.volume_cm3,
            goods.temperature,
            None if may_be_late else shipment.arrives_to,
        ),
        at=at,
    )
    return Moved(shipment, shipment.departure, to, shown_window(shipment), window)


def move(moved: Moved, *, at: datetime) -> None:
    """Book the room there, free it here, and show the buyer the new window."""
    shipment = moved.shipment
    size = (shipment.gross_mass_g, shipment.volume_cm3)
    departures.lock({moved.before.pk, moved.after.pk})
    departures.book({moved.after.pk: size}, at=at)
    departures.free({moved.before.pk: size})
    shipment.departure = moved.after
    shipment.arrives_from, shipment.arrives_to = moved.now.earliest, moved.now.latest
    shipment.save(update_fields=["departure", "arrives_from", "arrives_to"])


def find_next(goods: Goods, *, at: datetime) -> Moved | None:
    """Find the first open departure of the lane that takes the shipment; it may arrive later than promised."""
    rows = Departure.objects.filter(
        lane=goods.shipment.departure.lane_id, state="open", cutoff_at__gt=at
    ).select_related("lane", "lane__hub")
    for departure in rows.exclude(pk=goods.shipment.departure_id).order_by("cutoff_at", "id"):
        try:
            return check_move(goods, departure, may_be_late=True, at=at)
        except Refusal:
            continue
    return None


def ask_about_delay(moved: Moved, *, at: datetime) -> Proposal:
    """Ask a buyer whose goods come later than promised: keep them coming, or the money back; silence keeps them."""
    line = OrderLine.objects.filter(shipment=moved.shipment).order_by("pk").first()
    assert line is not None, "a shipment has a line"
    left = shares.flat(shares.of_shipment(moved.shipment))
    return Proposal.objects.create(
        line=line,
        kind="delay",
        data={
            "shipment": moved.shipment.ref,
            "from_departure": moved.before.ref,
            "to_departure": moved.after.ref,
            "shown_from": moved.shown.earliest.isoformat(),
            "shown_to": moved.shown.latest.isoformat(),
            "new_from": moved.now.earliest.isoformat(),
            "new_to": moved.now.latest.isoformat(),
        },
        new_total_minor=total(left).minor if left else 0,
        default_answer="agreed",
        made_at=at,
        answer_by=moved.after.cutoff_at,
    )


def give_up(shipment: Shipment, *, actor: Actor, reason: str, key: str, at: datetime) -> None:
    """Cancel a shipment that has not left: its room comes back, its buyer gets everything paid for it."""
    if shipment.state in _AT_THE_SELLER:
        quantities: Counter[int] = Counter()
        for one in goods_of_one(shipment).standing:
            quantities[one.line.lot_id] += one.line.qty * one.packs // one.line.packs
        lots.unsell(shipment.order_id, quantities)
    if shipment.state == ShipmentState.LOADED:
        steps.take(shipment, "unload", actor=Actor.CLERK)
    steps.take(shipment, "cancel", actor=actor, reason=reason)
    departures.free({shipment.departure_id: (shipment.gross_mass_g, shipment.volume_cm3)})
    payments.give_back_shipment(shipment, kind="end", reason=reason, key=key, at=at)
    Proposal.objects.filter(line__shipment=shipment, state="open").update(state="lapsed", answered_at=at)
    read_order(shipment.order_id)


def read_order(order_id: int) -> None:
    """Let the order say what its shipments say; refunded when nothing of its payment is left."""
    left = shares.flat(shares.of_order(order_id))
    steps.read_order(order_id, is_refunded=not any(share.amount for share in left))


def what_stops(goods: Goods, departure: Departure, loaded: Load, *, at: datetime) -> tuple[Refusal, ...]:
    """Say everything that keeps a shipment off its own departure now; loading goes on until it leaves."""
    window = shown_window(goods.shipment)
    return obstacles(
        room_of(departure, arrives_by=window, until=departure.leaves_at),
        loaded,
        Candidate(goods.gross_mass_g, goods.volume_cm3, goods.temperature),
        at=at,
    )
