"""Deeds of one small trading world with a clock of its own, for stories told in any order."""

from __future__ import annotations

import itertools
from datetime import timedelta

from builders import orders as build
from builders import way
from fakes.payments import FakeProvider
from fakes.storage import MemoryStore
from sogdia.apps.departures.models import Departure
from sogdia.apps.orders.models import Order, OrderLine, Proposal, Shipment
from sogdia.apps.payments.models import Payment, Refund
from sogdia.apps.settlement.models import Payout, PayoutBatch
from sogdia.domain.milestones import MilestoneKind as Kind
from sogdia.domain.money import Money
from sogdia.domain.refusals import Refusal
from sogdia.domain.viewer import Role, Viewer
from sogdia.gateways.bank.pain001 import Pain001
from sogdia.usecases import settle_discrepancy as settling
from sogdia.usecases.accept_shipment import accept_shipment
from sogdia.usecases.advance_payout import advance_due
from sogdia.usecases.approve_payout_batch import approve_payout_batch
from sogdia.usecases.capture_payment import Arrival, capture_payment
from sogdia.usecases.close_departures import close_departures
from sogdia.usecases.confirm_payout import confirm_payout, fail_payout
from sogdia.usecases.deliver_shipment import deliver_again, deliver_shipment, fail_delivery
from sogdia.usecases.depart_departure import depart_departure
from sogdia.usecases.expire_orders import expire_orders
from sogdia.usecases.hand_over_shipment import hand_over_shipment
from sogdia.usecases.label_shipment import label_shipment
from sogdia.usecases.load_shipment import load_shipment
from sogdia.usecases.make_payout_batch import make_payout_batch
from sogdia.usecases.make_refund_file import HouseAccount
from sogdia.usecases.receive_line import receive_line
from sogdia.usecases.record_milestone import Report, record_milestone
from sogdia.usecases.refuse_shipment import refuse_shipment
from sogdia.usecases.seal_departure import seal_departure
from sogdia.usecases.send_refunds import send_refunds
from sogdia.usecases.settle_shipment import settle_due
from sogdia.usecases.start_payment import start_payment
from sogdia.usecases.take_provider_news import take_provider_news
from sogdia.usecases.true_up_departure import true_up_departure

HOUSE = HouseAccount("Trade house (fictional)", "DE02120300000000202051", "BYLADEM1001")
WAYS = ("sandbox", "bank-transfer")
_MILESTONES = (Kind.ARRIVED, Kind.CUSTOMS_CLEARED, Kind.HANDED_TO_LAST_MILE, Kind.BORDER)


