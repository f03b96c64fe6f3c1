"""The way from the hub's door to the buyer's: received, loaded, sealed, gone, delivered, each once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from builders import orders as build
from builders import way
from sogdia.apps.departures.models import Milestone
from sogdia.apps.documents.models import Document
from sogdia.apps.tracing.models import TraceEvent
from sogdia.domain.milestones import MilestoneKind as Kind
from sogdia.usecases.deliver_shipment import deliver_shipment, fail_delivery
from sogdia.usecases.depart_departure import depart_departure

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    made = build.a_world()
    way.open_market(made)
    return made


def test_the_whole_way_walks_through(world):
    clerk, driver = way.clerk(world), way.driver(world)
    shipment = way.gone(world, clerk)
    assert (shipment.state, way.order_of(shipment).state) == ("departed", "on-the-way")

    way.report(driver, world, Kind.BORDER, days=5, place="Khorgos")
    way.report(driver, world, Kind.CUSTOMS_CLEARED, days=14)
    way.report(driver, world, Kind.ARRIVED, days=16)
    assert way.again(shipment).state == "arrived"
    way.report(driver, world, Kind.HANDED_TO_LAST_MILE, days=17)
    delivered_at = world.departure.leaves_at + timedelta(days=18)
    deliver_shipment(
        viewer=driver, shipment_ref=shipment.ref, happened_at=delivered_at, at=delivered_at, key="d"
    )

    shipment = way.again(shipment)
    assert (shipment.state, way.order_of(shipment).state) == ("delivered", "delivered")
    assert shipment.accept_by == delivered_at + timedelta(hours=48)
    kinds = list(
        TraceEvent.objects.filter(shipment=shipment, is_public=True).order_by("at", "id").values_list("kind")
    )
    assert [kind for (kind,) in kinds] == [
        "received", "loaded", "sealed", "departed", "border", "customs-cleared", "arrived",
        "handed-to-last-mile", "delivered",
    ]  # fmt: skip


def test_sealing_issues_invoice_and_customs_papers_on_accepted_weights(world):
    clerk = way.clerk(world)
    shipment = way.labelled(world)
    world.lane.minimum_fill_bp = 0
    world.lane.save()
    way.receive(clerk, shipment, net_mass_g=9_900)
    way.load(clerk, shipment)

    way.seal_departure(
        viewer=clerk, departure_ref=world.departure.ref, seal_number="S-7", at=world.departure.cutoff_at,
        key="seal",
    )  # fmt: skip

    kinds = {row.kind: row for row in Document.objects.filter(departure=world.departure)}
    assert set(kinds) == {"invoice", "packing-list", "commercial-invoice"}
    assert kinds["invoice"].total_minor == 79_20


def test_goods_that_cross_a_border_wait_in_customs(world):
    driver = way.driver(world)
    shipment = way.gone(world, way.clerk(world))
    way.report(driver, world, Kind.ARRIVED, days=16)
    assert way.again(shipment).state == "customs"

    way.report(driver, world, Kind.CUSTOMS_CLEARED, days=17)
    way.report(driver, world, Kind.HANDED_TO_LAST_MILE, days=17)

    assert way.again(shipment).state == "out-for-delivery"


def test_a_milestone_sent_twice_is_written_once(world):
    driver = way.driver(world)
    way.gone(world, way.clerk(world))
    for _ in range(2):
        way.report(driver, world, Kind.BORDER, days=5, at_key="same")

    assert Milestone.objects.filter(kind="border").count() == 1


def test_departing_twice_with_the_same_key_departs_once(world):
    clerk = way.clerk(world)
    way.sealed(world, clerk)
    for _ in range(2):
        depart_departure(
            viewer=clerk, departure_ref=world.departure.ref, at=world.departure.leaves_at, key="once"
        )

    assert Milestone.objects.count() == 1


def test_a_failed_delivery_goes_out_again(world):
    driver = way.driver(world)
    shipment = way.gone(world, way.clerk(world))
    for kind in (Kind.ARRIVED, Kind.CUSTOMS_CLEARED, Kind.HANDED_TO_LAST_MILE):
        way.report(driver, world, kind, days=16)
    when = world.departure.leaves_at + timedelta(days=17)

    fail_delivery(
        viewer=driver, shipment_ref=shipment.ref, reason="Nobody there", happened_at=when, at=when, key="f"
    )

    assert (way.again(shipment).state, way.again(shipment).state_reason) == ("failed", "Nobody there")
