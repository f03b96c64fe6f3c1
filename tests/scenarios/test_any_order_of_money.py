"""Orders, payments, weighing, claims, freight and payouts in any order: the books hold after every step."""

from __future__ import annotations

import os
from datetime import timedelta
from fractions import Fraction
from itertools import count

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from builders import books
from builders import orders as build
from fakes.payments import FakeProvider
from fakes.storage import MemoryStore
from sogdia.apps.departures.models import Departure
from sogdia.apps.ledger.models import EscrowBalance
from sogdia.apps.orders.models import Order, OrderLine, Shipment
from sogdia.apps.payments import putting_back, shares
from sogdia.apps.payments import services as payments
from sogdia.apps.payments.models import Payment, Refund
from sogdia.apps.settlement import services as settlement
from sogdia.apps.settlement.models import Payout
from sogdia.domain import claims
from sogdia.domain.ledger.bearing import Bearer
from sogdia.domain.ledger.escrow import Escrow, RefundAboveCapture
from sogdia.domain.ledger.shares import difference, shrink
from sogdia.domain.money import Money
from sogdia.domain.payouts import NothingDue
from sogdia.domain.refusals import Refusal
from sogdia.domain.viewer import Viewer
from sogdia.gateways.bank.pain001 import Pain001
from sogdia.usecases.advance_payout import advance_due
from sogdia.usecases.approve_payout_batch import approve_payout_batch
from sogdia.usecases.capture_payment import Arrival, capture_payment
from sogdia.usecases.chain_entries import chain_entries
from sogdia.usecases.confirm_payout import confirm_payout, fail_payout
from sogdia.usecases.expire_orders import expire_orders
from sogdia.usecases.make_payout_batch import make_payout_batch
from sogdia.usecases.make_refund_file import HouseAccount
from sogdia.usecases.send_refunds import send_refunds
from sogdia.usecases.settle_shipment import settle_due, settle_shipment
from sogdia.usecases.start_payment import start_payment
from sogdia.usecases.take_provider_news import take_provider_news
from sogdia.usecases.true_up_departure import true_up_departure

pytestmark = pytest.mark.django_db

STEPS = int(os.environ.get("SOGDIA_FUZZ_STEPS", "25"))
RUNS = int(os.environ.get("SOGDIA_FUZZ_RUNS", "12"))
HOUSE = HouseAccount("Silk Ring (fictional)", "DE02120300000000202051", "BYLADEM1001")
AT_HUB = ("paid", "accepted-by-seller", "labelled", "handed-over", "received")