class Trading:
    """A seller, a lane with three departures, a provider in memory, and everybody who does something."""

    def __init__(self, *, payout_mode: str = "on-delivery") -> None:
        self.at = build.NOW
        self.world = build.a_world(kg=40, payout_mode=payout_mode)
        self.world.lane.minimum_fill_bp = 0
        self.world.lane.save()
        way.open_market(self.world)
        for days in (17, 24):
            build.a_departure(self.world.lane, cutoff_at=build.NOW + timedelta(days=days))
        self.clerk, self.driver = way.clerk(self.world), way.driver(self.world)
        self.grower = build.member(build.a_user(), self.world.seller, Role.OWNER)
        self.judge = build.support(self.world)
        self.treasurers = [build.treasurer(self.world), build.treasurer(self.world)]
        self.providers = {code: FakeProvider(code) for code in WAYS}
        self.store = MemoryStore()
        self.orders: list[Order] = []
        self._numbers = itertools.count(1)
        self.refused = 0

    def tries(self, deed, *args, **named) -> bool:
        """Do it, or take no for an answer."""
        try:
            deed(*args, **named)
        except Refusal:
            self.refused += 1
            return False
        return True

    def key(self) -> str:
        """Give a new key."""
        return f"any-{next(self._numbers)}"

    def place(self, packs: int) -> None:
        """Order so many packs; what is not there is not sold."""
        buyer = build.a_user()
        want = build.Want(packs=packs, departure=self._open_departure())
        order = build.a_placed_order(self.world, want, buyer=buyer, at=self.at)
        self.orders.append(order)

    def _open_departure(self) -> Departure:
        found = Departure.objects.filter(state="open", cutoff_at__gt=self.at).order_by("cutoff_at").first()
        return found or self.world.departure

    def buyer_of(self, order: Order) -> Viewer:
        """Give the buyer as deeds see them."""
        return Viewer(user_id=order.buyer_id)

    def start(self, order: Order, provider: str) -> None:
        """Ask for a payment."""
        start_payment(
            viewer=self.buyer_of(order), order_ref=order.ref, provider=self.providers[provider], transfer_days=3,
            return_url="https://shop.example/back", notify_url="https://shop.example/hook", language="en",
            at=self.at,
        )  # fmt: skip

    def pay(self, payment: Payment, minor: int, *, number: int) -> None:
        """Let money arrive for a payment; the same ``number`` is the same arrival told again."""
        amount = Money(minor, payment.currency)
        if payment.provider == "bank-transfer":
            arrival = Arrival("bank-transfer", f"{payment.pk}/{number}", amount, self.at.date())
            capture_payment(payment_id=payment.pk, arrival=arrival, at=self.at)
        else:
            self.hear(payment, "captured", minor, number=number)

    def hear(self, payment: Payment, kind: str, minor: int, *, number: int) -> None:
        """Let the provider call back."""
        call = self.providers[payment.provider].call(
            kind, provider_ref=payment.provider_ref, reference=payment.reference,
            amount=Money(minor, payment.currency), at=self.at, event_id=f"{kind}-{payment.pk}-{number}",
        )  # fmt: skip
        take_provider_news(provider=self.providers[payment.provider], at=self.at, **call)

    def seller(self, shipment: Shipment, step: str) -> None:
        """Let the seller answer, label or hand over."""
        given = {"viewer": self.grower, "shipment_ref": shipment.ref, "at": self.at, "key": self.key()}
        if step == "refuse":
            refuse_shipment(reason="Hail.", **given)
        else:
            {"accept": accept_shipment, "label": label_shipment, "hand-over": hand_over_shipment}[step](
                **given
            )

    def receive(self, line: OrderLine, *, packs: int, net_mass_g: int, value_bp: int) -> None:
        """Let the hub count, weigh and grade a line."""
        weighed = way.as_ordered(
            line, packs=packs, net_mass_g=net_mass_g, gross_mass_g=net_mass_g + packs * 50,
            grade="A" if value_bp == 10_000 else "B", value_bp=value_bp,
        )  # fmt: skip
        receive_line(
            viewer=self.clerk, line_id=line.pk, weighed=weighed, photos=[], pictures=way.FakePictures(),
            at=self.at, key=self.key(),
        )  # fmt: skip

    def answer(self, proposal: Proposal, *, agrees: bool) -> None:
        """Let the buyer answer a proposal."""
        order = Order.objects.get(pk=proposal.line.order_id)
        settling.settle_discrepancy(
            viewer=self.buyer_of(order), proposal_id=proposal.pk, agrees=agrees, at=self.at, key=self.key()
        )

    def load(self, shipment: Shipment) -> None:
        """Load a shipment."""
        load_shipment(
            viewer=self.clerk, departure_ref=shipment.departure.ref, shipment_ref=shipment.ref, at=self.at,
            key=self.key(),
        )  # fmt: skip

    def seal(self, departure: Departure) -> None:
        """Seal it, early or not."""
        seal_departure(
            viewer=self.clerk, departure_ref=departure.ref, seal_number="S-1", is_early=True, at=self.at,
            key=self.key(),
        )  # fmt: skip

    def depart(self, departure: Departure) -> None:
        """Let it leave."""
        depart_departure(viewer=self.clerk, departure_ref=departure.ref, at=self.at, key=self.key())

    def report(self, departure: Departure) -> None:
        """Report whichever milestone can be next."""
        for kind in _MILESTONES:
            report = Report(kind, self.at, place="Somewhere")
            if self.tries(
                record_milestone, viewer=self.driver, departure_ref=departure.ref, report=report, at=self.at,
                key=self.key(),
            ):  # fmt: skip
                return

    def last_mile(self, shipment: Shipment, *, succeeds: bool) -> None:
        """Deliver, fail to, or go out again."""
        given = {"viewer": self.driver, "shipment_ref": shipment.ref, "at": self.at, "key": self.key()}
        if shipment.state == "failed":
            deliver_again(**given)
        elif succeeds:
            deliver_shipment(happened_at=self.at, **given)
        else:
            fail_delivery(happened_at=self.at, reason="Nobody there", **given)

    def go_on(self, shipment: Shipment) -> None:
        """Take the natural next step of a shipment."""
        line = OrderLine.objects.get(shipment=shipment)
        order, departure = Order.objects.get(pk=shipment.order_id), shipment.departure
        payment = Payment.objects.filter(order=order, state="started").first()
        whole = {"packs": line.packs, "net_mass_g": line.net_mass_g, "value_bp": 10_000}
        steps = {
            "paid": lambda: self.seller(shipment, "accept"),
            "accepted-by-seller": lambda: self.seller(shipment, "label"),
            "labelled": lambda: self.seller(shipment, "hand-over"),
            "handed-over": lambda: self.receive(line, **whole),
            "received": lambda: self.receive(line, **whole),
            "ready": lambda: self.load(shipment),
            "loaded": lambda: self.seal(departure),
            "sealed": lambda: self.depart(departure),
            "out-for-delivery": lambda: self.last_mile(shipment, succeeds=True),
            "delivered": lambda: self.wait(60),
            "accepted": lambda: self.wait(1),
            "settled": self.batch,
        }
        if shipment.state == "reserved" and payment is None:
            self.start(order, "sandbox")
        elif shipment.state == "reserved":
            self.pay(payment, payment.amount_minor, number=1)
        else:
            steps.get(shipment.state, lambda: self.report(departure))()

    def wait(self, hours: int) -> None:
        """Let time pass, and what happens by itself."""
        self.at += timedelta(hours=hours)
        self.clocks()

    def true_up(self, departure: Departure, minor: int) -> None:
        """Enter what the vehicle cost."""
        true_up_departure(
            viewer=self.treasurers[0], departure_ref=departure.ref, true_fixed_minor=minor, at=self.at
        )

    def batch(self) -> None:
        """Gather what sellers are due."""
        make_payout_batch(viewer=self.treasurers[0], currency="CNY", at=self.at, key=self.key())

    def approve(self, batch: PayoutBatch, who: int) -> None:
        """Approve a batch; whoever made it may not."""
        approve_payout_batch(
            viewer=self.treasurers[who], batch_ref=batch.ref, reason="Each payout has its order.", house=HOUSE, maker=Pain001(), files=self.store,
            at=self.at,
        )  # fmt: skip

    def end_payout(self, payout: Payout, *, succeeds: bool) -> None:
        """Let the bank confirm or refuse."""
        if succeeds:
            confirm_payout(viewer=self.treasurers[1], payout_ref=payout.ref, at=self.at)
        else:
            fail_payout(
                viewer=self.treasurers[1], payout_ref=payout.ref, reason="Closed account.", at=self.at
            )

    def refund(self, *, reaches: bool) -> None:
        """Send what is owed back, and let the provider say what became of it."""
        send_refunds(providers=self.providers, at=self.at)
        for row in Refund.objects.filter(state="sent").exclude(payment=None).exclude(provider_ref=""):
            payment = row.payment
            call = self.providers[payment.provider].call(
                "refunded" if reaches else "refund-failed", provider_ref=payment.provider_ref,
                reference=row.provider_ref, amount=Money(row.amount_minor, row.currency), at=self.at,
            )  # fmt: skip
            take_provider_news(provider=self.providers[payment.provider], at=self.at, **call)

    def clocks(self) -> None:
        """Let everything happen that happens by itself."""
        expire_orders(at=self.at)
        close_departures(at=self.at)
        settle_due(at=self.at)
        self.tries(advance_due, at=self.at)
