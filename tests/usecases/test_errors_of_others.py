"""Errors that other shops are known for, each tried here by name."""

from __future__ import annotations

import pytest
from django.db import transaction

from builders import books, trade, way
from builders import orders as build
from fakes.payments import FakeProvider
from sogdia.apps.catalogue.models import Classification, Product
from sogdia.apps.ledger.models import EscrowBalance
from sogdia.apps.lots.models import Lot, Reservation
from sogdia.apps.orders.models import Order, OrderLine, Shipment
from sogdia.apps.parties.models import Address
from sogdia.apps.payments import services as payments
from sogdia.apps.payments import shares
from sogdia.apps.payments.models import Payment, Refund
from sogdia.apps.quotes.models import Quote, QuoteLine
from sogdia.domain.money import Money, allocate
from sogdia.domain.stock import LotTooSmall
from sogdia.domain.viewer import Viewer
from sogdia.usecases.cancel_order import cancel_order
from sogdia.usecases.change_basket import change_basket
from sogdia.usecases.keep_address import keep_address
from sogdia.usecases.make_quote import BasketHasClosedLines, make_quote
from sogdia.usecases.move_shipment import move_shipment
from sogdia.usecases.place_order import place_order
from sogdia.usecases.send_refunds import send_refunds

pytestmark = pytest.mark.django_db(transaction=True)
NOW = build.NOW
GUEST = Viewer(guest_key="the-guests-basket")


@pytest.fixture
def world():
    return build.a_world(kg=50)


def test_two_lines_that_share_one_lot_never_take_more_than_it_holds(world):
    trade.priced(world)
    later = build.a_departure(world.lane, cutoff_at=build.CUTOFF.replace(day=20))
    for departure in (world.departure, later):
        change_basket(viewer=GUEST, offer_id=world.offer.pk, departure_ref=departure.ref, packs=3, at=NOW)
    promised = trade.quoted(GUEST)
    Lot.objects.filter(pk=world.lot.pk).update(qty_total=5_000, net_mass_g=5_000)

    with pytest.raises(LotTooSmall):
        place_order(viewer=GUEST, quote_ref=promised, operator="Trade house", at=NOW, key="six")
    with pytest.raises(BasketHasClosedLines):
        trade.quoted(GUEST)
    assert not Reservation.objects.exists() and not Order.objects.exists()

    fits = Viewer(guest_key="another-basket")
    trade.ordered(fits, (world.offer, world.departure, 3), (world.offer, later, 2), key="fits")
    assert Lot.objects.get(pk=world.lot.pk).qty_reserved == 5_000
    assert {line.lot_id for line in OrderLine.objects.all()} == {world.lot.pk}
    assert books.broken() == {}


def of_three_sellers(world):
    wants = [build.Want(packs=4)]
    for packs in (3, 7):
        product, _pack, offer = build.a_product(build.a_seller(world.region), world.region)
        wants.append(build.Want(packs=packs, lot=build.a_lot(product), offer=offer))
    return build.a_paid_order(world, *wants)


def test_one_line_of_three_sellers_is_refunded_and_the_others_do_not_move(world):
    order = of_three_sellers(world)
    first, second, third = OrderLine.objects.filter(order=order).order_by("pk")
    before = shares.of_order(order.pk)

    with transaction.atomic():
        payments.give_back(
            second, before[second.pk], kind="cancelled", reason="Hail.", key="one", at=NOW, packs=3
        )

    after, payment = shares.of_order(order.pk), Payment.objects.get()
    left = sum(share.amount.minor for share in shares.flat(after))
    assert left == payment.captured_minor - payment.refunded_minor == order.total_minor - second.total_minor
    assert (after[first.pk], after[third.pk]) == (before[first.pk], before[third.pk])
    assert EscrowBalance.objects.get(order_id=order.pk).held_minor == left
    assert books.broken() == {}


def test_a_basket_changed_up_and_down_again_costs_the_same_and_refunds_nothing(world):
    trade.priced(world)

    def total(packs):
        change_basket(
            viewer=GUEST, offer_id=world.offer.pk, departure_ref=world.departure.ref, packs=packs, at=NOW
        )
        ref = trade.quoted(GUEST)
        return Quote.objects.get(ref=ref).total_minor

    assert total(2) < total(5)
    assert total(2) == Quote.objects.order_by("pk")[0].total_minor
    assert not Refund.objects.exists() and not Payment.objects.exists()


def test_an_order_that_was_refunded_in_full_does_not_read_as_paid(world):
    buyer = build.a_user("claire@example.org")
    order = build.a_paid_order(world, buyer=buyer)

    cancel_order(
        viewer=Viewer(user_id=buyer.pk), order_ref=order.ref, shipment_ref="", at=NOW, key="c",
    )  # fmt: skip

    assert Order.objects.get(pk=order.pk).state == "refunded"
    assert Payment.objects.get().refunded_minor == order.total_minor


