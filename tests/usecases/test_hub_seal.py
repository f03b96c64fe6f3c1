"""Loading, sealing, cancelling, and promises that move: what leaves, what goes later, what is refunded."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from builders import orders as build
from builders import way
from builders.orders import NOW, Want
from sogdia.apps.departures.models import Departure
from sogdia.apps.documents.models import Document
from sogdia.apps.hub.papers import PaperMissing
from sogdia.apps.ledger.models import EscrowBalance
from sogdia.apps.orders.models import Proposal, Shipment
from sogdia.apps.tracing.models import TraceEvent
from sogdia.domain.consolidation.fit import DepartureTooHeavy, PromiseBroken, TemperatureDiffers
from sogdia.domain.milestones import MilestoneKind as Kind
from sogdia.domain.refusals import NotAllowed, NotFound
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox.models import OutboxEvent
from sogdia.usecases.allow_light_departure import allow_light_departure
from sogdia.usecases.cancel_departure import cancel_departure
from sogdia.usecases.keep_paper import keep_paper
from sogdia.usecases.load_shipment import BuyerNotAnswered, DepartureSealed
from sogdia.usecases.move_shipment import move_shipment
from sogdia.usecases.seal_departure import BelowLeastLoad, CutOffNotReached, NothingLoaded, seal_departure
from sogdia.usecases.settle_discrepancy import settle_discrepancy
from sogdia.usecases.unload_shipment import unload_shipment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    made = build.a_world()
    way.open_market(made)
    made.lane.minimum_fill_bp = 0
    made.lane.save()
    return made


@pytest.fixture
def clerk(world):
    return way.clerk(world)


def seal(world, clerk, *, is_early=False, at=None):
    return seal_departure(
        viewer=clerk, departure_ref=world.departure.ref, seal_number="S-1", is_early=is_early,
        at=at or world.departure.cutoff_at, key=way.key(),
    )  # fmt: skip


def later_departure(world, *, days=7):
    return build.a_departure(world.lane, cutoff_at=world.departure.cutoff_at + timedelta(days=days))


def test_a_missing_document_keeps_goods_off_until_it_is_held(world, clerk):
    way.open_market(world, effect="needs-document", document="phytosanitary-certificate", hs_prefix="0806")
    shipment = way.labelled(world)
    way.receive(clerk, shipment)

    with pytest.raises(PaperMissing) as refused:
        way.load(clerk, shipment)
    assert refused.value.params["lot"] == world.lot.ref
    keep_paper(
        viewer=clerk, shipment_ref=shipment.ref, lot_ref=world.lot.ref, document="phytosanitary-certificate",
        number="PC 7", at=NOW, key="paper",
    )  # fmt: skip
    way.load(clerk, shipment)

    assert way.again(shipment).state == "loaded"


def test_a_market_without_a_rule_keeps_goods_off(world, clerk):
    shipment = way.labelled(world)
    way.receive(clerk, shipment)
    way.open_market(world, effect="prohibited")

    with pytest.raises(PaperMissing):
        way.load(clerk, shipment)


def test_more_than_the_vehicle_carries_is_not_loaded(world, clerk):
    shipment = way.labelled(world)
    way.receive(clerk, shipment, gross_mass_g=11_000)
    Departure.objects.filter(pk=world.departure.pk).update(capacity_mass_g=10_600)

    with pytest.raises(DepartureTooHeavy):
        way.load(clerk, shipment)


def test_goods_that_need_cooling_are_not_loaded_without_it(world, clerk):
    world.product.temperature = "chilled"
    world.product.save()
    shipment = way.labelled(world)
    way.receive(clerk, shipment)

    with pytest.raises(TemperatureDiffers):
        way.load(clerk, shipment)


def test_loading_and_taking_out_can_be_said_twice(world, clerk):
    shipment = way.loaded(world, clerk)
    way.load(clerk, shipment)
    for _ in range(2):
        unload_shipment(viewer=clerk, shipment_ref=shipment.ref, at=NOW, key=way.key())

    assert way.again(shipment).state == "ready"
    assert TraceEvent.objects.filter(kind="loaded").count() == 1


def test_sealing_before_the_cut_off_must_be_said(world, clerk):
    way.loaded(world, clerk)

    with pytest.raises(CutOffNotReached):
        seal(world, clerk, at=NOW)
    seal(world, clerk, at=NOW, is_early=True)

    world.departure.refresh_from_db()
    assert (world.departure.state, world.departure.seal_number) == ("sealed", "S-1")


def test_an_empty_vehicle_is_not_sealed(world, clerk):
    with pytest.raises(NothingLoaded):
        seal(world, clerk)


def test_what_is_not_ready_goes_with_the_next_departure_and_its_buyer_is_asked(world, clerk):
    way.loaded(world, clerk)
    late = way.labelled(world, Want(packs=2))
    later = later_departure(world)

    done = seal(world, clerk)

    late = way.again(late)
    assert (done.later, late.departure, late.state) == ((late.ref,), later, "labelled")
    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.default_answer, proposal.answer_by) == (
        "delay",
        "agreed",
        later.cutoff_at,
    )
    world.departure.refresh_from_db()
    later.refresh_from_db()
    assert (world.departure.booked_mass_g, later.booked_mass_g) == (10_500, 2_100)


def test_a_buyer_asked_about_a_delay_may_have_the_money_back(world, clerk):
    way.loaded(world, clerk)
    buyer = build.a_user()
    late = way.labelled(world, Want(packs=2), buyer=buyer)
    later = later_departure(world)
    seal(world, clerk)

    settle_discrepancy(
        viewer=Viewer(user_id=buyer.pk), proposal_id=Proposal.objects.get().pk, agrees=False,
        at=later.cutoff_at - timedelta(days=1), key="no",
    )  # fmt: skip

    later.refresh_from_db()
    assert (way.again(late).state, later.booked_mass_g) == ("cancelled", 0)
    assert EscrowBalance.objects.get(order_id=late.order_id).held_minor == 0
    world.lot.refresh_from_db()
    assert world.lot.qty_sold == 10_000


def test_what_no_departure_takes_is_refunded_in_full(world, clerk):
    way.loaded(world, clerk)
    late = way.labelled(world, Want(packs=2))

    done = seal(world, clerk)

    assert done.cancelled == (late.ref,)
    assert way.order_of(late).state == "refunded"
    assert EscrowBalance.objects.get(order_id=late.order_id).held_minor == 0


def test_below_its_least_load_only_the_operator_lets_it_leave(world, clerk):
    way.loaded(world, clerk)
    world.lane.minimum_fill_bp = 4_000
    world.lane.save()

    with pytest.raises(BelowLeastLoad):
        seal(world, clerk)
    with pytest.raises(NotAllowed):
        allow_light_departure(
            viewer=clerk, departure_ref=world.departure.ref, reason="Promised.", at=NOW, key="x"
        )
    allow_light_departure(
        viewer=build.support(world), departure_ref=world.departure.ref, reason="Promised.", at=NOW, key="y"
    )

    assert len(seal(world, clerk).leaving) == 1


def test_cancelling_sends_shipments_on_or_money_back(world, clerk):
    shipment = way.loaded(world, clerk)
    later = later_departure(world, days=1)

    went, refunded = cancel_departure(
        viewer=clerk, departure_ref=world.departure.ref, reason="The pass is closed.", at=NOW, key="c"
    )

    shipment = way.again(shipment)
    assert (went, refunded) == ([shipment.ref], [])
    assert (shipment.departure, shipment.state) == (later, "ready")
    with pytest.raises(BuyerNotAnswered):
        way.load(clerk, shipment)
    way.load(clerk, shipment, at=later.cutoff_at)


def test_moving_to_a_later_departure_must_be_allowed_to_be_late(world, clerk):
    shipment = way.loaded(world, clerk)
    later = later_departure(world)

    with pytest.raises(PromiseBroken):
        move_shipment(viewer=clerk, shipment_ref=shipment.ref, to_ref=later.ref, at=NOW, key="m1")
    move_shipment(
        viewer=clerk, shipment_ref=shipment.ref, to_ref=later.ref, may_be_late=True, at=NOW, key="m2"
    )

    assert (way.again(shipment).departure, way.again(shipment).state) == (later, "ready")


def test_nothing_changes_in_a_sealed_departure(world, clerk):
    shipment = way.sealed(world, clerk)
    later = later_departure(world)

    with pytest.raises(DepartureSealed):
        unload_shipment(viewer=clerk, shipment_ref=shipment.ref, at=NOW, key="u")
    with pytest.raises(DepartureSealed):
        seal(world, clerk)
    paper = Document.objects.filter(departure=world.departure).first()
    for change in (
        lambda: Document.objects.filter(pk=paper.pk).update(total_minor=1),
        lambda: Document.objects.filter(pk=paper.pk).update(facts={}),
        lambda: Document.objects.filter(pk=paper.pk).delete(),
        lambda: Shipment.objects.filter(pk=shipment.pk).update(departure=later),
        lambda: Departure.objects.filter(pk=world.departure.pk).update(seal_number="S-2"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_delay_moves_the_window_and_tells_the_buyer(world, clerk):
    driver = way.driver(world)
    shipment = way.gone(world, clerk)
    shown = shipment.arrives_to
    OutboxEvent.objects.all().delete()

    way.report(driver, world, Kind.DELAYED, days=3, delay_days=5)

    moved = TraceEvent.objects.filter(kind="promise-moved", shipment=shipment).order_by("-id").first()
    assert way.again(shipment).arrives_to == shown + timedelta(days=5)
    assert (moved.data["shown_to"], moved.data["is_late"]) == (shown.isoformat(), True)
    assert OutboxEvent.objects.filter(topic="shipment.late").count() == 1


def test_only_the_lane_s_carrier_reports(world, clerk):
    way.gone(world, clerk)
    stranger = build.member(build.a_user(), build.a_party(is_carrier=True), way.Role.CARRIER)

    for viewer in (stranger, clerk, Viewer()):
        with pytest.raises(NotFound):
            way.report(viewer, world, Kind.ARRIVED, days=16)
