"""What a seller may know of their money: owed, promised, paid, and what a payout is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Sum

from sogdia.apps.orders.models import Correction, OrderLine
from sogdia.apps.parties.models import BankAccount, Party
from sogdia.apps.settlement.models import Payable, Payout, Settlement
from sogdia.domain.lifecycle import SHIPMENT_ENDS, PayoutState, ShipmentState
from sogdia.domain.pricing.parts import SELLER_PARTS, Part
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import MONEY_ROLES, SELLING_ROLES, Viewer, check_party

_SENT = (PayoutState.SENT, PayoutState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class MoneyPage:
    """Where a seller's money stands, in minor units of ``currency``."""

    currency: str
    payout_mode: str
    payout_fee_bp: int
    promised_minor: int
    owed_minor: int
    receivable_minor: int
    paid_minor: int
    account_tail: str


@dataclass(frozen=True, slots=True)
class PayoutRow:
    """One payout in the list."""

    ref: str
    state: str
    currency: str
    amount_minor: int
    due_on: date
    sent_at: datetime | None
    failure: str


@dataclass(frozen=True, slots=True)
class PayableRow:
    """One amount owed to a seller, or by them when negative; ``payout_ref`` when it was put into a payout."""

    kind: str
    shipment_ref: str
    currency: str
    amount_minor: int
    due_on: date
    made_at: datetime
    payout_ref: str = ""


@dataclass(frozen=True, slots=True)
class PayoutPage:
    """A payout and the amounts it sums up."""

    payout: PayoutRow
    rows: tuple[PayableRow, ...]


@dataclass(frozen=True, slots=True)
class SettledShipment:
    """One shipment's promise against what it earned, part by part, in the seller's currency."""

    ref: str
    state: str
    currency: str
    promised: tuple[tuple[Part, int], ...]
    taken_off: tuple[tuple[Part, int], ...]
    advanced_minor: int
    settled_at: datetime | None
    settled_net_minor: int | None

    @property
    def promised_net(self) -> int:
        """Give the net as promised."""
        return dict(self.promised)[Part.NET]

    @property
    def net_now(self) -> int:
        """Give the net of what still stands; once settled, what was settled."""
        if self.settled_net_minor is not None:
            return self.settled_net_minor
        return self.promised_net - dict(self.taken_off).get(Part.NET, 0)


def money_page(viewer: Viewer, party_id: int) -> MoneyPage:
    """Give the sums: promised and under way, owed and due, owed by the seller, paid."""
    check_party(viewer, party_id, *MONEY_ROLES, *SELLING_ROLES)
    party = Party.objects.get(pk=party_id)
    waiting = Payable.objects.filter(party_id=party_id, payout=None, currency=party.currency)
    owed = waiting.filter(amount_minor__gt=0).aggregate(n=Sum("amount_minor"))["n"] or 0
    back = waiting.filter(amount_minor__lt=0).aggregate(n=Sum("amount_minor"))["n"] or 0
    queued = (
        Payout.objects.filter(party_id=party_id, currency=party.currency)
        .exclude(state__in=_SENT)
        .aggregate(n=Sum("amount_minor"))["n"]
        or 0
    )
    paid = (
        Payout.objects.filter(party_id=party_id, state__in=_SENT, currency=party.currency).aggregate(
            n=Sum("amount_minor")
        )["n"]
        or 0
    )
    return MoneyPage(
        currency=party.currency,
        payout_mode=party.payout_mode,
        payout_fee_bp=party.payout_fee_bp,
        promised_minor=_promised(party_id) - _advanced_under_way(party_id),
        owed_minor=owed + queued,
        receivable_minor=-back,
        paid_minor=paid,
        account_tail=_tail(party_id),
    )


def _promised(party_id: int) -> int:
    gone = [ShipmentState.RESERVED, ShipmentState.PAID, *SHIPMENT_ENDS]
    lines = OrderLine.objects.filter(shipment__seller_id=party_id).exclude(shipment__state__in=gone)
    off = Correction.objects.filter(line__shipment__seller_id=party_id).exclude(
        line__shipment__state__in=gone
    )
    net = sum(int(parts.get(Part.NET, 0)) for parts in lines.values_list("seller_parts", flat=True))
    return net - sum(int(parts.get(Part.NET, 0)) for parts in off.values_list("seller_parts", flat=True))


