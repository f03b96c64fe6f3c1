"""One order's money through any order of deeds: nothing is lost, and the promise is kept (LE-1, LE-10, ES-1 to ES-4)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from builders.shares import ORDER, SELLER, SHIPMENT, raisins
from sogdia.domain.claims import ClaimReason, compute
from sogdia.domain.fx import FxRate
from sogdia.domain.ledger import bearing, flows
from sogdia.domain.ledger.accounts import Account
from sogdia.domain.ledger.entries import JournalEntry, sums
from sogdia.domain.ledger.escrow import Escrow, held_parts
from sogdia.domain.ledger.shares import Share, difference, take_part, total
from sogdia.domain.money import Money
from sogdia.domain.pricing.parts import Part
from sogdia.domain.weights import Accepted, Ordered, RefundProRata, weigh

RATE = FxRate(1, "CNY", "EUR", Fraction("0.128"), date(2026, 7, 1), "ECB")


class OrderMoney(RuleBasedStateMachine):
    """Pay, weigh, true up, claim and release ten packs of raisins."""

    @initialize()
    def pay(self) -> None:
        self.journal: list[JournalEntry] = []
        self.escrow = Escrow("EUR")
        self.paying: tuple[Share, ...] = raisins()
        self.held: tuple[Share, ...] = raisins()
        self.packs = 10
        self.weighed = self.trued = self.released = False
        self.earned = 0
        self.post(flows.receive_payment(order_id=ORDER, shares=self.held, via=flows.Via.BANK, key="pay"))

    def post(self, entry: JournalEntry) -> None:
        assert entry.key not in {old.key for old in self.journal}
        self.escrow = self.escrow.after(entry, order_id=ORDER)
        self.journal.append(entry)

    @precondition(lambda self: not self.weighed)
    @rule(mass_g=st.integers(5_000, 11_000))
    def weigh(self, mass_g: int) -> None:
        self.weighed = True
        line = Ordered(self.held, packs=10, net_mass_g=10_000, grade="A", tolerance_bp=6_000)
        outcome = weigh(line, Accepted(10, mass_g, "A"))
        if isinstance(outcome, RefundProRata):
            self.paying = self.held = outcome.kept
            if outcome.amount:
                self.post(flows.refund(order_id=ORDER, shares=outcome.refund, key="short", reason="Short."))

    @precondition(lambda self: self.weighed and not self.trued and not self.released)
    @rule(share=st.fractions(0, 1))
    def true_up(self, share: Fraction) -> None:
        self.trued = True
        freight = next(s for s in self.held if s.part is Part.FREIGHT_SHARED)
        back = Money(int(freight.amount.minor * share), "EUR")
        if back:
            self.post(flows.freight_refund(order_id=ORDER, shipment_id=SHIPMENT, amount=back, key="freight"))
        self.held = tuple(take_part(self.held, Part.FREIGHT_SHARED, back, shipment_id=SHIPMENT))
        self.paying = self.held

    @precondition(lambda self: self.trued and not self.released and self.packs == 10)
    @rule(
        reason=st.sampled_from(ClaimReason),
        affected=st.integers(1, 10),
        bearer=st.sampled_from(["seller", "carrier", "insurance", "house"]),
    )
    def claim(self, reason: ClaimReason, affected: int, bearer: str) -> None:
        offered = compute(
            reason=reason,
            shares=self.held,
            packs=10,
            affected_packs=affected,
            bearer=bearing.Bearer(bearer),
            escrow=self.escrow,
        )
        self.packs -= affected
        for entry in bearing.entries(
            offered.bearing,
            order_id=ORDER,
            seller_id=SELLER,
            seller_rate=RATE,
            key="claim",
            reason="Agreed.",
            release_now=False,
        ):
            self.post(entry)
        self.paying, self.held = offered.kept, offered.in_escrow

    @precondition(lambda self: self.trued and not self.released)
    @rule()
    def release(self) -> None:
        self.released = True
        if total(self.held):
            self.post(flows.release(order_id=ORDER, shares=self.held, key="release"))
        self.earned = sum(s.owed.minor for s in self.held if s.part is Part.NET)

    @precondition(lambda self: self.released)
    @rule()
    def a_payout_fails(self) -> None:
        net = Money(self.earned, "CNY")
        if net:
            key = f"payout/{len(self.journal)}"
            self.post(flows.batch_payout(seller_id=SELLER, amount=net, key=key))
            self.post(
                flows.fail_payout(seller_id=SELLER, amount=net, key=f"{key}/failed", reason="Closed account.")
            )

    @invariant()
    def every_currency_is_in_balance(self) -> None:
        assert not any(sums(p for e in self.journal for p in e.postings).values())

    @invariant()
    def the_escrow_is_what_its_shares_say(self) -> None:
        counted = held_parts(self.journal, order_id=ORDER, currency="EUR")
        left = () if self.released else self.held
        assert counted == {(s.shipment_id, s.part): s.amount for s in left if s.amount}
        assert self.escrow.held == sum(s.amount.minor for s in left)

    @invariant()
    def the_buyer_paid_what_is_kept(self) -> None:
        gone = sum(s.amount.minor for s in difference(raisins(), self.paying))
        assert self.escrow.refunded == gone

    @invariant()
    def the_grower_is_owed_the_promise(self) -> None:
        owed = sum(
            p.amount.minor for e in self.journal for p in e.postings if p.account is Account.SELLER_PAYABLE
        )
        assert -owed == self.earned


TestOrderMoney = OrderMoney.TestCase
TestOrderMoney.settings = settings(max_examples=60, stateful_step_count=8, deadline=None)
