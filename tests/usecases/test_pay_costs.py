"""Bills due before acceptance are paid from working capital and come back at release (LE-9, LE-11)."""

from __future__ import annotations

import pytest
from django.db import transaction

from builders import books
from builders import orders as build
from sogdia.apps.departures.models import Departure
from sogdia.apps.ledger.models import EscrowBalance, Posting
from sogdia.apps.orders.models import OrderLine
from sogdia.apps.payments import services as payments
from sogdia.apps.payments import shares
from sogdia.apps.settlement.costs import list_costs, owed_on
from sogdia.domain.pricing.parts import Part
from sogdia.domain.refusals import KeyReused, NotAllowed
from sogdia.domain.viewer import Viewer
from sogdia.usecases.pay_costs import NothingOwed, TrueFreightFirst, pay_costs
from sogdia.usecases.settle_shipment import settle_shipment

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build.a_world()


def on_its_way(world):
    order = build.a_paid_order(world)
    build.set_state(build.shipment_of(order), "departed")
    Departure.objects.filter(pk=world.departure.pk).update(state="departed", departed_at=build.NOW)
    return order


def pay(world, part=Part.LAST_MILE, *, viewer=None, key="k1"):
    return pay_costs(
        viewer=viewer or build.treasurer(world),
        departure_ref=world.departure.ref,
        part=part,
        at=build.NOW,
        key=key,
    )


def working_capital(part):
    rows = Posting.objects.filter(account__code="working-capital", part=part)
    return sum(rows.values_list("amount_minor", flat=True))


def owed(world, part):
    return sum(one.amount.minor for one in owed_on(world.departure) if one.part is part)


def test_le_9_a_bill_before_acceptance_is_paid_from_working_capital_and_not_from_escrow(world):
    order = on_its_way(world)
    due = owed(world, Part.LAST_MILE)
    held = EscrowBalance.objects.get(order_id=order.pk).held_minor

    pay(world)

    assert due > 0 and working_capital(Part.LAST_MILE) == due
    assert EscrowBalance.objects.get(order_id=order.pk).held_minor == held
    assert owed(world, Part.LAST_MILE) == 0
    assert books.broken() == {}


def test_le_9_it_comes_back_when_the_escrow_is_released(world):
    order = on_its_way(world)
    pay(world)
    shipment = build.set_state(build.shipment_of(order), "accepted", accepted_at=build.NOW)

    settle_shipment(shipment_id=shipment.pk, at=build.NOW)

    assert working_capital(Part.LAST_MILE) == 0
    assert books.broken() == {}


def test_le_11_what_refunded_goods_no_longer_bear_is_the_houses_variance(world):
    order = on_its_way(world)
    due = owed(world, Part.LAST_MILE)
    pay(world)
    line = OrderLine.objects.get(order=order)
    with transaction.atomic():
        payments.give_back(
            line, shares.of_order(order.pk)[line.pk], kind="end", reason="Lost.", key="lost", at=build.NOW
        )
    shipment = build.set_state(build.shipment_of(order), "accepted", accepted_at=build.NOW)

    settle_shipment(shipment_id=shipment.pk, at=build.NOW)

    variance = sum(
        Posting.objects.filter(account__code="quote-variance").values_list("amount_minor", flat=True)
    )
    assert (working_capital(Part.LAST_MILE), variance) == (0, due)
    assert books.broken() == {}


def test_the_same_key_pays_once_and_another_body_is_refused(world):
    on_its_way(world)

    assert (pay(world), pay(world)) == (1, 0)

    with pytest.raises(KeyReused):
        pay(world, Part.INSURANCE)
    with pytest.raises(NothingOwed):
        pay(world, key="k2")


def test_the_vehicle_is_paid_after_its_true_cost_is_known(world):
    on_its_way(world)

    with pytest.raises(TrueFreightFirst):
        pay(world, Part.FREIGHT_SHARED)


def test_only_a_treasurer_pays(world):
    on_its_way(world)

    for stranger in (Viewer(), build.support(world)):
        with pytest.raises(NotAllowed):
            pay(world, viewer=stranger)
    with pytest.raises(NotAllowed):
        list_costs(Viewer(), world.departure.ref)
    assert not Posting.objects.filter(account__code="working-capital").exists()
