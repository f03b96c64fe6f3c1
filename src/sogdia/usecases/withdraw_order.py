"""A consumer withdraws after delivery, where the market's law gives that right: everything paid is reimbursed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.claims import ends
from sogdia.apps.orders import access, rights, steps
from sogdia.apps.orders import services as orders
from sogdia.apps.orders.access import Side
from sogdia.apps.orders.models import Shipment
from sogdia.apps.tracing import services as tracing
from sogdia.domain.ends import End
from sogdia.domain.lifecycle import SHIPMENT, move_as
from sogdia.domain.machines import Actor
from sogdia.domain.refusals import NotFound
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.links import OrderLink
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.settle_shipment import settle

REASON = "The buyer withdrew."


def withdraw_order(
    *,
    viewer: Viewer,
    order_ref: str,
    shipment_ref: str,
    at: datetime,
    key: str,
    link: OrderLink | None = None,
) -> int:
    """
    Withdraw from a delivered shipment; gives what goes back, in minor units of the order's currency.

    :raises sogdia.domain.refusals.NotFound: for anybody but the buyer, the holder of the link, and the operator.
    :raises sogdia.domain.ends.NoRightToWithdraw: with ``why``. :raises sogdia.domain.machines.StepNotPossible:
    """
    body = {"order": order_ref, "shipment": shipment_ref}
    with transaction.atomic(durable=True):
        order = orders.lock(order_ref)
        side = access.require(viewer, order, Side.BUYER, Side.OPERATOR, link=link)
        done = outbox.answer_of(scope="withdraw-order", key=key, body=body)
        if done is not None:
            return int(done["back_minor"])
        if not Shipment.objects.filter(order=order, ref=shipment_ref).exists():
            raise NotFound(f"No shipment {shipment_ref} in this order.")
        shipment = steps.lock_shipment(shipment_ref)
        actor = Actor.BUYER if side is Side.BUYER else Actor.SUPPORT
        move_as(SHIPMENT, shipment.state, "withdraw", actor)
        rights.check_withdraw(order, shipment, at=at)
        back = ends.bear(shipment, End.WITHDRAWN, reason=REASON, key=f"withdraw:{shipment.pk}", at=at)
        steps.take(shipment, "withdraw", actor=actor, reason=REASON)
        tracing.record(EventKind.ENDED, at=at, shipment=shipment, is_public=False, end=str(End.WITHDRAWN))
        settle(shipment.pk, order, at=at)
        outbox.tell("shipment.withdrawn", at=at, shipment_id=shipment.pk, order_id=order.pk, back_minor=back)
        outbox.remember(scope="withdraw-order", key=key, body=body, answer={"back_minor": back}, at=at)
        return back
