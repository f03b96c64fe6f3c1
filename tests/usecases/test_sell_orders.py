"""A seller answers, hands over and talks: once, in their own house, with the money following."""

from __future__ import annotations

import pytest

from builders import orders as build
from sogdia.apps.ledger.models import EscrowBalance
from sogdia.apps.orders import seller_selectors as orders
from sogdia.apps.orders.models import Message, Order
from sogdia.apps.payments.models import Refund
from sogdia.domain.machines import StepNotPossible
from sogdia.domain.refusals import KeyReused, NotAllowed, NotFound
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox.models import OutboxEvent
from sogdia.usecases.accept_shipment import CutOffPassed, accept_shipment
from sogdia.usecases.allocate_receipt import ReasonNeeded
from sogdia.usecases.hand_over_shipment import hand_over_shipment
from sogdia.usecases.label_shipment import label_shipment
from sogdia.usecases.refuse_shipment import refuse_shipment
from sogdia.usecases.say_as_seller import NothingSaid, say_as_seller

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    return build.a_world()


@pytest.fixture
def grower(world):
    return build.member(build.a_user(), world.seller, Role.SELLER)


def paid(world, *wants):
    return build.shipment_of(build.a_paid_order(world, *wants))


def strangers(world):
    other = build.a_seller(world.region, "other-house")
    return [Viewer(), build.member(build.a_user(), other, Role.OWNER), build.support(world)]


def test_a_seller_accepts_a_paid_shipment_once(world, grower):
    shipment = paid(world)

    for _twice in range(2):
        accept_shipment(viewer=grower, shipment_ref=shipment.ref, at=build.NOW, key="yes")

    shipment.refresh_from_db()
    assert shipment.state == "accepted-by-seller"
    assert OutboxEvent.objects.filter(topic="shipment.accepted-by-seller").count() == 1


def test_the_same_key_for_another_shipment_is_refused(world, grower):
    first, second = paid(world), paid(world)
    accept_shipment(viewer=grower, shipment_ref=first.ref, at=build.NOW, key="yes")

    with pytest.raises(KeyReused):
        accept_shipment(viewer=grower, shipment_ref=second.ref, at=build.NOW, key="yes")


def test_after_the_cut_off_nothing_is_accepted(world, grower):
    shipment = paid(world)

    with pytest.raises(CutOffPassed):
        accept_shipment(viewer=grower, shipment_ref=shipment.ref, at=build.CUTOFF, key="late")


def test_nobody_else_answers_for_a_seller(world):
    shipment = paid(world)

    for viewer in strangers(world):
        for deed in (accept_shipment, label_shipment, hand_over_shipment):
            with pytest.raises(NotFound):
                deed(viewer=viewer, shipment_ref=shipment.ref, at=build.NOW, key="k")
        with pytest.raises(NotFound):
            refuse_shipment(viewer=viewer, shipment_ref=shipment.ref, reason="No", at=build.NOW, key="k")
        with pytest.raises(NotFound):
            say_as_seller(viewer=viewer, shipment_ref=shipment.ref, text="Hello", at=build.NOW, key="k")

    shipment.refresh_from_db()
    assert shipment.state == "paid"


def test_finance_sees_an_order_but_does_not_answer_it(world):
    finance = build.member(build.a_user(), world.seller, Role.FINANCE)
    shipment = paid(world)

    assert orders.get_shipment(finance, world.seller.pk, shipment.ref).net_minor == 10 * build.PACK_NET_FEN
    with pytest.raises(NotAllowed):
        accept_shipment(viewer=finance, shipment_ref=shipment.ref, at=build.NOW, key="k")


def test_refusing_gives_everything_back_once(world, grower):
    shipment = paid(world)

    for _twice in range(2):
        refuse_shipment(
            viewer=grower, shipment_ref=shipment.ref, reason="Hail in the night", at=build.NOW, key="no"
        )

    world.lot.refresh_from_db()
    world.departure.refresh_from_db()
    assert EscrowBalance.objects.get(order_id=shipment.order_id).held_minor == 0
    assert Refund.objects.get(order_id=shipment.order_id).amount_minor == 80_00
    assert Order.objects.get(pk=shipment.order_id).state == "refunded"
    assert (world.lot.qty_sold, world.departure.booked_mass_g) == (0, 0)


