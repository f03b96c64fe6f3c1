"""How an order can end: cancelled, withdrawn, accepted, refused at the door, lost, seized."""

from __future__ import annotations

from datetime import timedelta

import pytest

from builders import orders as build
from sogdia.apps.departures.models import Departure
from sogdia.apps.ledger.models import EscrowBalance
from sogdia.apps.markets.models import Market
from sogdia.apps.orders.models import Order, Shipment
from sogdia.apps.payments.models import Refund
from sogdia.domain.ends import End, NoRightToWithdraw, TooLateToCancel
from sogdia.domain.ledger.bearing import Bearer
from sogdia.domain.machines import StepNotPossible
from sogdia.domain.refusals import KeyReused, NotFound
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.links import OrderLink
from sogdia.usecases.accept_delivery import accept_delivery
from sogdia.usecases.cancel_order import NothingToCancel, cancel_order
from sogdia.usecases.end_shipment import EndNeedsFault, end_shipment
from sogdia.usecases.withdraw_order import withdraw_order

pytestmark = pytest.mark.django_db(transaction=True)
NOW = build.NOW
NOBODY = Viewer()


@pytest.fixture
def world():
    return build.a_world(kg=50)


@pytest.fixture
def claire():
    return build.a_user("claire@example.org")


def buyer(user):
    return Viewer(user_id=user.pk, email=user.email)


def stock(world):
    world.lot.refresh_from_db()
    world.departure.refresh_from_db()
    return world.lot.qty_reserved, world.lot.qty_sold, world.departure.booked_mass_g


def back(order):
    return sum(Refund.objects.filter(order=order).values_list("amount_minor", flat=True))


def state(order):
    order.refresh_from_db()
    return order.state, build.shipment_of(order).state


def test_an_unpaid_order_is_cancelled_and_everything_is_offered_again(world, claire):
    order = build.a_placed_order(world, buyer=claire)

    refs = cancel_order(viewer=buyer(claire), order_ref=order.ref, at=NOW, key="c")

    assert refs == [build.shipment_of(order).ref]
    assert state(order) == ("cancelled", "cancelled")
    assert stock(world) == (0, 0, 0)


def test_a_paid_order_is_cancelled_before_the_cut_off_and_all_money_goes_back(world, claire):
    order = build.a_paid_order(world, buyer=claire)

    for _twice in range(2):
        cancel_order(viewer=buyer(claire), order_ref=order.ref, at=NOW, key="c")

    assert state(order) == ("refunded", "cancelled")
    assert stock(world) == (0, 0, 0)
    assert back(order) == order.total_minor
    assert EscrowBalance.objects.get(order_id=order.pk).held_minor == 0


def test_goods_at_the_hub_are_cancelled_too_and_the_house_bears_what_was_spent(world, claire):
    order = build.a_paid_order(world, buyer=claire)
    build.set_state(build.shipment_of(order), "received")

    cancel_order(viewer=buyer(claire), order_ref=order.ref, at=NOW, key="c")

    assert back(order) == order.total_minor
    assert build.shipment_of(order).state == "cancelled"
    assert EscrowBalance.objects.get(order_id=order.pk).held_minor == 10 * (6 + 13)


def test_after_the_cut_off_nothing_is_cancelled(world, claire):
    order = build.a_paid_order(world, buyer=claire)

    with pytest.raises(TooLateToCancel):
        cancel_order(viewer=buyer(claire), order_ref=order.ref, at=build.CUTOFF, key="c")

    assert state(order) == ("paid", "paid")


def test_of_two_departures_only_the_open_one_is_cancelled(world, claire):
    early = build.a_departure(world.lane, cutoff_at=NOW + timedelta(hours=2))
    order = build.a_paid_order(world, build.Want(packs=2), build.Want(packs=3, departure=early), buyer=claire)

    refs = cancel_order(viewer=buyer(claire), order_ref=order.ref, at=NOW + timedelta(hours=3), key="c")

    assert refs == [Shipment.objects.get(order=order, departure=world.departure).ref]
    order.refresh_from_db()
    assert order.state == "paid" and back(order) == 2 * build.PACK_MINOR


