"""Orders as the operator finds them: by number, state and day; never by a buyer's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from sogdia.apps.orders.models import Order, Shipment
from sogdia.domain.viewer import OPERATOR_ROLES, Viewer
from sogdia.plumbing.listing import FIRST_PAGE, Asked, ordered, page_of
from sogdia.plumbing.texts import pick

COLUMNS = {
    "ref": ("ref",),
    "market": ("market__code", "placed_at"),
    "state": ("state", "placed_at"),
    "placed": ("placed_at",),
    "shipments": ("n",),
    "total": ("currency", "total_minor"),
}


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in a list: money in minor units of its currency."""

    ref: str
    state: str
    market: str
    currency: str
    total_minor: int
    placed_at: datetime
    paid_at: datetime | None
    shipments: int
    is_guest: bool


def find_orders(viewer: Viewer, *, words: str = "", state: str = "", asked: Asked = FIRST_PAGE) -> Page[Any]:
    """
    Give orders newest first; ``words`` is part of an order's, a shipment's or a departure's number.

    :raises sogdia.domain.refusals.NotAllowed: for anybody but the operator.
    """
    viewer.require(*OPERATOR_ROLES)
    rows = Order.objects.select_related("market")
    if words:
        goods = Shipment.objects.filter(Q(ref__iexact=words) | Q(departure__ref__iexact=words))
        rows = rows.filter(Q(ref__icontains=words) | Q(pk__in=goods.values("order_id")))
    if state:
        rows = rows.filter(state=state)
    held = Shipment.objects.filter(order=OuterRef("pk")).order_by().values("order").annotate(n=Count("id"))
    rows = rows.annotate(n=Coalesce(Subquery(held.values("n")), 0))
    found: Page[Any] = page_of(ordered(rows, asked, COLUMNS, otherwise=("-placed_at", "-id")), asked)
    found.object_list = [
        OrderRow(
            ref=row.ref,
            state=row.state,
            market=pick(row.market.names),
            currency=row.currency,
            total_minor=row.total_minor,
            placed_at=row.placed_at,
            paid_at=row.paid_at,
            shipments=row.n,
            is_guest=row.buyer_id is None,
        )
        for row in found.object_list
    ]
    return found
