"""What somebody gave back to a buyer is not given back again, by whoever bears what happens next (LE-8, FR-8)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from builders import books
from builders import orders as build
from sogdia.apps.claims.models import Claim
from sogdia.apps.departures.models import Departure
from sogdia.apps.ledger.models import EscrowBalance, Posting
from sogdia.apps.orders.models import Order, OrderLine
from sogdia.apps.payments.models import Payment, Refund
from sogdia.apps.settlement.models import Settlement, TrueUp, TrueUpShare
from sogdia.domain.claims import ClaimReason
from sogdia.domain.ends import End
from sogdia.domain.ledger.bearing import Bearer
from sogdia.usecases.end_shipment import end_shipment
from sogdia.usecases.settle_shipment import settle_shipment
from sogdia.usecases.true_up_departure import true_up_departure
from usecases.test_orders_claims import claim, decide

pytestmark = pytest.mark.django_db(transaction=True)
NOW = build.NOW


@pytest.fixture
def world():
    return build.a_world(kg=100)


@pytest.fixture
def order(world):
    found = build.a_paid_order(world, buyer=build.a_user("claire@example.org"))
    delivered(found)
    return found


def delivered(order):
    build.set_state(
        build.shipment_of(order), "delivered", delivered_at=NOW, accept_by=NOW + timedelta(days=3)
    )
    Order.objects.filter(pk=order.pk).update(state="delivered")


def back(order):
    return sum(Refund.objects.filter(order=order).values_list("amount_minor", flat=True))


def balance(code, **where):
    return sum(Posting.objects.filter(account__code=code, **where).values_list("amount_minor", flat=True))


def end(world, order, how, **more):
    end_shipment(
        viewer=build.support(world), shipment_ref=build.shipment_of(order).ref, end=how, reason="As reported.",
        at=NOW, key=f"end-{how}", **more,
    )  # fmt: skip


def leaves(world, fixed_minor):
    Departure.objects.filter(pk=world.departure.pk).update(state="departed")
    true_up_departure(
        viewer=build.treasurer(world), departure_ref=world.departure.ref, true_fixed_minor=fixed_minor, at=NOW
    )


@pytest.mark.parametrize(
    ("how", "more", "state"),
    [
        (End.LOST, {}, "departed"),
        (End.SEIZED, {"at_fault": Bearer.HOUSE}, "customs"),
        (End.SEIZED, {"at_fault": Bearer.SELLER}, "customs"),
    ],
)
def test_freight_that_was_given_back_does_not_go_back_again_when_it_was_lower(world, how, more, state):
    orders = [build.a_paid_order(world), build.a_paid_order(world, build.Want(packs=30))]
    for one in orders:
        build.set_state(build.shipment_of(one), state)
    end(world, orders[1], how, **more)
    given = back(orders[1])

    leaves(world, 200_00)

    assert back(orders[1]) == given <= orders[1].total_minor
    assert TrueUpShare.objects.get(shipment__order=orders[0]).share_minor == 50_00
    assert TrueUp.objects.get().under_recovery_minor == 0
    assert books.broken() == {}


def test_the_difference_goes_to_whoever_had_borne_the_freight(world):
    order = build.a_paid_order(world)
    build.set_state(build.shipment_of(order), "customs")
    end(world, order, End.SEIZED, at_fault=Bearer.HOUSE)
    borne = balance("goodwill", part="freight-shared")

    leaves(world, 50_00)

    assert borne == 9_00
    # 70.20 yuan were quoted and 50.00 owed: 20.20 at 0.1282 are 2.59 euro, rounded up.
    assert balance("goodwill", part="freight-shared") == 9_00 - 2_59
    assert -balance("freight-payable", part="freight-shared", account__currency="CNY") == 50_00
    assert books.broken() == {}


def test_after_half_was_given_back_half_of_the_difference_is_the_buyers(world, order):
    decide(world, claim(order, packs=5), bearer=Bearer.CARRIER)

    leaves(world, 50_00)

    assert [row.amount_minor for row in Refund.objects.filter(kind="freight")] in ([1_29], [1_30])
    assert books.broken() == {}


def test_a_second_claim_takes_only_its_own_packs_from_the_grower(world, order):
    decide(world, claim(order, packs=5, key="a"), bearer=Bearer.CARRIER, key="da")
    build.set_state(
        build.shipment_of(order), "delivered", delivered_at=NOW, accept_by=NOW + timedelta(days=3)
    )

    decide(world, claim(order, packs=2, key="b", reason=ClaimReason.WRONG), bearer=Bearer.SELLER, key="db")
    settle_shipment(shipment_id=build.shipment_of(order).pk, at=NOW + timedelta(days=4))

    assert Claim.objects.filter(state="paid").count() == 2
    assert back(order) == 7 * build.PACK_MINOR
    # Five packs are paid although the carrier spoilt them, three were fine, two were the grower's fault.
    assert Settlement.objects.get().net_minor == 8 * build.PACK_NET_FEN
    assert EscrowBalance.objects.get(order_id=order.pk).held_minor == 0
    assert books.broken() == {}


def test_a_last_mile_that_failed_is_not_given_back_again_when_the_goods_are_lost(world, order):
    build.set_state(build.shipment_of(order), "failed")
    end(world, order, End.FAILED)

    end(world, order, End.LOST)

    assert back(order) == order.total_minor
    assert OrderLine.objects.get(order=order).packs == 10
    assert books.broken() == {}


def test_an_order_that_others_gave_back_in_full_reads_as_refunded(world, order):
    build.set_state(build.shipment_of(order), "departed")

    end(world, order, End.LOST)

    payment = Payment.objects.get(order=order)
    assert payment.refunded_minor == payment.captured_minor
    assert Order.objects.get(pk=order.pk).state == "refunded"