class Trade(RuleBasedStateMachine):
    """One market hall: everybody does what they may, whenever they like."""

    def __init__(self):
        super().__init__()
        # Each run is taken back at its end; deeds may be durable in it, as in any test.
        self.whole = transaction.atomic()
        self.whole._from_testcase = True
        self.whole.__enter__()

    @initialize(mode=st.sampled_from(["on-delivery", "advance", "monthly"]))
    def open_the_hall(self, mode):
        self.world = build.a_world(kg=60, payout_mode=mode)
        self.one, self.other = build.treasurer(self.world), build.treasurer(self.world)
        self.card, self.bank = FakeProvider(), FakeProvider("bank-transfer")
        self.now, self.numbers = build.NOW, count(1)

    def pick(self, which, *states, model=Shipment):
        rows = list(model.objects.filter(state__in=states).order_by("pk"))
        return rows[which % len(rows)] if rows else None

    def key(self, deed):
        return f"{deed}-{next(self.numbers)}-in-the-hall"

    @rule(packs=st.integers(1, 25))
    def order(self, packs):
        try:
            build.a_placed_order(self.world, build.Want(packs=packs), at=self.now)
        except Refusal:
            return

    @rule(which=st.integers(0, 50), by_card=st.booleans())
    def begin_to_pay(self, which, by_card):
        order = self.pick(which, "placed", "awaiting-payment", model=Order)
        if order is None:
            return
        try:
            start_payment(
                viewer=Viewer(guest_key=order.quote.basket_key), order_ref=order.ref,
                provider=self.card if by_card else self.bank, transfer_days=3, return_url="", notify_url="",
                language="en", at=self.now,
            )  # fmt: skip
        except Refusal:
            return

    @rule(which=st.integers(0, 50), kind=st.sampled_from(["captured", "captured", "failed", "expired"]))
    def provider_calls(self, which, kind):
        payments_ = list(Payment.objects.filter(provider="sandbox").order_by("pk"))
        if not payments_:
            return
        payment = payments_[which % len(payments_)]
        call = self.card.call(
            kind, provider_ref=payment.provider_ref, reference=payment.reference,
            amount=Money(payment.amount_minor, payment.currency), at=self.now,
        )  # fmt: skip
        for _twice in range(2):
            take_provider_news(provider=self.card, at=self.now, **call)

    @rule(which=st.integers(0, 50), off=st.sampled_from([0, 0, -1_00, 5_00]))
    def transfer_arrives(self, which, off):
        payments_ = list(Payment.objects.filter(provider="bank-transfer").order_by("pk"))
        if not payments_:
            return
        payment = payments_[which % len(payments_)]
        minor = max(1, payment.amount_minor + off)
        arrival = Arrival("bank-transfer", self.key("T"), Money(minor, "EUR"), self.now.date())
        capture_payment(payment_id=payment.pk, arrival=arrival, at=self.now)

    @rule(hours=st.sampled_from([1, 12, 80]))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        expire_orders(at=self.now)

    @rule(which=st.integers(0, 50))
    def buyer_cancels(self, which):
        shipment = self.pick(which, *AT_HUB)
        if shipment is None:
            return
        with transaction.atomic():
            putting_back.put_back([shipment])
            build.set_state(shipment, "cancelled")
            payments.give_back_shipment(
                shipment, kind="cancelled", reason="Cancelled.", key=self.key("cancel"), at=self.now
            )

    @rule(which=st.integers(0, 50), kept=st.integers(80, 100))
    def hub_weighs(self, which, kept):
        shipment = self.pick(which, "handed-over", "received", "ready")
        if shipment is None:
            return
        line = OrderLine.objects.select_related("order", "shipment").get(shipment=shipment)
        whole = shares.of_shipment(shipment)[line.pk]
        taken = difference(whole, shrink(whole, Fraction(kept, 100)))
        with transaction.atomic():
            if any(share.amount for share in taken):
                payments.give_back(
                    line, taken, kind="short", reason="Short weight.", key=self.key("weigh"), at=self.now
                )
            build.set_state(shipment, "ready")
        advance_due(at=self.now)

    @rule(which=st.integers(0, 50))
    def goods_move(self, which):
        shipment = self.pick(which, "paid", "labelled", "handed-over", "ready", "departed", "delivered")
        if shipment is None:
            return
        nexts = {"paid": "labelled", "labelled": "handed-over", "handed-over": "received", "ready": "departed",
                 "departed": "delivered", "delivered": "accepted"}  # fmt: skip
        build.set_state(shipment, nexts[shipment.state], accept_by=self.now)
        if shipment.state == "departed":
            Order.objects.filter(pk=shipment.order_id, state="paid").update(state="on-the-way")

    @rule(
        which=st.integers(0, 50), packs=st.integers(1, 3), by=st.sampled_from(["carrier", "seller", "house"])
    )
    def claim_is_granted(self, which, packs, by):
        shipment = self.pick(which, "delivered", "accepted")
        if shipment is None:
            return
        line = OrderLine.objects.select_related("order__quote", "shipment__seller").get(shipment=shipment)
        row = EscrowBalance.objects.get(order_id=line.order_id)
        payment = Payment.objects.get(order_id=line.order_id, captured_minor__gt=0)
        escrow = Escrow(
            "EUR", payment.captured_minor, payment.refunded_minor, payment.refunded_minor - row.refunded_minor,
            row.released_minor,
        )  # fmt: skip
        held = shares.of_shipment(shipment)[line.pk]
        if not any(share.amount for share in held):
            return
        found = claims.compute(
            reason=claims.ClaimReason.DAMAGED, shares=held, packs=line.packs,
            affected_packs=min(packs, line.packs), bearer=Bearer(by), escrow=escrow,
        )  # fmt: skip
        try:
            with transaction.atomic():
                settlement.bear(
                    found.bearing,
                    line=line,
                    kind="claim",
                    reason="Damaged.",
                    key=self.key("claim"),
                    at=self.now,
                )
        except (RefundAboveCapture, payments.AlreadyReleased):
            return

    @rule()
    def clock_settles(self):
        settle_due(at=self.now)

    @rule(which=st.integers(0, 50))
    def lost_on_the_way(self, which):
        shipment = self.pick(which, "departed")
        if shipment is None:
            return
        build.set_state(shipment, "lost")
        with transaction.atomic():
            payments.give_back_shipment(
                shipment, kind="end", reason="Lost.", key=self.key("lost"), at=self.now
            )
        settle_shipment(shipment_id=shipment.pk, at=self.now)

    @precondition(
        lambda self: Shipment.objects.filter(state__in=["departed", "delivered", "settled"]).exists()
    )
    @rule(true_minor=st.integers(0, 60_000))
    def true_cost_is_known(self, true_minor):
        Departure.objects.filter(pk=self.world.departure.pk).update(state="departed")
        try:
            true_up_departure(
                viewer=self.one,
                departure_ref=self.world.departure.ref,
                true_fixed_minor=true_minor,
                at=self.now,
            )
        except Refusal:
            return

    @rule()
    def sellers_are_paid(self):
        try:
            made = make_payout_batch(viewer=self.one, currency="CNY", at=self.now, key=self.key("batch"))
        except NothingDue:
            return
        approve_payout_batch(
            viewer=self.other,
            batch_ref=made.ref,
            reason="Each payout has its order.",
            house=HOUSE,
            maker=Pain001(),
            files=MemoryStore(),
            at=self.now,
        )

    @rule(which=st.integers(0, 50), left=st.booleans())
    def bank_answers(self, which, left):
        payout = self.pick(which, "sent", model=Payout)
        if payout is None:
            return
        if left:
            confirm_payout(viewer=self.one, payout_ref=payout.ref, at=self.now)
        else:
            fail_payout(viewer=self.one, payout_ref=payout.ref, reason="Closed.", at=self.now)

    @rule(refused=st.booleans())
    def refunds_leave(self, refused):
        self.card.refuses_refunds = refused
        send_refunds(providers={"sandbox": self.card}, at=self.now)
        for refund in Refund.objects.filter(state="sent", by_bank=False):
            call = self.card.call(
                "refunded", provider_ref="x", reference=refund.provider_ref,
                amount=Money(refund.amount_minor, refund.currency), at=self.now,
            )  # fmt: skip
            take_provider_news(provider=self.card, at=self.now, **call)

    @rule()
    def entries_are_chained(self):
        chain_entries(at=self.now)

    @invariant()
    def the_books_hold(self):
        assert books.broken() == {}

    def teardown(self):
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)


def test_the_books_hold_in_any_order_of_money():
    run_state_machine_as_test(
        Trade,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
