"""Stock moves once: held, sold, released, handed over; a lot never promises more than it holds."""

from __future__ import annotations

import pytest
from django.db import transaction

from builders import orders as build
from sogdia.apps.ledger.models import EscrowBalance
from sogdia.apps.lots import services as lots
from sogdia.apps.lots.models import Reservation
from sogdia.apps.payments import services as payments
from sogdia.apps.payments import shares
from sogdia.apps.payments.models import Payment
from sogdia.domain.stock import LotTooSmall

pytestmark = pytest.mark.django_db


def stock(lot):
    lot.refresh_from_db()
    return lot.qty_reserved, lot.qty_sold, lot.qty_handed_over


def test_a_placed_order_holds_what_it_wants():
    world = build.a_world(kg=10)

    order = build.a_placed_order(world, build.Want(packs=8))

    assert stock(world.lot) == (8000, 0, 0)
    assert Reservation.objects.get(order_id=order.pk).state == "held"


def test_a_lot_is_never_promised_twice():
    world = build.a_world(kg=10)
    build.a_placed_order(world, build.Want(packs=8))

    with pytest.raises(LotTooSmall) as refused:
        build.a_placed_order(world, build.Want(packs=3))

    assert refused.value.params["left"] == 2000
    assert stock(world.lot) == (8000, 0, 0)


def test_released_stock_can_be_revived_once():
    world = build.a_world(kg=10)
    order = build.a_placed_order(world)
    with transaction.atomic():
        assert lots.release(order.pk) == 1
        assert lots.release(order.pk) == 0
        assert stock(world.lot) == (0, 0, 0)
        lots.revive(order.pk)
        lots.revive(order.pk)

    assert stock(world.lot) == (0, 10_000, 0)


def test_what_was_handed_over_does_not_come_back():
    world = build.a_world(kg=10)
    order = build.a_paid_order(world)
    with transaction.atomic():
        lots.unsell(order.pk, {world.lot.pk: 4000})
        lots.hand_over(order.pk, {world.lot.pk: 6000})

    assert stock(world.lot) == (0, 6000, 6000)
    with pytest.raises(AssertionError), transaction.atomic():
        lots.unsell(order.pk)


def test_a_paid_order_is_held_in_escrow_to_the_cent():
    world = build.a_world()

    order = build.a_paid_order(world)

    assert EscrowBalance.objects.get(order_id=order.pk).held_minor == order.total_minor == 80_00
    assert sum(share.amount.minor for share in shares.flat(shares.of_order(order.pk))) == 80_00


def test_giving_a_shipment_back_empties_its_escrow_once():
    world = build.a_world()
    order = build.a_paid_order(world)
    shipment = build.shipment_of(order)

    for _twice in range(2):
        with transaction.atomic():
            payments.give_back_shipment(
                shipment, kind="cancelled", reason="The seller refused.", key="refuse:1", at=build.NOW
            )

    assert EscrowBalance.objects.get(order_id=order.pk).held_minor == 0
    assert Payment.objects.get(order=order).refunded_minor == 80_00
    assert shares.flat(shares.of_order(order.pk)) == ()
