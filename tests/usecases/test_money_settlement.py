"""Escrow is released by the waterfall, freight is trued up, sellers are paid: to the minor unit."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from django.db import transaction

from builders import books
from builders import orders as build
from fakes.storage import MemoryStore
from sogdia.apps.claims.models import Claim
from sogdia.apps.departures.models import Departure
from sogdia.apps.ledger.models import ChainLink, DailyRoot, Entry, EscrowBalance, Posting
from sogdia.apps.orders.models import Order, OrderLine
from sogdia.apps.payments import services as payments
from sogdia.apps.payments import shares
from sogdia.apps.payments.models import Refund
from sogdia.apps.settlement import services as settlement
from sogdia.apps.settlement.models import Payable, Payout, PayoutBatch, Settlement, TrueUp, TrueUpShare
from sogdia.domain.ends import End, settle
from sogdia.domain.ledger.shares import difference, shrink
from sogdia.domain.lifecycle import StepNotPossible
from sogdia.domain.payouts import NothingDue, SecondPersonNeeded
from sogdia.domain.pricing.parts import Part
from sogdia.domain.refusals import NotAllowed
from sogdia.domain.viewer import Role, Viewer
from sogdia.gateways.bank.pain001 import Pain001
from sogdia.usecases.advance_payout import advance_due
from sogdia.usecases.approve_payout_batch import approve_payout_batch
from sogdia.usecases.chain_entries import chain_entries
from sogdia.usecases.confirm_payout import confirm_payout, fail_payout
from sogdia.usecases.end_shipment import end_shipment
from sogdia.usecases.make_payout_batch import make_payout_batch
from sogdia.usecases.make_refund_file import HouseAccount
from sogdia.usecases.settle_shipment import settle_due, settle_shipment
from sogdia.usecases.true_up_departure import DepartureNotUnderWay, TrueCostEntered, true_up_departure

pytestmark = pytest.mark.django_db

NOW = build.NOW
HOUSE = HouseAccount("Silk Ring (fictional)", "DE02120300000000202051", "BYLADEM1001")
WHY = "Each payout has its order."
NET_OF_TEN = 10 * build.PACK_NET_FEN


def balance(code, **where):
    rows = Posting.objects.filter(account__code=code, **where)
    return sum(rows.values_list("amount_minor", flat=True))


def held(order):
    return EscrowBalance.objects.get(order_id=order.pk).held_minor


def accepted(order):
    return build.set_state(build.shipment_of(order), "accepted", accepted_at=NOW)


def short(order, packs):
    """The hub counted fewer packs: refund them pro rata."""
    line = OrderLine.objects.get(order=order)
    whole = shares.of_order(order.pk)[line.pk]
    taken = difference(whole, shrink(whole, Fraction(line.packs - packs, line.packs)))
    with transaction.atomic():
        return payments.give_back(
            line, taken, kind="short", reason="Short.", key=f"short:{line.pk}", at=NOW, packs=packs,
            net_mass_g=packs * build.PACK_NET_G,
        )  # fmt: skip


def pay_out(world, at=NOW, key="batch"):
    maker, approver = build.treasurer(world), build.treasurer(world)
    made = make_payout_batch(viewer=maker, currency="CNY", at=at, key=key)
    store = MemoryStore()
    return store.read(approve(made, approver, store, at))


def approve(made, viewer, store, at=NOW):
    given = {"house": HOUSE, "maker": Pain001(), "files": store, "at": at}
    return approve_payout_batch(viewer=viewer, batch_ref=made.ref, reason=WHY, **given)


@pytest.fixture
def world():
    return build.a_world()


def test_an_accepted_shipment_pays_the_seller_exactly_the_promise(world):
    order = build.a_paid_order(world)

    assert settle_shipment(shipment_id=accepted(order).pk, at=NOW)

    assert held(order) == 0
    assert -balance("seller-payable") == NET_OF_TEN == Settlement.objects.get().net_minor
    assert Payable.objects.get().amount_minor == NET_OF_TEN
    assert -balance("freight-payable", account__currency="CNY") == 10 * (702 + 242)
    assert Order.objects.get(pk=order.pk).state == "completed"
    assert books.broken() == {}


def test_settling_twice_releases_once(world):
    order = build.a_paid_order(world)
    shipment = accepted(order)

    assert [settle_shipment(shipment_id=shipment.pk, at=NOW) for _ in range(2)] == [True, False]
    assert Entry.objects.filter(kind="release").count() == 1


def test_nothing_is_released_before_acceptance(world):
    order = build.a_paid_order(world)

    with pytest.raises(StepNotPossible):
        settle_shipment(shipment_id=build.shipment_of(order).pk, at=NOW)


def test_the_clock_accepts_what_nobody_claimed(world):
    order = build.a_paid_order(world)
    build.set_state(build.shipment_of(order), "delivered", accept_by=NOW)

    assert settle_due(at=NOW - timedelta(minutes=1)) == 0
    assert settle_due(at=NOW) == 1


def test_nine_of_ten_packs_earn_nine_times_the_promise(world):
    order = build.a_paid_order(world)
    refund = short(order, 1)

    settle_shipment(shipment_id=accepted(order).pk, at=NOW)

    assert refund.amount_minor == 8_00
    assert Settlement.objects.get().net_minor == 9 * build.PACK_NET_FEN
    assert (held(order), books.broken()) == (0, {})


def test_what_is_disputed_stays_and_the_rest_goes_by_the_clock(world):
    other_lot = build.a_lot(world.product)
    order = build.a_paid_order(world, build.Want(packs=4), build.Want(packs=6, lot=other_lot))
    shipment = build.set_state(build.shipment_of(order), "claimed", accept_by=NOW)
    line = OrderLine.objects.filter(order=order).first()
    claim = Claim.objects.create(
        ref="CLM-1", line=line, shipment=shipment, reason="damaged", packs=1, currency="EUR",
        computed_minor=8_00, opened_at=NOW,
    )  # fmt: skip

    assert settle_shipment(shipment_id=shipment.pk, at=NOW)
    assert (held(order), Settlement.objects.get().net_minor) == (32_00, 6 * build.PACK_NET_FEN)
    assert books.broken() == {}

    claim.state = "rejected"
    claim.save()
    accepted(order)
    settle_shipment(shipment_id=shipment.pk, at=NOW)
    assert (held(order), Settlement.objects.get().net_minor) == (0, NET_OF_TEN)
    assert books.broken() == {}


def test_a_seized_shipment_is_refunded_and_its_cost_is_the_sellers(world):
    order = build.a_paid_order(world)
    shipment = build.set_state(build.shipment_of(order), "seized")
    line = OrderLine.objects.select_related("order__quote", "shipment__seller").get(order=order)
    borne = settle(End.SEIZED, shares.of_order(order.pk)[line.pk], spent=[Part.FREIGHT_SHARED, Part.DUTY])

    for _twice in range(2):
        with transaction.atomic():
            settlement.bear(borne, line=line, kind="end", reason="Seized.", key="end:1", at=NOW)
    settle_shipment(shipment_id=shipment.pk, at=NOW)

    assert Refund.objects.get().amount_minor == 80_00
    assert held(order) == 0
    assert settlement.receivable_of(world.seller.pk, "CNY").minor == balance("seller-receivable") > 0
    assert books.broken() == {}


def depart(world, state="departed"):
    Departure.objects.filter(pk=world.departure.pk).update(state=state)


def test_buyers_pay_their_true_share_and_the_rest_is_the_operators(world):
    orders = [build.a_paid_order(world), build.a_paid_order(world, build.Want(packs=30))]
    for order in orders:
        build.set_state(build.shipment_of(order), "departed")
    depart(world)
    viewer = build.treasurer(world)

    true_up_departure(viewer=viewer, departure_ref=world.departure.ref, true_fixed_minor=200_00, at=NOW)

    row = TrueUp.objects.get()
    assert [share.share_minor for share in TrueUpShare.objects.order_by("pk")] == [50_00, 150_00]
    assert row.under_recovery_minor == 0
    # Ten packs were quoted 70.20 yuan; 20.20 come back, at 0.1282 rounded up.
    assert [refund.amount_minor for refund in Refund.objects.order_by("pk")] == [2_59, 7_77]
    assert books.broken() == {}


def test_goods_that_ended_before_loading_carry_no_share_of_the_vehicle(world):
    orders = [build.a_paid_order(world), build.a_paid_order(world, build.Want(packs=30))]
    lost = build.set_state(build.shipment_of(orders[1]), "ready")
    end_shipment(
        viewer=build.support(world), shipment_ref=lost.ref, end=End.LOST, reason="Fire in the store.", at=NOW, key="e",
    )  # fmt: skip
    build.set_state(build.shipment_of(orders[0]), "departed")
    depart(world)

    true_up_departure(
        viewer=build.treasurer(world), departure_ref=world.departure.ref, true_fixed_minor=50_00, at=NOW
    )

    assert [share.share_minor for share in TrueUpShare.objects.all()] == [50_00]
    assert TrueUp.objects.get().under_recovery_minor == 0
    assert books.broken() == {}


def test_nobody_pays_more_than_was_quoted(world):
    order = build.a_paid_order(world)
    build.set_state(build.shipment_of(order), "departed")
    depart(world)

    true_up_departure(
        viewer=build.treasurer(world), departure_ref=world.departure.ref, true_fixed_minor=500_00, at=NOW
    )

    assert (TrueUp.objects.get().shared_minor, TrueUp.objects.get().under_recovery_minor) == (70_20, 429_80)
    assert not Refund.objects.exists()
    assert balance("freight-under-recovery") == 429_80
    assert books.broken() == {}


def test_freight_that_was_released_already_comes_back_from_the_carriers_account(world):
    order = build.a_paid_order(world)
    settle_shipment(shipment_id=accepted(order).pk, at=NOW)
    depart(world)

    true_up_departure(
        viewer=build.treasurer(world), departure_ref=world.departure.ref, true_fixed_minor=50_00, at=NOW
    )

    assert -balance("freight-payable", part="freight-shared") == 50_00
    assert Refund.objects.get().amount_minor == 2_59
    assert books.broken() == {}


def test_the_true_cost_is_entered_once_by_treasurer_or_own_carrier(world):
    ref = world.departure.ref
    carrier = build.member(build.a_user(), world.carrier, Role.CARRIER)
    other = build.member(build.a_user(), build.a_party(is_carrier=True), Role.CARRIER)

    for stranger in (Viewer(), other, build.support(world)):
        with pytest.raises(NotAllowed):
            true_up_departure(viewer=stranger, departure_ref=ref, true_fixed_minor=1, at=NOW)
    with pytest.raises(DepartureNotUnderWay):
        true_up_departure(viewer=carrier, departure_ref=ref, true_fixed_minor=1, at=NOW)
    depart(world)
    same = {
        true_up_departure(viewer=carrier, departure_ref=ref, true_fixed_minor=100, at=NOW) for _ in range(2)
    }
    assert len(same) == 1
    with pytest.raises(TrueCostEntered):
        true_up_departure(viewer=carrier, departure_ref=ref, true_fixed_minor=101, at=NOW)


def test_a_payout_is_made_by_one_and_sent_by_another(world):
    order = build.a_paid_order(world)
    settle_shipment(shipment_id=accepted(order).pk, at=NOW)
    maker = build.treasurer(world)
    made = make_payout_batch(viewer=maker, currency="CNY", at=NOW, key="one")
    assert make_payout_batch(viewer=maker, currency="CNY", at=NOW, key="one") == made

    with pytest.raises(SecondPersonNeeded):
        approve(made, maker, MemoryStore())
    store = MemoryStore()
    name = approve(made, build.treasurer(world), store)

    root = ET.fromstring(store.read(name))
    assert [node.text for node in root.iter() if node.tag.endswith("InstdAmt")] == ["400.00"]
    assert (balance("seller-payable"), -balance("payout-in-transit")) == (0, NET_OF_TEN)
    assert books.broken() == {}


def test_a_payout_is_confirmed_or_fails_and_is_due_again(world):
    order = build.a_paid_order(world)
    settle_shipment(shipment_id=accepted(order).pk, at=NOW)
    pay_out(world)
    viewer, payout = build.treasurer(world), Payout.objects.get()

    fail_payout(viewer=viewer, payout_ref=payout.ref, reason="Account closed.", at=NOW)
    assert -balance("seller-payable") == NET_OF_TEN and books.broken() == {}
    pay_out(world, key="again")
    for _twice in range(2):
        confirm_payout(viewer=viewer, payout_ref=payout.ref, at=NOW)

    assert Payout.objects.get().state == "confirmed"
    assert balance("payout-in-transit") == balance("seller-payable") == 0
    assert -balance("bank", account__currency="CNY") == NET_OF_TEN
    assert PayoutBatch.objects.count() == 2 and books.broken() == {}


def test_a_payout_that_the_bank_gives_back_after_confirming_it_is_due_again(world):
    order = build.a_paid_order(world)
    settle_shipment(shipment_id=accepted(order).pk, at=NOW)
    pay_out(world)
    viewer, payout = build.treasurer(world), Payout.objects.get()
    confirm_payout(viewer=viewer, payout_ref=payout.ref, at=NOW)

    fail_payout(viewer=viewer, payout_ref=payout.ref, reason="Account closed last week.", at=NOW)

    payout.refresh_from_db()
    assert (payout.state, payout.confirmed_at, payout.failure) == ("due", None, "Account closed last week.")
    assert -balance("seller-payable") == NET_OF_TEN and balance("bank", account__currency="CNY") == 0
    assert books.broken() == {}
    pay_out(world, key="again")
    confirm_payout(viewer=viewer, payout_ref=payout.ref, at=NOW)
    assert balance("payout-in-transit") == balance("seller-payable") == 0
    assert -balance("bank", account__currency="CNY") == NET_OF_TEN and books.broken() == {}


def test_an_advance_is_recovered_at_release():
    world = build.a_world(payout_mode="advance")
    order = build.a_paid_order(world)
    build.set_state(build.shipment_of(order), "ready")

    assert [advance_due(at=NOW), advance_due(at=NOW)] == [1, 0]
    assert balance("working-capital") == 320_00 and books.broken() == {}
    pay_out(world)
    settle_shipment(shipment_id=accepted(order).pk, at=NOW)
    pay_out(world, key="rest")

    assert [p.amount_minor for p in Payout.objects.order_by("pk")] == [320_00, 80_00]
    assert (balance("working-capital"), books.broken()) == (0, {})


def test_an_advance_on_goods_that_were_refused_later_is_netted():
    world = build.a_world(payout_mode="advance")
    refused, good = build.a_paid_order(world), build.a_paid_order(world)
    build.set_state(build.shipment_of(refused), "ready")
    advance_due(at=NOW)
    pay_out(world)
    shipment = build.set_state(build.shipment_of(refused), "withdrawn")
    with transaction.atomic():
        payments.give_back_shipment(shipment, kind="end", reason="Withdrawn.", key="w", at=NOW)
    settle_shipment(shipment_id=shipment.pk, at=NOW)
    assert settlement.receivable_of(world.seller.pk, "CNY").minor == 320_00

    settle_shipment(shipment_id=accepted(good).pk, at=NOW)
    pay_out(world, key="netted")

    assert [p.amount_minor for p in Payout.objects.order_by("pk")] == [320_00, 80_00]
    assert balance("seller-receivable") == balance("working-capital") == 0
    assert books.broken() == {}


def test_a_monthly_seller_is_due_on_the_first_of_the_month_after():
    world = build.a_world(payout_mode="monthly")
    settle_shipment(shipment_id=accepted(build.a_paid_order(world)).pk, at=NOW)

    with pytest.raises(NothingDue):
        make_payout_batch(viewer=build.treasurer(world), currency="CNY", at=NOW, key="early")
    assert Payable.objects.get().due_on.isoformat() == "2026-11-01"


def test_only_treasurers_pay_out(world):
    for stranger in (Viewer(), build.support(world)):
        with pytest.raises(NotAllowed):
            make_payout_batch(viewer=stranger, currency="CNY", at=NOW, key="x")
        with pytest.raises(NotAllowed):
            confirm_payout(viewer=stranger, payout_ref="x", at=NOW)


def test_entries_are_chained_after_their_commit_and_days_are_closed(world):
    settle_shipment(shipment_id=accepted(build.a_paid_order(world)).pk, at=NOW)

    assert [chain_entries(at=NOW + timedelta(days=4)) for _ in range(2)] == [2, 0]
    assert (ChainLink.objects.count(), DailyRoot.objects.get().count) == (2, 2)
    assert books.broken() == {}


def test_the_audit_sees_a_link_that_was_changed(world):
    build.a_paid_order(world)
    chain_entries(at=NOW)
    ChainLink.objects.update(digest="f" * 64)

    assert set(books.broken()) == {"chain-intact"}


def test_the_audit_sees_what_was_changed_behind_the_ledgers_back(world):
    order = build.a_paid_order(world)
    settle_shipment(shipment_id=accepted(order).pk, at=NOW)

    Settlement.objects.update(net_minor=1)
    Departure.objects.update(booked_mass_g=1)
    type(world.lot).objects.update(qty_sold=1)

    assert set(books.broken()) == {"settlements-keep-promises", "departures-booked", "lots-promised"}
