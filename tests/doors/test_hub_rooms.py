"""The hub's and the carrier's pages, as their people use them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from builders import orders as build
from builders import way
from sogdia.apps.departures.models import Milestone
from sogdia.apps.hub.models import LogisticUnit, Reception
from sogdia.apps.orders.models import Proposal
from sogdia.domain.references import sscc
from sogdia.domain.viewer import Role
from sogdia.web.views.carrier import exact

pytestmark = pytest.mark.django_db(transaction=True)
#: Departures of these tests leave after any day on which the tests may run.
FAR = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def world():
    made = build.a_world()
    made.departure.cutoff_at, made.departure.leaves_at = FAR, FAR + dt.timedelta(days=1)
    made.departure.save()
    made.lane.minimum_fill_bp = 0
    made.lane.save()
    way.open_market(made)
    return made


@pytest.fixture
def clerk(client, world):
    user = build.a_user()
    build.member(user, world.operator, Role.CLERK, hub_id=world.hub.pk)
    client.force_login(user)
    return client


def weigh(client, shipment, **changes):
    line = way.line_of(shipment)
    data = {"packs": "10", "net": "10", "gross": "10,5", "grade": "A", "key": way.key(), **changes}
    url = reverse("hub:receive_line", args=[shipment.ref, line.pk])
    return client.post(url, data, follow=True)


def test_the_first_page_shows_departures_and_what_is_expected(clerk, world):
    shipment = way.labelled(world)

    page = clerk.get(reverse("hub:home")).content.decode()

    assert world.departure.ref in page
    assert shipment.ref in page and "Expected, 1 shipment" in page


def test_a_scan_leads_where_something_is_done(clerk, world):
    shipment = way.labelled(world)
    number = sscc(extension=0, company_prefix="9521234", serial=1)
    LogisticUnit.objects.create(sscc=number, shipment=shipment, gross_mass_g=10_500, volume_cm3=20_000)

    to_board = clerk.get(reverse("hub:receive"), {"code": world.departure.ref.lower()})
    by_pallet = clerk.get(reverse("hub:receive"), {"code": f"(00){number}"})
    nothing = clerk.get(reverse("hub:receive"), {"code": "SHP-00000-00000"})

    assert to_board.url == reverse("hub:board", args=[world.departure.ref])
    assert by_pallet.url == reverse("hub:receiving", args=[shipment.ref])
    assert "Nothing at this hub has the code" in nothing.content.decode()


def test_goods_as_ordered_are_ready(clerk, world):
    shipment = way.labelled(world)

    page = weigh(clerk, shipment).content.decode()

    assert way.again(shipment).state == "ready"
    assert "As ordered" in page and "To the load board" in page


def test_a_shortfall_within_the_tolerance_is_refunded(clerk, world):
    shipment = way.labelled(world)

    weigh(clerk, shipment, net="9.9")

    assert Reception.objects.get().outcome == "refund"
    assert way.again(shipment).state == "ready"


def test_a_lower_grade_needs_its_worth_and_asks_the_buyer(clerk, world):
    shipment = way.labelled(world)

    refused = weigh(clerk, shipment, grade="B")
    asked = weigh(clerk, shipment, grade="B", value="80").content.decode()

    assert refused.status_code == 422
    assert "The buyer is asked: A lower grade" in asked
    assert Proposal.objects.get().kind == "downgrade"


def test_words_in_the_scale_s_fields_are_refused_beside_them(clerk, world):
    shipment = way.labelled(world)

    answer = weigh(clerk, shipment, net="ten")

    assert answer.status_code == 422
    assert "Write a number" in answer.content.decode()


def test_the_board_loads_takes_out_and_seals(clerk, world):
    shipment = way.labelled(world)
    weigh(clerk, shipment)
    ref = world.departure.ref

    clerk.post(reverse("hub:load", args=[ref, shipment.ref]), {"key": "a"})
    assert way.again(shipment).state == "loaded"
    clerk.post(reverse("hub:unload", args=[ref, shipment.ref]), {"key": "b"})
    assert way.again(shipment).state == "ready"
    clerk.post(reverse("hub:load", args=[ref, shipment.ref]), {"key": "c"})
    early = clerk.post(reverse("hub:seal", args=[ref]), {"seal_number": "S-1", "key": "d"})
    assert "Orders still come in" in early.content.decode()
    page = clerk.post(
        reverse("hub:seal", args=[ref]), {"seal_number": "S-1", "is_early": "on", "key": "e"}, follow=True
    ).content.decode()

    assert "is sealed with 1 shipment" in page
    assert "Packing list" in page and "leaves now" in page


def test_a_missing_paper_is_red_and_can_be_added(clerk, world):
    way.open_market(world, effect="needs-document", document="phytosanitary-certificate", hs_prefix="0806")
    shipment = way.labelled(world)
    weigh(clerk, shipment)
    ref = world.departure.ref
    board = reverse("hub:board", args=[ref])

    red = clerk.get(board).content.decode()
    assert "Plant-health certificate missing" in red and "Load on" not in red
    data = {"lot": world.lot.ref, "document": "phytosanitary-certificate", "number": "PC 7", "key": "p"}
    green = clerk.post(reverse("hub:paper", args=[ref, shipment.ref]), data, follow=True).content.decode()

    assert "Load on" in green


def test_pallets_get_labels_of_their_own(clerk, world):
    shipment = way.labelled(world)
    weigh(clerk, shipment)

    page = clerk.post(
        reverse("hub:units", args=[shipment.ref]), {"count": "3", "bay": "12", "key": "u"}, follow=True
    ).content.decode()

    assert LogisticUnit.objects.filter(shipment=shipment).count() == 3
    assert sum(unit.gross_mass_g for unit in LogisticUnit.objects.all()) == 10_500
    assert "3 labels to print" in page


def test_the_carrier_reports_and_delivers(client, world):
    shipment = build.set_state(way.labelled(world), "departed")
    left = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    world.departure.state, world.departure.departed_at = "departed", left
    world.departure.save()
    Milestone.objects.create(departure=world.departure, kind="departed", at=left, recorded_at=left)
    user = build.a_user()
    build.member(user, world.carrier, Role.CARRIER)
    client.force_login(user)
    ref = world.departure.ref
    assert "Crossed the border" in client.get(reverse("carrier:home")).content.decode()

    for hour, kind in enumerate(("arrived", "customs-cleared", "handed-to-last-mile")):
        data = {"kind": kind, "day": "2025-01-20", "time": f"1{hour}:00", "place": "Paris", "key": kind}
        client.post(reverse("carrier:milestone", args=[ref]), data)
    page = client.get(reverse("carrier:departure", args=[ref])).content.decode()
    assert "To deliver, 1 shipment" in page and "Claire Martin" in page
    same_minute = exact(left, left + dt.timedelta(seconds=40), now=FAR)
    assert same_minute == left + dt.timedelta(seconds=40)
    client.post(
        reverse("carrier:delivered", args=[ref, shipment.ref]), {"when": "2025-01-21T09:30", "key": "x"}
    )

    assert way.again(shipment).state == "delivered"
    assert "Claire Martin" not in client.get(reverse("carrier:departure", args=[ref])).content.decode()