def _advanced_under_way(party_id: int) -> int:
    rows = Payable.objects.filter(party_id=party_id, kind="advance").exclude(
        shipment__state__in=list(SHIPMENT_ENDS)
    )
    return rows.aggregate(n=Sum("amount_minor"))["n"] or 0


def _tail(party_id: int) -> str:
    row = BankAccount.objects.filter(party_id=party_id, is_current=True).first()
    return row.account[-4:] if row else ""


def list_payouts(viewer: Viewer, party_id: int) -> tuple[PayoutRow, ...]:
    """Give a seller's payouts, the newest first."""
    check_party(viewer, party_id, *MONEY_ROLES)
    return tuple(_payout(row) for row in Payout.objects.filter(party_id=party_id).order_by("-id")[:500])


def list_arrived(viewer: Viewer, party_id: int, *, at: datetime, days: int = 7) -> tuple[PayoutRow, ...]:
    """Give the payouts that were sent in the last days."""
    check_party(viewer, party_id, *MONEY_ROLES, *SELLING_ROLES)
    rows = Payout.objects.filter(
        party_id=party_id, state__in=_SENT, sent_at__gte=at - timedelta(days=days)
    ).order_by("-sent_at")
    return tuple(_payout(row) for row in rows)


def list_waiting(viewer: Viewer, party_id: int) -> tuple[PayableRow, ...]:
    """Give the amounts that no payout has taken up yet, first due first."""
    check_party(viewer, party_id, *MONEY_ROLES)
    rows = Payable.objects.filter(party_id=party_id, payout=None).select_related("shipment")
    return tuple(_payable(row) for row in rows.order_by("due_on", "id")[:500])


def get_payout(viewer: Viewer, party_id: int, ref: str) -> PayoutPage:
    """
    Give one payout of this seller with the amounts it sums up.

    :raises NotFound: for another seller's, or none.
    """
    check_party(viewer, party_id, *MONEY_ROLES)
    row = Payout.objects.filter(party_id=party_id, ref=ref).first()
    if row is None:
        raise NotFound(f"No payout {ref}.")
    rows = Payable.objects.filter(payout=row).select_related("shipment", "payout").order_by("id")
    return PayoutPage(_payout(row), tuple(_payable(each) for each in rows))


def settled_shipment(viewer: Viewer, party_id: int, ref: str) -> SettledShipment:
    """
    Give one shipment's promise and what it earned.

    :raises NotFound: for another seller's, or none.
    """
    check_party(viewer, party_id, *MONEY_ROLES, *SELLING_ROLES)
    lines = list(
        OrderLine.objects.filter(shipment__ref=ref, shipment__seller_id=party_id).select_related("shipment")
    )
    if not lines:
        raise NotFound(f"No shipment {ref}.")
    off = list(Correction.objects.filter(line__in=[line.pk for line in lines]))
    done = Settlement.objects.filter(shipment=lines[0].shipment_id).first()
    advanced = Payable.objects.filter(shipment=lines[0].shipment_id, kind="advance").aggregate(
        n=Sum("amount_minor")
    )["n"]
    return SettledShipment(
        ref=ref,
        state=lines[0].shipment.state,
        currency=lines[0].seller_currency,
        promised=tuple((p, sum(int(row.seller_parts.get(p, 0)) for row in lines)) for p in SELLER_PARTS),
        taken_off=tuple((p, sum(int(row.seller_parts.get(p, 0)) for row in off)) for p in SELLER_PARTS),
        advanced_minor=advanced or 0,
        settled_at=done.settled_at if done else None,
        settled_net_minor=done.net_minor if done else None,
    )


def _payout(row: Payout) -> PayoutRow:
    return PayoutRow(row.ref, row.state, row.currency, row.amount_minor, row.due_on, row.sent_at, row.failure)


def _payable(row: Payable) -> PayableRow:
    return PayableRow(
        row.kind,
        row.shipment.ref if row.shipment else "",
        row.currency,
        row.amount_minor,
        row.due_on,
        row.made_at,
        row.payout.ref if row.payout_id and row.payout else "",
    )