def test_a_cancelled_order_has_nothing_left_to_cancel(world, claire):
    order = build.a_paid_order(world, buyer=claire)
    cancel_order(viewer=buyer(claire), order_ref=order.ref, at=NOW, key="one")

    with pytest.raises(NothingToCancel):
        cancel_order(viewer=buyer(claire), order_ref=order.ref, at=NOW, key="two")


def test_the_same_key_for_another_shipment_is_refused(world, claire):
    order = build.a_paid_order(world, buyer=claire)
    cancel_order(viewer=buyer(claire), order_ref=order.ref, at=NOW, key="c")

    with pytest.raises(KeyReused):
        cancel_order(viewer=buyer(claire), order_ref=order.ref, shipment_ref="SHP-X", at=NOW, key="c")


def strangers(world):
    other = buyer(build.a_user("other@example.org"))
    seller = build.member(build.a_user("seller@example.org"), world.seller, Role.OWNER)
    return [other, seller, NOBODY]


@pytest.mark.parametrize("deed", [cancel_order, withdraw_order, accept_delivery])
def test_only_the_buyer_and_the_holder_of_the_link_act_on_an_order(world, claire, deed):
    order = build.a_paid_order(world, buyer=claire)
    given = {"order_ref": order.ref, "at": NOW, "key": "x"}
    if deed is not cancel_order:
        given["shipment_ref"] = build.shipment_of(order).ref

    for viewer in strangers(world):
        with pytest.raises(NotFound):
            deed(viewer=viewer, **given)
        with pytest.raises(NotFound):
            deed(viewer=viewer, link=OrderLink(order.pk, order.link_version + 1), **given)

    assert state(order) == ("paid", "paid")


def test_a_guest_cancels_by_the_link(world):
    order = build.a_paid_order(world)

    cancel_order(
        viewer=NOBODY, order_ref=order.ref, at=NOW, key="c", link=OrderLink(order.pk, order.link_version)
    )

    assert state(order) == ("refunded", "cancelled")


def delivered(world, user, **market):
    Market.objects.filter(pk=world.market.pk).update(**{"withdrawal_days": 14, **market})
    order = build.a_paid_order(world, buyer=user)
    build.set_state(
        build.shipment_of(order), "delivered", delivered_at=NOW, accept_by=NOW + timedelta(days=3)
    )
    Order.objects.filter(pk=order.pk).update(state="delivered")
    return order


def test_accepting_is_done_once_and_settlement_is_told(world, claire):
    from sogdia.plumbing.outbox.models import OutboxEvent

    order = delivered(world, claire)
    ref = build.shipment_of(order).ref

    for _twice in range(2):
        accept_delivery(viewer=buyer(claire), order_ref=order.ref, shipment_ref=ref, at=NOW, key="a")

    assert build.shipment_of(order).accepted_at == NOW
    assert OutboxEvent.objects.filter(topic="shipment.accepted").count() == 1
    with pytest.raises(StepNotPossible):
        accept_delivery(viewer=buyer(claire), order_ref=order.ref, shipment_ref=ref, at=NOW, key="b")


def test_a_consumer_withdraws_and_gets_everything_while_the_way_is_paid_by_the_house(world, claire):
    order = delivered(world, claire)

    minor = withdraw_order(
        viewer=buyer(claire),
        order_ref=order.ref,
        shipment_ref=build.shipment_of(order).ref,
        at=NOW + timedelta(days=10),
        key="w",
    )

    assert minor == back(order) == order.total_minor
    assert build.shipment_of(order).state == "withdrawn"
    assert EscrowBalance.objects.get(order_id=order.pk).held_minor == 0


