"""Whatever order deeds come in: after each of them the books hold (LE, ES, ST and PA)."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from builders import books
from sogdia.apps.claims.models import Claim
from sogdia.apps.departures.models import Departure
from sogdia.apps.orders.models import OrderLine, Proposal, Shipment
from sogdia.apps.payments.models import Payment
from sogdia.apps.settlement.models import Payout, PayoutBatch
from sogdia.domain.claims import ClaimReason
from sogdia.domain.ledger.bearing import Bearer
from sogdia.domain.payouts import PayoutMode
from stage.trading import WAYS
from stage.trading_ends import COSTS, ENDS, Ends

FUZZ = int(os.environ.get("SOGDIA_FUZZ", "0")) or 12
which = st.integers(0, 7)
PAYERS = [None, Bearer.SELLER, Bearer.CARRIER, Bearer.INSURANCE, Bearer.HOUSE]


def _one(rows, index):
    found = list(rows)
    return found[index % len(found)] if found else None


class AnyOrder(RuleBasedStateMachine):
    """Buyers, a seller, the hub, a carrier, a bank and the clock, each doing whatever it likes."""

    def __init__(self) -> None:
        super().__init__()
        self._undo = transaction.atomic()
        self._undo._from_testcase = True
        self._undo.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._undo.__exit__(None, None, None)

    @initialize(mode=st.sampled_from(sorted(PayoutMode)), packs=st.integers(1, 12))
    def world(self, mode, packs) -> None:
        self.trading = Ends(payout_mode=mode)
        self.trading.place(packs)

    def _shipment(self, index: int, *states: str) -> Shipment | None:
        rows = Shipment.objects.select_related("departure").order_by("pk")
        return _one(rows.filter(state__in=states) if states else rows, index)

    @rule(packs=st.integers(1, 12))
    def place(self, packs) -> None:
        if len(self.trading.orders) < 4:
            with transaction.atomic():
                self.trading.tries(self.trading.place, packs)

    @rule(index=which, provider=st.sampled_from(WAYS))
    def start(self, index, provider) -> None:
        self.trading.tries(self.trading.start, _one(self.trading.orders, index), provider)

    @rule(
        index=which,
        part=st.sampled_from(["whole", "whole", "less", "more", "rest"]),
        number=st.integers(1, 3),
    )
    def pay(self, index, part, number) -> None:
        payment = _one(Payment.objects.order_by("pk"), index)
        if payment is not None:
            whole = payment.amount_minor
            minor = {"whole": whole, "less": whole // 3, "more": whole + 500, "rest": whole - whole // 3}[
                part
            ]
            self.trading.tries(self.trading.pay, payment, minor, number=number)

    @rule(index=which, kind=st.sampled_from(["failed", "expired"]))
    def provider_says(self, index, kind) -> None:
        payment = _one(Payment.objects.filter(provider="sandbox").order_by("pk"), index)
        if payment is not None:
            self.trading.tries(self.trading.hear, payment, kind, payment.amount_minor, number=1)

    @rule(index=which, step=st.sampled_from(["accept", "label", "hand-over", "refuse"]))
    def seller(self, index, step) -> None:
        self.trading.tries(self.trading.seller, self._shipment(index), step)

    @rule(
        index=which,
        fewer=st.integers(0, 3),
        mass=st.sampled_from([1000, 1000, 995, 990, 960, 800, 1100]),
        value_bp=st.sampled_from([10_000, 10_000, 10_000, 8_000]),
    )
    def receive(self, index, fewer, mass, value_bp) -> None:
        line = _one(OrderLine.objects.order_by("pk"), index)
        packs = max(0, line.packs - fewer)
        self.trading.tries(
            self.trading.receive, line, packs=packs, net_mass_g=packs * mass, value_bp=value_bp
        )

    @rule(index=which, agrees=st.booleans())
    def answer(self, index, agrees) -> None:
        proposal = _one(Proposal.objects.filter(state="open").order_by("pk"), index)
        if proposal is not None:
            self.trading.tries(self.trading.answer, proposal, agrees=agrees)

    def _walk(self, index: int, steps: int) -> None:
        """Take the natural next steps of a shipment, as far as the door: so that stories also get far."""
        for _step in range(steps):
            shipment = self._shipment(index)
            self.trading.at += timedelta(hours=1)
            if shipment.state == "delivered" or not self.trading.tries(self.trading.go_on, shipment):
                return

    @rule(index=which, steps=st.integers(1, 16))
    def go_on(self, index, steps) -> None:
        self._walk(index, steps)

    @rule(index=which)
    def settle(self, index) -> None:
        shipment = self._shipment(index, "delivered", "accepted")
        if shipment is not None:
            self.trading.tries(self.trading.go_on, shipment)

    @rule(index=which)
    def seal(self, index) -> None:
        self.trading.tries(self.trading.seal, _one(Departure.objects.order_by("pk"), index))

    @rule(index=which, succeeds=st.booleans())
    def last_mile(self, index, succeeds) -> None:
        shipment = self._shipment(index, "out-for-delivery", "failed")
        if shipment is not None:
            self.trading.tries(self.trading.last_mile, shipment, succeeds=succeeds)

    @rule(index=which, deed=st.sampled_from(["cancel", "accept", "withdraw"]), steps=st.integers(0, 14))
    def buyer(self, index, deed, steps) -> None:
        self._walk(index, steps)
        self.trading.tries(getattr(self.trading, deed), self._shipment(index))

    @rule(
        index=which, packs=st.integers(1, 4), reason=st.sampled_from(sorted(ClaimReason)),
        verdict=st.sampled_from([None, True, False]), bearer=st.sampled_from(PAYERS),
    )  # fmt: skip
    def claim(self, index, packs, reason, verdict, bearer) -> None:
        self._walk(index, 16)
        line = _one(
            OrderLine.objects.filter(shipment__state__in=["delivered", "claimed"]).order_by("pk"), index
        )
        if line is not None:
            self.trading.tries(self.trading.claim, line, packs=packs, reason=reason)
        if verdict is not None:
            self.decide(index, verdict, bearer)

    @rule(index=which, grants=st.booleans(), bearer=st.sampled_from(PAYERS))
    def decide_later(self, index, grants, bearer) -> None:
        self.decide(index, grants, bearer)

    def decide(self, index, grants, bearer) -> None:
        claim = _one(Claim.objects.filter(state="opened").order_by("pk"), index)
        if claim is not None:
            self.trading.tries(self.trading.decide, claim, grants=grants, bearer=bearer)

    @rule(
        index=which,
        end=st.sampled_from(ENDS),
        at_fault=st.sampled_from([None, *Bearer]),
        steps=st.integers(0, 14),
    )
    def end(self, index, end, at_fault, steps) -> None:
        self._walk(index, steps)
        self.trading.tries(self.trading.end, self._shipment(index), end, at_fault)

    @rule(index=which, part=st.sampled_from(COSTS))
    def pay_cost(self, index, part) -> None:
        departure = _one(Departure.objects.order_by("pk"), index)
        self.trading.tries(self.trading.pay_cost, departure, part)

    @rule(index=which, minor=st.sampled_from([0, 1, 700, 5_000, 5_000_000]))
    def true_up(self, index, minor) -> None:
        self.trading.tries(self.trading.true_up, _one(Departure.objects.order_by("pk"), index), minor)

    @rule(who=st.integers(0, 1), index=which)
    def pay_out(self, who, index) -> None:
        self.trading.tries(self.trading.batch)
        batch = _one(PayoutBatch.objects.filter(state="made").order_by("pk"), index)
        if batch is not None:
            self.trading.tries(self.trading.approve, batch, who)

    @rule(index=which, succeeds=st.booleans())
    def bank_says(self, index, succeeds) -> None:
        payout = _one(Payout.objects.order_by("pk"), index)
        if payout is not None:
            self.trading.tries(self.trading.end_payout, payout, succeeds=succeeds)

    @rule(reaches=st.booleans())
    def refund(self, reaches) -> None:
        self.trading.refund(reaches=reaches)

    @rule(hours=st.sampled_from([1, 20, 80, 300, 800]))
    def time_passes(self, hours) -> None:
        self.trading.wait(hours)

    @invariant()
    def the_books_hold(self) -> None:
        if hasattr(self, "trading"):
            assert books.broken() == {}


@pytest.mark.django_db
def test_the_books_hold_whatever_the_order_of_deeds():
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=FUZZ, stateful_step_count=30, phases=[Phase.explicit, Phase.reuse, Phase.generate], deadline=None, print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
