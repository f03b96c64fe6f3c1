"""After departure: the true cost of the vehicle is entered and shared; what was quoted above it goes back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from sogdia.apps.departures import services as departures
from sogdia.apps.departures.models import Departure
from sogdia.apps.ledger import services as ledger
from sogdia.apps.orders.models import Order, OrderLine, Shipment
from sogdia.apps.payments import services as payments
from sogdia.apps.payments import shares as escrow_shares
from sogdia.apps.settlement import true_freight
from sogdia.apps.settlement.models import TrueUp, TrueUpShare
from sogdia.domain.consolidation.true_up import Aboard, ShipmentTrueUp, true_up
from sogdia.domain.ledger import flows
from sogdia.domain.ledger.shares import Share
from sogdia.domain.lifecycle import DepartureState, ShipmentState
from sogdia.domain.money import Money, allocate
from sogdia.domain.pricing.parts import Part
from sogdia.domain.refusals import NotAllowed, NotFound, Refusal
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox.services import audit, tell

_UNDER_WAY = (DepartureState.DEPARTED, DepartureState.ARRIVED, DepartureState.CLOSED_OUT)
#: Shipments that were aboard: everything from the seal on, however it ended; what ended before it stayed behind.
ABOARD = (
    ShipmentState.SEALED,
    ShipmentState.DEPARTED,
    ShipmentState.ARRIVED,
    ShipmentState.CUSTOMS,
    ShipmentState.OUT_FOR_DELIVERY,
    ShipmentState.DELIVERED,
    ShipmentState.ACCEPTED,
    ShipmentState.CLAIMED,
    ShipmentState.SETTLED,
    ShipmentState.WITHDRAWN,
    ShipmentState.FAILED,
    ShipmentState.REFUSED_BY_BUYER,
    ShipmentState.LOST,
    ShipmentState.SEIZED,
    ShipmentState.UNDELIVERABLE,
)
REASON = "The true freight is lower than the quoted one."


class DepartureNotUnderWay(Refusal):
    """The true cost is known after departure."""

    code = "departure-not-under-way"


class TrueCostEntered(Refusal):
    """The true cost of this departure was entered before."""

    code = "true-cost-entered"


@dataclass(frozen=True, slots=True)
class _Aboard:
    shipment: Shipment
    lines: dict[int, Share]
    value: Aboard


def true_up_departure(*, viewer: Viewer, departure_ref: str, true_fixed_minor: int, at: datetime) -> int:
    """
    Share what the vehicle truly cost (minor units of the lane's currency) and refund; gives the true-up's id.

    Each buyer pays the least of true share, quoted ceiling and stand-alone share; the rest is the operator's. Who gave
    a buyer's freight back before (a carrier that lost the goods) gets that part of the difference.

    :raises sogdia.domain.refusals.NotAllowed: :raises sogdia.domain.refusals.NotFound:
    :raises DepartureNotUnderWay: :raises TrueCostEntered: with another figure; the same one again changes nothing.
    """
    assert true_fixed_minor >= 0, "a vehicle costs something"
    with transaction.atomic(durable=True):
        found = Departure.objects.filter(ref=departure_ref).select_related("lane").first()
        if found is None:
            raise NotFound(f"No departure {departure_ref}.")
        _check_may_enter(viewer, found)
        known = TrueUp.objects.filter(departure=found).first()
        if known is not None:
            if known.true_fixed_minor != true_fixed_minor:
                raise TrueCostEntered(f"{departure_ref} has its true cost.", departure=departure_ref)
            return known.pk
        if found.state not in _UNDER_WAY:
            raise DepartureNotUnderWay(f"{departure_ref} is {found.state}.", departure=departure_ref)
        return _share(found, true_fixed_minor, viewer, at)


def _check_may_enter(viewer: Viewer, departure: Departure) -> None:
    """A treasurer, or the lane's own carrier."""
    is_carrier = departure.lane.carrier_id in viewer.parties(Role.CARRIER)
    if not (viewer.has_role(Role.TREASURER) or is_carrier):
        raise NotAllowed("Only a treasurer or the lane's carrier.")


def _share(departure: Departure, fixed_minor: int, viewer: Viewer, at: datetime) -> int:
    shipments = Shipment.objects.filter(departure=departure, state__in=ABOARD, stayed_behind_at=None)
    order_ids = sorted(set(shipments.values_list("order_id", flat=True)))
    orders = {
        order.pk: order
        for order in Order.objects.select_for_update(of=("self",))
        .select_related("quote")
        .filter(pk__in=order_ids)
        .order_by("pk")
    }
    departures.lock([departure.pk])
    aboard = [_aboard(one, orders[one.order_id]) for one in shipments.order_by("pk")]
    result = true_up(fixed_minor=fixed_minor, aboard=[one.value for one in aboard])
    row = TrueUp.objects.create(
        departure=departure,
        currency=departure.lane.currency,
        true_fixed_minor=fixed_minor,
        shared_minor=result.recovered_minor,
        under_recovery_minor=result.under_recovery_minor,
        entered_by=viewer.user_id,
        at=at,
    )
    for one, settled in zip(aboard, result.shipments, strict=True):
        _refund(row, one, settled, orders[one.shipment.order_id], at)
    under = flows.true_freight(
        true_cost=Money(fixed_minor, row.currency),
        collected=Money(result.recovered_minor, row.currency),
        party_id=departure.lane.carrier_id,
        key=f"true-freight:{departure.pk}",
    )
    if under is not None:
        ledger.post_once(under, at=at)
    Departure.objects.filter(pk=departure.pk).update(true_fixed_minor=fixed_minor)
    audit(
        "true-cost-entered", subject=f"departure:{departure.pk}", at=at, by=viewer,
        true_fixed_minor=fixed_minor,
    )  # fmt: skip
    tell("departure.trued-up", at=at, departure_id=departure.pk, true_up_id=row.pk)
    return row.pk


def _aboard(shipment: Shipment, order: Order) -> _Aboard:
    """What is still charged for the shared freight is its ceiling: corrections lowered both sides already."""
    shipment.order = order
    lines = {
        line_id: next(share for share in shares if share.part is Part.FREIGHT_SHARED)
        for line_id, shares in escrow_shares.of_shipment(shipment).items()
    }
    quoted = sum(share.owed.minor for share in lines.values())
    charged = Money(sum(share.amount.minor for share in lines.values()), order.currency)
    alone = max(0, shipment.standalone_minor - shipment.caused_minor)
    value = Aboard(
        key=str(shipment.pk),
        chargeable_g=shipment.chargeable_g,
        quoted_minor=quoted,
        standalone_share_minor=alone,
        charged=charged,
        rate=payments.rate_of(order, shipment.lane_currency),
    )
    return _Aboard(shipment, lines, value)


def _refund(row: TrueUp, one: _Aboard, settled: ShipmentTrueUp, order: Order, at: datetime) -> None:
    owed_less = one.value.quoted_minor - settled.share_minor
    lines = OrderLine.objects.select_related("shipment__seller").filter(pk__in=one.lines).order_by("pk")
    amounts = allocate(settled.refund.minor, [one.lines[line.pk].amount.minor for line in lines])
    owed = allocate(owed_less, [one.lines[line.pk].owed.minor for line in lines])
    covered = escrow_shares.covered_of(one.shipment)
    back = 0
    for line, minor, less in zip(lines, amounts, owed, strict=True):
        if minor or less:
            taken = replace(
                one.lines[line.pk],
                amount=Money(minor, order.currency),
                owed=Money(less, one.shipment.lane_currency),
            )
            back += true_freight.give_back(line, taken, covered.get(line.pk, []), reason=REASON, at=at)
    TrueUpShare.objects.create(
        true_up=row,
        shipment=one.shipment,
        quoted_minor=one.value.quoted_minor,
        share_minor=settled.share_minor,
        refund_minor=back,
    )
    if back:
        payments.queue_refund(order, Money(back, order.currency), kind="freight", reason=REASON, at=at)
        tell(
            "freight.refunded", at=at, order_id=order.pk, shipment_id=one.shipment.pk, refund_minor=back,
            currency=order.currency,
        )  # fmt: skip