def test_refusing_one_of_two_shipments_leaves_the_other(world, grower):
    other = build.a_seller(world.region, "second-house")
    product, _pack, offer = build.a_product(other, world.region)
    order = build.a_paid_order(
        world, build.Want(packs=4), build.Want(packs=2, lot=build.a_lot(product), offer=offer)
    )
    mine = orders.list_shipments(grower, world.seller.pk)

    refuse_shipment(viewer=grower, shipment_ref=mine[0].ref, reason="Sold out", at=build.NOW, key="no")

    order.refresh_from_db()
    assert order.state == "paid"
    assert EscrowBalance.objects.get(order_id=order.pk).held_minor == 2 * build.PACK_MINOR


def test_a_refusal_says_why(world, grower):
    shipment = paid(world)

    with pytest.raises(ReasonNeeded):
        refuse_shipment(viewer=grower, shipment_ref=shipment.ref, reason="  ", at=build.NOW, key="no")


def test_a_refused_shipment_is_not_refused_again(world, grower):
    shipment = paid(world)
    refuse_shipment(viewer=grower, shipment_ref=shipment.ref, reason="Hail", at=build.NOW, key="no")

    with pytest.raises(StepNotPossible):
        refuse_shipment(viewer=grower, shipment_ref=shipment.ref, reason="Hail", at=build.NOW, key="no2")


def test_an_accepted_shipment_is_not_refused_any_more(world, grower):
    shipment = build.set_state(paid(world), "accepted-by-seller")

    with pytest.raises(StepNotPossible):
        refuse_shipment(viewer=grower, shipment_ref=shipment.ref, reason="Late", at=build.NOW, key="no")


def test_handing_over_moves_stock_once(world, grower):
    shipment = build.set_state(paid(world), "accepted-by-seller")
    for key in ("print", "print", "again"):
        label_shipment(viewer=grower, shipment_ref=shipment.ref, at=build.NOW, key=key)

    for _twice in range(2):
        hand_over_shipment(viewer=grower, shipment_ref=shipment.ref, at=build.NOW, key="out")

    world.lot.refresh_from_db()
    assert world.lot.qty_handed_over == 10_000


def test_nothing_is_handed_over_without_a_label(world, grower):
    shipment = build.set_state(paid(world), "accepted-by-seller")

    with pytest.raises(StepNotPossible):
        hand_over_shipment(viewer=grower, shipment_ref=shipment.ref, at=build.NOW, key="out")


def test_a_message_is_said_once_and_has_words(world, grower):
    shipment = paid(world)

    for _twice in range(2):
        say_as_seller(viewer=grower, shipment_ref=shipment.ref, text="On Friday.", at=build.NOW, key="say")
    with pytest.raises(NothingSaid):
        say_as_seller(viewer=grower, shipment_ref=shipment.ref, text=" ", at=build.NOW, key="say2")

    assert [row.text for row in Message.objects.all()] == ["On Friday."]


def test_the_houses_accounts_answer_questions_too(world):
    accounts = build.member(build.a_user(), world.seller, Role.FINANCE)
    shipment = paid(world)

    say_as_seller(viewer=accounts, shipment_ref=shipment.ref, text="It is paid.", at=build.NOW, key="say")

    assert [row.side for row in Message.objects.all()] == ["seller"]


def test_a_seller_sees_a_city_and_no_name(world, grower):
    shipment = paid(world)

    seen = orders.get_shipment(grower, world.seller.pk, shipment.ref)

    assert (seen.city, seen.country) == ("Paris", "FR")
    assert "Claire" not in repr(seen)


def test_unpaid_shipments_are_not_the_sellers_business(world, grower):
    build.a_placed_order(world)

    assert orders.list_shipments(grower, world.seller.pk) == ()


def test_groups_count_what_is_there(world, grower):
    paid(world)
    build.set_state(paid(world), "labelled")

    counts = orders.count_shipments(grower, world.seller.pk)

    assert (counts["answer"], counts["prepare"], counts["ended"]) == (1, 1, 0)


def test_another_seller_lists_nothing_of_mine(world):
    shipment = paid(world)

    for viewer in strangers(world)[:2]:
        with pytest.raises(NotFound):
            orders.get_shipment(viewer, world.seller.pk, shipment.ref)
        with pytest.raises(NotFound):
            orders.list_shipments(viewer, world.seller.pk)
