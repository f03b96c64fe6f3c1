"""Give a person everything that is kept of them, as plain facts."""

from __future__ import annotations

from typing import Any

from sogdia.apps.claims.models import Claim
from sogdia.apps.orders.models import Message, Order, OrderLine
from sogdia.apps.parties.models import Address, Consent, Membership
from sogdia.domain.refusals import NotAllowed
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.accounts.models import SignIn, User
from sogdia.plumbing.notices.models import Notice


def export_person(*, viewer: Viewer) -> dict[str, Any]:
    """
    Give account, addresses, orders, messages, claims, notices, sign-ins, consents and memberships of the viewer alone.

    :raises sogdia.domain.refusals.NotAllowed: for a guest.
    """
    if viewer.user_id is None:
        raise NotAllowed("A guest has no account.")
    user_id = viewer.user_id
    account = User.objects.filter(pk=user_id).values(
        "email", "name", "language", "market_code", "theme", "joined_at", "mail_preferences"
    )
    addresses = Address.objects.filter(user_id=user_id).values(
        "name", "email", "phone", "country", "lines", "business_name", "tax_number", "made_at"
    )
    return {
        "account": account.get(),
        "addresses": list(addresses.order_by("id")),
        "orders": _orders(user_id),
        "messages": list(
            Message.objects.filter(user_id=user_id).order_by("id").values("order__ref", "text", "said_at")
        ),
        "claims": list(
            Claim.objects.filter(shipment__order__buyer_id=user_id)
            .order_by("id")
            .values("ref", "reason", "packs", "text", "state", "opened_at")
        ),
        "notices": list(
            Notice.objects.filter(user_id=user_id)
            .order_by("id")
            .values("kind", "params", "made_at", "read_at")
        ),
        "sign_ins": list(
            SignIn.objects.filter(user_id=user_id)
            .order_by("id")
            .values("agent", "made_at", "seen_at", "ended_at")
        ),
        "consents": list(
            Consent.objects.filter(user_id=user_id).order_by("id").values("kind", "version", "at")
        ),
        "memberships": list(
            Membership.objects.filter(user_id=user_id).order_by("id").values("party__code", "role", "since")
        ),
    }


def _orders(user_id: int) -> list[dict[str, Any]]:
    lines: dict[int, list[dict[str, Any]]] = {}
    bought = OrderLine.objects.filter(order__buyer_id=user_id).order_by("id")
    for line in map(
        dict[str, Any], bought.values("order_id", "product__slug", "packs", "net_mass_g", "total_minor")
    ):
        lines.setdefault(line.pop("order_id"), []).append(line)
    orders = Order.objects.filter(buyer_id=user_id).order_by("id")
    found = orders.values("id", "ref", "state", "currency", "total_minor", "placed_at", "paid_at")
    return [{"lines": lines.get(order.pop("id"), []), **order} for order in map(dict[str, Any], found)]
