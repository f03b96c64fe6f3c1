"""An officer sees what their own region earned, to the minor unit; nobody reads one producer's income."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from builders import sale
from sogdia.apps.lots.models import Lot
from sogdia.apps.officers import selectors as officers
from sogdia.apps.orders.models import Correction, Order, OrderLine, Shipment
from sogdia.apps.parties.models import Party
from sogdia.apps.quotes.models import Quote, QuoteLine
from sogdia.apps.settlement.models import Payable, Payout, Settlement, TrueUp, TrueUpShare
from sogdia.domain.refusals import NotAllowed
from sogdia.domain.viewer import Place, Role, Viewer

pytestmark = pytest.mark.django_db

ZONE = "Asia/Shanghai"
OCTOBER = dt.datetime(2026, 10, 20, 9, tzinfo=dt.UTC)


def officer(region) -> Viewer:
    return Viewer(user_id=1, places=(Place(1, Role.OFFICER, region_id=region.pk),))


def settle(world, *, shipment=None, at=OCTOBER, net=23_400, freight=300) -> None:
    shipment = shipment or world.shipment
    OrderLine.objects.filter(shipment=shipment).update(seller_parts={"net": net})
    Settlement.objects.create(
        shipment=shipment,
        seller=world.seller,
        currency="CNY",
        promised_minor=net,
        net_minor=net,
        settled_at=at,
    )
    up, _made = TrueUp.objects.get_or_create(
        departure=world.departure,
        defaults={
            "currency": "CNY", "true_fixed_minor": 300, "shared_minor": 300, "under_recovery_minor": 0, "at": at,
        },
    )  # fmt: skip
    TrueUpShare.objects.create(
        true_up=up, shipment=shipment, quoted_minor=500, share_minor=freight, refund_minor=20
    )
    payout = Payout.objects.create(
        ref=f"P-{shipment.pk}", party=world.seller, currency="CNY", amount_minor=net, state="sent",
        due_on=at.date(), sent_at=sale.AT + dt.timedelta(days=11),
    )  # fmt: skip
    Payable.objects.create(
        party=world.seller, shipment=shipment, kind="net", currency="CNY", amount_minor=net, due_on=at.date(),
        payout=payout, made_at=at,
    )  # fmt: skip


def another_sale(world, number: int):
    """The same goods again, from another producer."""
    producer = Party.objects.create(code=f"farm-{number}", names={"en": f"Farm {number}"}, is_seller=True)
    copies = {}
    lot = Lot.objects.get(pk=world.lot.pk)
    lot.pk, lot.uid, lot.ref, lot.producer = None, uuid.uuid4(), f"LT-{number}", producer
    lot.save()
    for name, model, source in (
        ("quote", Quote, world.quote), ("order", Order, world.order), ("shipment", Shipment, world.shipment),
    ):  # fmt: skip
        row = model.objects.get(pk=source.pk)
        row.pk, row.uid = None, uuid.uuid4()
        row.ref = f"{name[0].upper()}-{number}"
        if name == "order":
            row.quote = copies["quote"]
        if name == "shipment":
            row.order = copies["order"]
        row.save()
        copies[name] = row
    quoted = QuoteLine.objects.get(pk=world.quote_line.pk)
    quoted.pk, quoted.quote, quoted.lot = None, copies["quote"], lot
    quoted.save()
    line = OrderLine.objects.get(pk=world.line.pk)
    line.pk, line.order, line.shipment, line.quote_line, line.lot = (
        None, copies["order"], copies["shipment"], quoted, lot,
    )  # fmt: skip
    line.save()
    return copies["shipment"]


def test_net_and_freight_are_those_of_the_accepted_weight():
    world = sale.sold()
    settle(world)
    Correction.objects.create(
        line=world.line, kind="short", net_mass_g=-200, seller_parts={"net": 2340}, at=OCTOBER
    )

    now = officers.get_cockpit(officer(world.region), at=OCTOBER, zone=ZONE).now

    assert (now.mass_g, now.net_minor, now.net_per_kg_minor) == (1800, 21_060, 11_700)
    assert (now.freight_minor, now.freight_per_kg_minor) == (500, 278)
    assert (now.producers, now.sales, now.days_to_money) == (1, 1, 11)


def test_before_the_true_up_the_quoted_ceiling_counts():
    world = sale.sold()
    settle(world)
    TrueUpShare.objects.all().delete()

    page = officers.get_cockpit(officer(world.region), at=OCTOBER, zone=ZONE)

    assert page.now.freight_minor == 700


def test_a_month_begins_where_the_hub_is():
    world = sale.sold()
    settle(world, at=dt.datetime(2026, 9, 30, 17, tzinfo=dt.UTC))

    page = officers.get_cockpit(officer(world.region), at=OCTOBER, zone=ZONE)

    assert (page.now.sales, page.before.sales) == (1, 0)


def test_another_regions_officer_sees_none_of_it():
    world = sale.sold()
    settle(world)
    other = sale.region("hami")

    page = officers.get_cockpit(officer(other), at=OCTOBER, zone=ZONE)

    assert page.is_empty
    assert officers.list_sellers(officer(other)) == []


@pytest.mark.parametrize(
    "viewer",
    [Viewer(), Viewer(user_id=2), Viewer(user_id=3, places=(Place(1, Role.SUPPORT), Place(1, Role.OWNER)))],
)
def test_who_is_no_officer_is_refused(viewer):
    for ask in (
        lambda: officers.get_cockpit(viewer, at=OCTOBER, zone=ZONE),
        lambda: officers.list_sellers(viewer),
        lambda: officers.get_agreement(viewer),
    ):
        with pytest.raises(NotAllowed):
            ask()


def test_is_4_what_is_passed_on_withholds_cells_of_a_few():
    world = sale.sold()
    settle(world)

    own = officers.get_cockpit(officer(world.region), at=OCTOBER, zone=ZONE)
    passed_on = officers.get_cockpit(officer(world.region), at=OCTOBER, zone=ZONE, is_for_others=True)

    assert own.counties[0].figures.net_minor == 23_400
    assert passed_on.counties[0].figures.is_withheld
    assert passed_on.counties[0].figures.net_minor == passed_on.now.net_minor == 0


def test_is_4_five_producers_hide_each_other():
    world = sale.sold()
    settle(world)
    for number in range(4):
        settle(world, shipment=another_sale(world, number))

    page = officers.get_cockpit(officer(world.region), at=OCTOBER, zone=ZONE, is_for_others=True)

    assert page.counties[0].figures.producers == 5
    assert page.now.net_minor == 5 * 23_400


def test_the_cockpit_costs_the_same_however_much_was_sold(django_assert_max_num_queries):
    world = sale.sold()
    settle(world)
    for number in range(3):
        settle(world, shipment=another_sale(world, number))

    with django_assert_max_num_queries(10):
        officers.get_cockpit(officer(world.region), at=OCTOBER, zone=ZONE)