@pytest.mark.parametrize(
    ("why", "change"),
    [
        ("too-late", {"at": NOW + timedelta(days=15)}),
        ("market", {"days": None}),
        ("business", {"business": "Épicerie"}),
        ("perishable", {"temperature": "chilled"}),
    ],
)
def test_who_has_no_right_to_withdraw_is_told_why(world, claire, why, change):
    order = delivered(world, claire, withdrawal_days=change.get("days", 14))
    order.address.business_name = change.get("business", "")
    order.address.save()
    world.product.temperature = change.get("temperature", "ambient")
    world.product.save()

    with pytest.raises(NoRightToWithdraw) as refused:
        withdraw_order(
            viewer=buyer(claire),
            order_ref=order.ref,
            shipment_ref=build.shipment_of(order).ref,
            at=change.get("at", NOW),
            key="w",
        )

    assert refused.value.params["why"] == why


def carrier(world):
    return build.member(build.a_user("rail@example.org"), world.carrier, Role.CARRIER)


def test_goods_refused_at_the_door_go_back_and_the_way_stays_paid(world, claire):
    order = build.a_paid_order(world, buyer=claire)
    build.set_state(build.shipment_of(order), "out-for-delivery")

    minor = end_shipment(
        viewer=carrier(world),
        shipment_ref=build.shipment_of(order).ref,
        end=End.REFUSED_BY_BUYER,
        reason="The buyer did not want them.",
        at=NOW,
        key="e",
    )

    assert minor == back(order) == 10 * (513 + 26 + 3)
    assert build.shipment_of(order).state == "refused-by-buyer"
    assert EscrowBalance.objects.get(order_id=order.pk).held_minor == 0


def test_lost_goods_are_refunded_whole_and_the_grower_is_paid(world, claire):
    from sogdia.apps.settlement.models import Settlement

    order = build.a_paid_order(world, buyer=claire)
    build.set_state(build.shipment_of(order), "departed")
    rail = carrier(world)

    for _twice in range(2):
        end_shipment(
            viewer=rail,
            shipment_ref=build.shipment_of(order).ref,
            end=End.LOST,
            reason="Fire in the wagon.",
            at=NOW,
            key="e",
        )

    assert back(order) == order.total_minor
    assert Settlement.objects.get(shipment__order=order).net_minor == 10 * build.PACK_NET_FEN
    assert EscrowBalance.objects.get(order_id=order.pk).held_minor == 0


def test_a_seizure_names_whose_fault_it_was(world, claire):
    order = build.a_paid_order(world, buyer=claire)
    build.set_state(build.shipment_of(order), "customs")
    given = {
        "viewer": build.support(world),
        "shipment_ref": build.shipment_of(order).ref,
        "end": End.SEIZED,
        "reason": "Papers of another lot.",
        "at": NOW,
    }

    with pytest.raises(EndNeedsFault):
        end_shipment(**given, key="one")
    end_shipment(**given, key="two", at_fault=Bearer.SELLER)

    assert back(order) == order.total_minor
    assert build.shipment_of(order).state == "seized"


def test_a_failed_last_mile_gives_only_the_last_mile_back_and_the_goods_go_on(world, claire):
    order = build.a_paid_order(world, buyer=claire)
    build.set_state(build.shipment_of(order), "failed")

    minor = end_shipment(
        viewer=build.support(world),
        shipment_ref=build.shipment_of(order).ref,
        end=End.FAILED,
        reason="Nobody rang.",
        at=NOW,
        key="e",
    )

    assert minor == 10 * 45
    assert build.shipment_of(order).state == "failed"


def test_an_end_is_not_for_strangers(world, claire):
    order = build.a_paid_order(world, buyer=claire)
    build.set_state(build.shipment_of(order), "departed")

    for viewer in [buyer(claire), *strangers(world)]:
        with pytest.raises(NotFound):
            end_shipment(
                viewer=viewer,
                shipment_ref=build.shipment_of(order).ref,
                end=End.LOST,
                reason="?",
                at=NOW,
                key="e",
            )

    assert Departure.objects.get(pk=world.departure.pk).booked_mass_g > 0
