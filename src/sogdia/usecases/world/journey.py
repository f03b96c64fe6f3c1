"""One past departure of the demo's season, from acceptance to settlement, by the deeds of its people."""

from __future__ import annotations

from datetime import datetime, timedelta

from sogdia.apps.departures.models import Departure
from sogdia.apps.hub import goods as hub_goods
from sogdia.apps.hub import papers
from sogdia.apps.hub.services import Weighed
from sogdia.apps.orders.models import OrderLine, Shipment
from sogdia.apps.parties.models import Membership
from sogdia.domain.milestones import MilestoneKind, accept_by
from sogdia.domain.ports import PictureMaker
from sogdia.domain.viewer import Place, Role, Viewer
from sogdia.usecases.accept_shipment import accept_shipment
from sogdia.usecases.advance_payout import advance_due
from sogdia.usecases.allow_light_departure import allow_light_departure
from sogdia.usecases.deliver_shipment import deliver_shipment
from sogdia.usecases.depart_departure import depart_departure
from sogdia.usecases.hand_over_shipment import hand_over_shipment
from sogdia.usecases.keep_paper import keep_paper
from sogdia.usecases.label_shipment import label_shipment
from sogdia.usecases.load_shipment import load_shipment
from sogdia.usecases.receive_line import receive_line
from sogdia.usecases.record_milestone import Report, crosses_border, record_milestone
from sogdia.usecases.seal_departure import seal_departure
from sogdia.usecases.settle_shipment import settle_due
from sogdia.usecases.true_up_departure import true_up_departure

#: How long before its orders close a coming departure's goods are loaded, stand at the hub, are promised.
LOADED_WITHIN = timedelta(hours=14)
AT_HUB_WITHIN = timedelta(hours=37)
PROMISED_WITHIN = timedelta(hours=80)
#: Where a way's milestones fall between departure and arrival, in tenths.
_MARKS = ((MilestoneKind.BORDER, 4), (MilestoneKind.CUSTOMS_CLEARED, 8), (MilestoneKind.ARRIVED, 10))


def _as(role: Role, party_id: int, hub_id: int | None = None) -> Viewer:
    found = Membership.objects.filter(role=role, party_id=party_id).first()
    return Viewer(
        user_id=found.user_id if found else None,
        name="demonstration",
        guest_key="",
        places=(Place(party_id, role, hub_id=hub_id),),
    )


def travel(departure: Departure, *, now: datetime, pictures: PictureMaker) -> None:
    """Bring a past departure to where it would be by ``now``; one without paid goods stays as it is."""
    clerk = _as(Role.CLERK, 0, hub_id=departure.lane.hub_id)
    shipments = list(
        Shipment.objects.filter(departure=departure, state="paid").select_related("seller", "order")
    )
    if not shipments:
        return
    for shipment in shipments:
        _bring(shipment, departure.cutoff_at, clerk, pictures)
    advance_due(at=departure.cutoff_at - timedelta(hours=5))
    sealed_at = departure.cutoff_at + timedelta(minutes=20)
    for shipment in shipments:
        _papers(shipment, clerk, at=departure.cutoff_at - timedelta(hours=2))
        load_shipment(
            viewer=clerk,
            departure_ref=departure.ref,
            shipment_ref=shipment.ref,
            at=departure.cutoff_at - timedelta(hours=1),
            key=f"season-load-{shipment.pk}",
        )
    _allow_light(departure, at=departure.cutoff_at - timedelta(minutes=10))
    seal_departure(
        viewer=clerk,
        departure_ref=departure.ref,
        seal_number=f"LZ{departure.pk:06d}",
        at=sealed_at,
        key=f"season-seal-{departure.pk}",
    )
    depart_departure(
        viewer=clerk, departure_ref=departure.ref, at=departure.leaves_at, key=f"season-depart-{departure.pk}"
    )
    _arrive(departure, shipments, now=now)


def prepare(departure: Departure, *, now: datetime, pictures: PictureMaker) -> None:
    """
    Bring a coming departure to where it would be by ``now``: nearly loaded when its orders close today; at the hub, or for
    the last of its goods on the way there, when they close tomorrow; promised by its sellers before.

    A seller keeps one order in three to answer.
    """
    left = departure.cutoff_at - now
    if left > PROMISED_WITHIN:
        return
    clerk = _as(Role.CLERK, 0, hub_id=departure.lane.hub_id)
    shipments = list(Shipment.objects.filter(departure=departure, state="paid").order_by("pk"))
    as_if = min(departure.cutoff_at, now + timedelta(hours=5, minutes=30))
    for number, shipment in enumerate(shipments):
        if left > AT_HUB_WITHIN:
            if (shipment.pk + number) % 3:
                accept_shipment(
                    viewer=_as(Role.OWNER, shipment.seller_id),
                    shipment_ref=shipment.ref,
                    at=now - timedelta(minutes=20),
                    key=f"season-accept-{shipment.pk}",
                )
            continue
        is_last = number == len(shipments) - 1
        _bring(shipment, as_if, clerk, pictures, is_weighed=not is_last or left < LOADED_WITHIN)
        if left > LOADED_WITHIN or (is_last and left > timedelta(0)):
            continue
        _papers(shipment, clerk, at=now - timedelta(minutes=25))
        load_shipment(
            viewer=clerk,
            departure_ref=departure.ref,
            shipment_ref=shipment.ref,
            at=now - timedelta(minutes=15),
            key=f"season-load-{shipment.pk}",
        )