def test_a_refund_goes_to_the_provider_that_took_the_money_whatever_is_offered_now(world):
    order = build.a_paid_order(world)
    with transaction.atomic():
        payments.give_back_shipment(
            build.shipment_of(order), kind="cancelled", reason="Hail.", key="c", at=NOW
        )
    other, took = FakeProvider(), FakeProvider()
    other.code = "newcomer"

    sent_by_other = send_refunds(providers={"newcomer": other}, at=NOW)
    sent_by_took = send_refunds(providers={"newcomer": other, "sandbox": took}, at=NOW)

    assert (sent_by_other, sent_by_took) == (0, 1)
    assert other.refunds == {} and len(took.refunds) == 1


@pytest.mark.parametrize(
    ("minor", "currency", "weights"),
    [
        (333, "XPF", [1, 1]),
        (333, "XPF", [2, 3, 5, 7]),
        (10, "VND", [1, 1, 1]),
        (10, "VND", [3, 3, 3, 3, 3, 3, 3]),
        (685, "EUR", [100, 100, 100, 100, 100, 185]),
        (685, "EUR", [1] * 6),
        (1500, "EUR", [1] * 13),
    ],
)
def test_what_is_shared_out_adds_up_to_the_whole(minor, currency, weights):
    parts = allocate(minor, weights)

    assert sum(parts) == minor
    assert max(parts) <= minor and min(parts) >= 0
    assert sum(part.minor for part in Money(minor, currency).split(weights)) == minor


def test_a_product_that_is_classified_anew_changes_no_old_order(world):
    trade.priced(world)
    ref = trade.ordered(GUEST, (world.offer, world.departure, 2))
    before = _as_ordered(ref)

    Classification.objects.filter(product=world.product).update(code="0806209000")
    Product.objects.filter(pk=world.product.pk).update(hs6="200899")

    assert _as_ordered(ref) == before
    assert "0806203000" in {line.commodity_code for line in QuoteLine.objects.all()}


def _as_ordered(ref):
    order = Order.objects.get(ref=ref)
    lines = OrderLine.objects.filter(order=order).order_by("pk")
    codes = QuoteLine.objects.filter(quote=order.quote).values_list("commodity_code", flat=True)
    return (
        order.total_minor,
        list(codes),
        [(line.total_minor, line.figures, line.seller_parts) for line in lines],
    )


def test_another_address_is_priced_openly_and_saved(world):
    trade.priced(world)
    trade.britain(world)
    change_basket(viewer=GUEST, offer_id=world.offer.pk, departure_ref=world.departure.ref, packs=2, at=NOW)
    first = trade.quoted(GUEST)
    price = Quote.objects.get(ref=first).total_minor
    moved = keep_address(
        viewer=GUEST, country="FR", name="Claire Martin", email="claire@example.org", phone="",
        lines={"street": "quai du Port", "city": "Marseille", "postal_code": "13002"}, business_name="",
        tax_number="", at=NOW,
    )  # fmt: skip

    second = make_quote(viewer=GUEST, market_code="FR", address_id=moved, language="en", at=NOW)

    assert second != first and Quote.objects.get(ref=first).total_minor == price
    quote = Quote.objects.get(ref=second)
    assert quote.address_id == moved and quote.total_minor == sum(
        line.total_minor for line in QuoteLine.objects.filter(quote=quote)
    )
    assert Address.objects.get(pk=moved).lines["city"] == "Marseille"


def test_goods_of_one_seller_on_one_departure_pay_the_last_mile_once(world):
    trade.priced(world)
    world.offer.pack.product.refresh_from_db()
    product, pack, offer = build.a_product(world.seller, world.region)
    build.a_lot(product)
    trade.priceable(world.market, offer)

    alone = _last_mile(trade.ordered(GUEST, (world.offer, world.departure, 1)))
    other = Viewer(guest_key="two-lines")
    both = _last_mile(
        trade.ordered(other, (world.offer, world.departure, 1), (offer, world.departure, 1), key="two")
    )

    assert both == alone == 450
    assert Shipment.objects.filter(order__quote__basket_key="two-lines").count() == 1


def _last_mile(ref):
    return sum(
        int(figure["minor"])
        for line in OrderLine.objects.filter(order__ref=ref)
        for figure in line.figures
        if figure["part"] == "last-mile"
    )


def test_goods_that_travel_apart_from_the_rest_are_not_charged_again(world):
    order = of_three_sellers(world)
    total, figures = (
        order.total_minor,
        list(OrderLine.objects.order_by("pk").values_list("figures", flat=True)),
    )
    build.a_departure(world.lane, cutoff_at=build.CUTOFF.replace(day=12))
    later = build.a_departure(world.lane, cutoff_at=build.CUTOFF.replace(day=13))
    one = Shipment.objects.filter(order=order).order_by("pk")[1]
    build.set_state(one, "ready")

    move_shipment(
        viewer=way.clerk(world), shipment_ref=one.ref, to_ref=later.ref, may_be_late=True, at=NOW, key="apart"
    )

    assert Order.objects.get(pk=order.pk).total_minor == total
    assert list(OrderLine.objects.order_by("pk").values_list("figures", flat=True)) == figures
    assert Payment.objects.count() == 1 and not Refund.objects.exists()
    assert books.broken() == {}
