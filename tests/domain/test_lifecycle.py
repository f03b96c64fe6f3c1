"""Which step may follow which, and whose it is (LI-1 to LI-4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sogdia.domain import lifecycle as li
from sogdia.domain.ledger.escrow import Escrow
from sogdia.domain.lifecycle import Actor, ShipmentState
from sogdia.domain.money import Money
from sogdia.domain.refusals import NotAllowed

MAIN_WAY = [
    "pay",
    "accept",
    "print-label",
    "hand-over",
    "receive",
    "ready",
    "load",
    "seal",
    "depart",
    "arrive",
    "enter-customs",
    "deliver-out",
    "deliver",
    "accept-goods",
    "settle",
]


def test_li_1_a_shipment_walks_from_reserved_to_settled():
    state: str = ShipmentState.RESERVED
    for event in MAIN_WAY:
        state = li.move(li.SHIPMENT, state, event)

    assert state == ShipmentState.SETTLED


def test_li_1_a_step_that_does_not_follow_is_refused_by_name():
    with pytest.raises(li.StepNotPossible) as refused:
        li.move(li.SHIPMENT, ShipmentState.SEALED, "unload")

    assert refused.value.code == "step-not-possible"
    assert refused.value.params == {"machine": "shipment", "state": "sealed", "event": "unload"}


@pytest.mark.parametrize("machine", li.MACHINES, ids=lambda m: m.name)
def test_li_1_every_state_can_be_reached_and_every_step_is_somebodys(machine):
    reached = {machine.start}
    while True:
        more = {m.to for (at, _), m in machine.moves.items() if at in reached} - reached
        if not more:
            break
        reached |= more

    assert reached == machine.states
    assert all(m.by for m in machine.moves.values())


@pytest.mark.parametrize(
    ("machine", "states"),
    [
        (li.AGREEMENT, li.AgreementState),
        (li.SELLER, li.SellerState),
        (li.ORDER, li.OrderState),
        (li.SHIPMENT, li.ShipmentState),
        (li.DEPARTURE, li.DepartureState),
        (li.CLAIM, li.ClaimState),
        (li.PAYOUT, li.PayoutState),
        (li.PAYMENT, li.PaymentState),
    ],
)
def test_li_1_the_table_and_the_names_agree(machine, states):
    assert machine.states == frozenset(states)


@given(st.sampled_from(li.MACHINES), st.data())
def test_li_1_any_walk_stays_in_the_table(machine, data):
    state = machine.start
    for _ in range(20):
        events = machine.events(state)
        if not events:
            break
        state = li.move(machine, state, data.draw(st.sampled_from(events)))

    assert state in machine.states


def test_li_2_only_the_clerk_seals():
    assert li.may(li.SHIPMENT, ShipmentState.LOADED, "seal", Actor.CLERK)
    with pytest.raises(NotAllowed):
        li.move_as(li.SHIPMENT, ShipmentState.LOADED, "seal", Actor.SELLER)
    assert li.move_as(li.SHIPMENT, ShipmentState.LOADED, "seal", Actor.CLERK) == "sealed"


def test_li_2_a_step_that_does_not_follow_is_nobodys():
    assert not li.may(li.DEPARTURE, "departed", "cancel", Actor.SUPPORT)


def test_li_3_a_fully_refunded_order_never_reads_paid():
    escrow = Escrow("EUR").capture(Money(79_90, "EUR"))

    assert li.order_reads(li.OrderState.PAID, escrow) is li.OrderState.PAID
    assert li.order_reads(li.OrderState.PAID, escrow.refund(Money(79_90, "EUR"))) is li.OrderState.REFUNDED


@pytest.mark.parametrize(
    ("shipments", "says"),
    [
        (["ready", "loaded"], "paid"),
        (["sealed", "departed"], "on-the-way"),
        (["delivered", "ready"], "on-the-way"),
        (["delivered", "claimed", "lost"], "delivered"),
        (["settled", "cancelled"], "completed"),
    ],
)
def test_li_4_the_shipment_furthest_behind_speaks_for_the_order(shipments, says):
    assert li.shipments_say([ShipmentState(s) for s in shipments]) == says
