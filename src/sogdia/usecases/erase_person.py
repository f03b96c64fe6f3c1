"""Erase a person: their rows of personal data go; what tax law requires stays for its term (rules PD-1, PD-2)."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from sogdia.apps.claims.models import Claim
from sogdia.apps.documents.models import Document
from sogdia.apps.orders.models import Message, Order
from sogdia.apps.parties.models import Address, Membership
from sogdia.apps.payments.models import RefundDetail
from sogdia.domain import personal
from sogdia.domain.documents import DocumentKind
from sogdia.domain.lifecycle import OrderState
from sogdia.domain.refusals import NotAllowed, Refusal
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.accounts.models import User
from sogdia.plumbing.notices.models import Notice
from sogdia.plumbing.outbox import services as outbox

#: Tax law of the places we sell from and to asks for up to ten years.
KEEP_YEARS = 10
_DONE = (OrderState.COMPLETED, OrderState.CANCELLED, OrderState.REFUNDED, OrderState.EXPIRED)
_TAXED = (DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE)


class StillOnATeam(Refusal):
    """A person who acts for a house leaves it first."""

    code = "still-on-a-team"


class OrdersUnderWay(Refusal):
    """Goods or money are still on the way; without an address neither would arrive."""

    code = "orders-under-way"


@dataclass(frozen=True, slots=True)
class Erased:
    """What went and what stays: ``kept_until`` is the last day for which the law keeps an address."""

    addresses: int
    kept: int
    kept_until: date | None = None


def erase_person(*, viewer: Viewer, at: datetime, keep_years: int = KEEP_YEARS) -> Erased:
    """
    Delete the viewer's account, addresses, messages, notices and bank details; journal and audit hold ids only.

    An address that an invoice rests on stays without e-mail and telephone until its term is over.

    :raises StillOnATeam, OrdersUnderWay: and then nothing is erased.
    :raises sogdia.domain.refusals.NotAllowed: for a guest.
    """
    if viewer.user_id is None:
        raise NotAllowed("A guest has no account.")
    user_id = viewer.user_id
    with transaction.atomic(durable=True):
        user = User.objects.select_for_update().get(pk=user_id)
        if Membership.objects.filter(user_id=user_id).exists():
            raise StillOnATeam(str(user_id))
        orders = Order.objects.select_for_update().filter(buyer_id=user_id)
        under_way = [order.ref for order in orders if order.state not in _DONE]
        if under_way:
            raise OrdersUnderWay(", ".join(under_way), orders=", ".join(under_way))
        Message.objects.filter(user_id=user_id).delete()
        Claim.objects.filter(shipment__order__buyer_id=user_id).update(text="")
        RefundDetail.objects.filter(refund__order__buyer_id=user_id).delete()
        erased = _erase_addresses(user_id, today=at.date(), keep_years=keep_years)
        user.delete()
        outbox.audit(
            "erase-person", subject=f"user:{user_id}", at=at, user_id=user_id, kept=erased.kept,
            addresses=erased.addresses,
        )  # fmt: skip
        return erased


def forget_kept(*, at: datetime, keep_years: int = KEEP_YEARS) -> int:
    """Delete addresses of nobody's account whose term is over; gives how many. For guests and the erased alike."""
    gone = 0
    with transaction.atomic():
        for address in Address.objects.filter(user=None, party=None):
            last = _last_order_on(address.pk) or address.made_at.date()
            with contextlib.suppress(personal.KeptByLaw):
                personal.check_erasure(last_invoice_on=last, keep_years=keep_years, today=at.date())
                Notice.objects.filter(address_id=address.pk).delete()
                address.delete()
                gone += 1
    return gone


def _erase_addresses(user_id: int, *, today: date, keep_years: int) -> Erased:
    deleted, until = 0, []
    for address in Address.objects.filter(user_id=user_id, party=None):
        try:
            personal.check_erasure(
                last_invoice_on=_last_invoice_on(address.pk), keep_years=keep_years, today=today
            )
        except personal.KeptByLaw as kept:
            day = kept.params["until"]
            assert isinstance(day, date)
            until.append(day)
            Address.objects.filter(pk=address.pk).update(email="", phone="", user=None)
            continue
        address.delete()
        deleted += 1
    return Erased(addresses=deleted, kept=len(until), kept_until=max(until, default=None))


def _last_invoice_on(address_id: int) -> date | None:
    last = Document.objects.filter(order__address_id=address_id, kind__in=_TAXED).aggregate(
        last=Max("issued_at")
    )["last"]
    return last.date() if last else None


def _last_order_on(address_id: int) -> date | None:
    last = Order.objects.filter(address_id=address_id).aggregate(last=Max("placed_at"))["last"]
    return last.date() if last else None
