"""The buyer answers a question put to them: a new total, or goods that come later; or the line is cancelled."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.orders import access
from sogdia.apps.orders import services as orders
from sogdia.apps.orders.access import Side
from sogdia.apps.orders.models import Proposal
from sogdia.domain.machines import Actor
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.links import OrderLink
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.settle_discrepancy import settle


def answer_proposal(
    *,
    viewer: Viewer,
    order_ref: str,
    proposal_id: int,
    agrees: bool,
    at: datetime,
    key: str,
    link: OrderLink | None = None,
) -> None:
    """
    Agree to a proposal or refuse it, signed in or by the order's link; the same key answers once.

    :raises sogdia.domain.refusals.NotFound: for anybody but the buyer and the holder of the link.
    :raises sogdia.usecases.settle_discrepancy.ProposalClosed: it was answered, or its time is over.
    """
    body = {"order": order_ref, "proposal": proposal_id, "agrees": agrees}
    with transaction.atomic(durable=True):
        order = orders.lock(order_ref)
        access.require(viewer, order, Side.BUYER, link=link)
        if outbox.answer_of(scope="answer-proposal", key=key, body=body) is not None:
            return
        if not Proposal.objects.filter(pk=proposal_id, line__order=order).exists():
            raise NotFound(f"No proposal {proposal_id} in this order.")
        settle(proposal_id, agrees=agrees, actor=Actor.BUYER, at=at)
        outbox.remember(scope="answer-proposal", key=key, body=body, answer={}, at=at)
