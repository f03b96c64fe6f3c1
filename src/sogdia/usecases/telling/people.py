"""Who a notice is for: a buyer or guest, a seller's people by role, the hub's, the carrier's, the house's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sogdia.apps.orders.models import Order
from sogdia.apps.parties.models import Membership
from sogdia.domain.viewer import OPERATOR_ROLES, Role
from sogdia.plumbing.notices import services as notices
from sogdia.plumbing.notices.services import Reader


def buyer(order: Order) -> list[Reader]:
    """Give the buyer's account, or the guest by the address of the order; nobody after erasure."""
    if order.buyer_id is not None:
        return notices.readers([order.buyer_id])
    if order.address_id is not None:
        return [Reader(address_id=order.address_id, language=order.language)]
    return []


def team(party_id: int, *roles: Role) -> list[Reader]:
    """Give a party's people in ``roles``."""
    return _members(roles, party_id=party_id)


def clerks(hub_id: int) -> list[Reader]:
    """Give a hub's clerks."""
    return _members((Role.CLERK,), hub_id=hub_id)


def officers(region_id: int) -> list[Reader]:
    """Give a region's officers."""
    return _members((Role.OFFICER,), region_id=region_id)


def brokers() -> list[Reader]:
    """Give the customs brokers."""
    return _members((Role.BROKER,))


def house(*roles: Role) -> list[Reader]:
    """Give the operator's people in ``roles``, all of them if none is named."""
    return _members(roles or OPERATOR_ROLES)


def _members(roles: Iterable[Role], **where: Any) -> list[Reader]:
    rows = Membership.objects.filter(role__in=[str(role) for role in roles], **where)
    return notices.readers(sorted(set(rows.values_list("user_id", flat=True))))