def _bring(
    shipment: Shipment, cutoff: datetime, clerk: Viewer, pictures: PictureMaker, *, is_weighed: bool = True
) -> None:
    seller = _as(Role.OWNER, shipment.seller_id)
    ref, pk = shipment.ref, shipment.pk
    accept_shipment(
        viewer=seller, shipment_ref=ref, at=cutoff - timedelta(hours=40), key=f"season-accept-{pk}"
    )
    label_shipment(viewer=seller, shipment_ref=ref, at=cutoff - timedelta(hours=36), key=f"season-label-{pk}")
    hand_over_shipment(
        viewer=seller, shipment_ref=ref, at=cutoff - timedelta(hours=24), key=f"season-hand-{pk}"
    )
    if not is_weighed:
        return
    lines = OrderLine.objects.filter(shipment=shipment).select_related("quote_line", "lot")
    for line in lines:
        weighed = Weighed(
            packs=line.packs,
            net_mass_g=line.net_mass_g,
            gross_mass_g=line.quote_line.gross_mass_g,
            grade=line.lot.grade,
        )
        receive_line(
            viewer=clerk,
            line_id=line.pk,
            weighed=weighed,
            photos=(),
            pictures=pictures,
            at=cutoff - timedelta(hours=6),
            key=f"season-receive-{line.pk}",
        )


def _papers(shipment: Shipment, clerk: Viewer, *, at: datetime) -> None:
    fresh = Shipment.objects.select_related("order__market", "departure__lane").get(pk=shipment.pk)
    for need in papers.needs_of([hub_goods.goods_of_one(fresh)], at=at):
        if need.kind == "document" and not need.is_held:
            keep_paper(
                viewer=clerk,
                shipment_ref=shipment.ref,
                lot_ref=need.lot.ref,
                document=need.code,
                number=f"DEMO-{need.lot.ref}",
                at=at,
                key=f"season-paper-{need.lot.pk}-{need.code}",
            )


def _allow_light(departure: Departure, *, at: datetime) -> None:
    fresh = Departure.objects.select_related("lane").get(pk=departure.pk)
    if fresh.booked_mass_g * 10_000 < fresh.capacity_mass_g * fresh.lane.minimum_fill_bp:
        allow_light_departure(
            viewer=_as(Role.SUPPORT, 0),
            departure_ref=departure.ref,
            reason="Demonstration season: the house bears the empty room.",
            at=at,
            key=f"season-light-{departure.pk}",
        )


def _arrive(departure: Departure, shipments: list[Shipment], *, now: datetime) -> None:
    lane = departure.lane
    assert lane.carrier_id is not None, "the demo's lanes have carriers"
    carrier = _as(Role.CARRIER, lane.carrier_id)
    arrives_at = departure.leaves_at + timedelta(days=lane.transit_days_min, hours=6)
    abroad = crosses_border(departure)
    for kind, tenth in _MARKS:
        happened_at = departure.leaves_at + (arrives_at - departure.leaves_at) * tenth / 10
        if happened_at > now or (kind is not MilestoneKind.ARRIVED and not abroad):
            continue
        _report(departure, carrier, kind, happened_at)
    if arrives_at > now:
        return
    true_up_departure(
        viewer=_as(Role.TREASURER, 0),
        departure_ref=departure.ref,
        true_fixed_minor=lane.vehicle_fixed_minor * 97 // 100,
        at=min(now, arrives_at + timedelta(hours=3)),
    )
    handed_at = arrives_at + timedelta(hours=8)
    delivered_at = arrives_at + timedelta(days=1, hours=4)
    if handed_at > now:
        return
    _report(departure, carrier, MilestoneKind.HANDED_TO_LAST_MILE, handed_at)
    if delivered_at > now:
        return
    for shipment in shipments:
        deliver_shipment(
            viewer=carrier,
            shipment_ref=shipment.ref,
            happened_at=delivered_at,
            at=delivered_at,
            key=f"season-deliver-{shipment.pk}",
        )
    settle_due(at=min(now, accept_by(delivered_at=delivered_at, reported_at=delivered_at)))


def _report(departure: Departure, carrier: Viewer, kind: MilestoneKind, happened_at: datetime) -> None:
    record_milestone(
        viewer=carrier,
        departure_ref=departure.ref,
        report=Report(kind=kind, happened_at=happened_at),
        at=happened_at,
        key=f"season-{kind}-{departure.pk}",
    )
