"""The answer to a proposal takes effect: a new total, a cancelled line, or another departure; or silence decides."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.hub import goods, rolling
from sogdia.apps.hub import services as hub
from sogdia.apps.orders import steps
from sogdia.apps.orders.models import OrderLine, Proposal, Shipment
from sogdia.apps.payments import services as payments
from sogdia.apps.payments import shares
from sogdia.apps.tracing import services as tracing
from sogdia.domain import weights
from sogdia.domain.machines import Actor
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.receive_line import make_ready


class ProposalClosed(Refusal):
    """It was answered before, or its time is over."""

    code = "proposal-closed"


def settle_discrepancy(*, viewer: Viewer, proposal_id: int, agrees: bool, at: datetime, key: str) -> None:
    """
    Take a signed-in buyer's answer; the same key changes nothing.

    :raises sogdia.domain.refusals.NotFound: for anybody but the buyer. :raises ProposalClosed:
    """
    body = {"proposal": proposal_id, "agrees": agrees}
    with transaction.atomic(durable=True):
        found = Proposal.objects.select_related("line__order").filter(pk=proposal_id).first()
        if found is None or viewer.user_id is None or found.line.order.buyer_id != viewer.user_id:
            raise NotFound(f"No proposal {proposal_id}.")
        if outbox.answer_of(scope="settle-discrepancy", key=key, body=body) is not None:
            return
        settle(proposal_id, agrees=agrees, actor=Actor.BUYER, at=at)
        outbox.remember(scope="settle-discrepancy", key=key, body=body, answer={}, at=at)


def settle(proposal_id: int, *, agrees: bool, actor: Actor, at: datetime) -> None:
    """
    Let an answer take effect, inside another deed that checked whose it is. The house answers by the stated default.

    :raises ProposalClosed: it was answered before, or its time is over and the answer is not the house's.
    """
    ref = Proposal.objects.values_list("line__shipment__ref", flat=True).get(pk=proposal_id)
    shipment = steps.lock_shipment(ref)
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal_id)
    is_over = at >= proposal.answer_by
    if proposal.state != "open" or (is_over and actor is not Actor.HOUSE):
        raise ProposalClosed(f"Proposal {proposal_id}: {proposal.state}.", answer_by=proposal.answer_by)
    proposal.state = "lapsed" if actor is Actor.HOUSE else "agreed" if agrees else "refused"
    proposal.answered_at = at
    proposal.save(update_fields=["state", "answered_at"])
    line = OrderLine.objects.select_related("order", "lot", "product", "shipment__departure").get(
        pk=proposal.line_id
    )
    tracing.record(
        EventKind.BUYER_ANSWERED, at=at, lot=line.lot, shipment=shipment, proposal=proposal.pk,
        answer=proposal.state, agrees=agrees,
    )  # fmt: skip
    if proposal.kind == "delay":
        if not agrees:
            _give_up(shipment, reason=str(proposal.kind), key=f"proposal:{proposal.pk}", actor=actor, at=at)
    else:
        _settle_line(proposal, line, shipment, agrees=agrees, actor=actor, at=at)
    outbox.tell("proposal.answered", at=at, proposal_id=proposal.pk, order_id=shipment.order_id)


def answer_for_silence(*, at: datetime) -> int:
    """Let the stated default hold for every proposal whose time is over; gives how many. Each in its own transaction."""
    due = Proposal.objects.filter(state="open", answer_by__lte=at).order_by("pk")
    done = 0
    for proposal_id, default in list(due.values_list("pk", "default_answer")):
        with transaction.atomic():
            if Proposal.objects.filter(pk=proposal_id, state="open").exists():
                settle(proposal_id, agrees=default == "agreed", actor=Actor.HOUSE, at=at)
                done += 1
    return done


def _settle_line(
    proposal: Proposal, line: OrderLine, shipment: Shipment, *, agrees: bool, actor: Actor, at: datetime
) -> None:
    standing = next(one for one in goods.goods_of_one(shipment).lines if one.line.pk == line.pk)
    if agrees:
        weighed = hub.weighed_of(proposal)
        outcome = hub.judge(standing, weighed)
        assert isinstance(outcome, weights.NeedsBuyer), (
            "nothing else changed the line while the buyer thought"
        )
        assert outcome.new_total.minor == proposal.new_total_minor, "the buyer gets what was proposed"
        taken, packs, mass_g = outcome.refund, weighed.packs, weighed.net_mass_g
        kind = str(proposal.kind)
    else:
        taken, packs, mass_g, kind = shares.of_shipment(shipment)[line.pk], 0, 0, "cancelled"
    payments.give_back(
        line,
        taken,
        kind=kind,
        reason=str(proposal.data["reason"]),
        key=f"proposal:{proposal.pk}",
        at=at,
        packs=max(0, standing.packs - packs),
        net_mass_g=max(0, standing.net_mass_g - mass_g),
    )
    now = goods.goods_of_one(shipment)
    still_asked = Proposal.objects.filter(line__shipment=shipment, state="open").exclude(kind="delay")
    if not now.standing:
        _give_up(shipment, reason=kind, key=f"proposal:{proposal.pk}:rest", actor=actor, at=at)
    elif not still_asked.exists():
        make_ready(shipment, now, actor=actor, user_id=None, at=at)
    rolling.read_order(shipment.order_id)


def _give_up(shipment: Shipment, *, reason: str, key: str, actor: Actor, at: datetime) -> None:
    rolling.give_up(shipment, actor=actor, reason=reason, key=key, at=at)
    tracing.record(EventKind.CANCELLED, at=at, shipment=shipment, is_public=False)
    outbox.tell("shipment.cancelled", at=at, shipment_id=shipment.pk, order_id=shipment.order_id)
