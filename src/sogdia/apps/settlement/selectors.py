"""What the operator may know of payouts, their batches, and the true freight of departures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, Sum

from sogdia.apps.departures.models import Departure
from sogdia.apps.parties.models import BankAccount
from sogdia.apps.settlement.models import Payable, Payout, PayoutBatch, TrueUp, TrueUpShare
from sogdia.domain.lifecycle import DepartureState, PayoutState
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import OPERATOR_ROLES, Role, Viewer
from sogdia.plumbing.texts import pick


@dataclass(frozen=True, slots=True)
class DueRow:
    """What one seller is due now, and owes, in one currency."""

    party_id: int
    name: str
    currency: str
    due_minor: int
    owed_minor: int
    has_account: bool

    @property
    def sent_minor(self) -> int:
        """Give what a batch made now would send."""
        return max(0, self.due_minor - self.owed_minor)


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One bank file of payouts."""

    ref: str
    currency: str
    state: str
    made_at: datetime
    made_by: int
    approved_at: datetime | None
    count: int
    total_minor: int
    file: str
    digest: str


@dataclass(frozen=True, slots=True)
class PayoutRow:
    """One payout of a batch."""

    ref: str
    party_id: int
    name: str
    currency: str
    amount_minor: int
    state: str
    failure: str


@dataclass(frozen=True, slots=True)
class DepartureCost:
    """A departure under way and, once entered, what its vehicle truly cost; lane currency."""

    ref: str
    lane: str
    state: str
    currency: str
    hub: str
    gateway: str
    zone: str
    leaves_at: datetime
    quoted_minor: int
    true_fixed_minor: int | None
    shared_minor: int
    under_recovery_minor: int


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One shipment's part in a true-up: ceiling and share in the lane's currency, refund in the order's."""

    shipment_ref: str
    order_ref: str
    quoted_minor: int
    share_minor: int
    refund_minor: int
    refund_currency: str


def list_due(viewer: Viewer, *, today: date) -> list[DueRow]:
    """Give what every seller is due today."""
    viewer.require(*OPERATOR_ROLES)
    rows = (
        Payable.objects.filter(payout__isnull=True, due_on__lte=today)
        .values("party_id", "party__names", "currency")
        .annotate(
            due=Sum("amount_minor", filter=Q(amount_minor__gt=0), default=0),
            owed=Sum("amount_minor", filter=Q(amount_minor__lt=0), default=0),
        )
        .order_by("party_id", "currency")
    )
    accounts = set(BankAccount.objects.filter(is_current=True).values_list("party_id", flat=True))
    return [
        DueRow(
            party_id=row["party_id"],
            name=pick(row["party__names"]),
            currency=row["currency"],
            due_minor=row["due"],
            owed_minor=-row["owed"],
            has_account=row["party_id"] in accounts,
        )
        for row in rows
    ]


def list_batches(viewer: Viewer, *, limit: int = 30) -> list[BatchRow]:
    """Give the newest batches; two queries."""
    viewer.require(*OPERATOR_ROLES)
    rows = list(PayoutBatch.objects.order_by("-pk")[:limit])
    sums = _sums(rows)
    return [_batch(row, *sums[row.pk]) for row in rows]


def get_batch(viewer: Viewer, ref: str) -> tuple[BatchRow, list[PayoutRow]]:
    """
    Give one batch with its payouts.

    :raises sogdia.domain.refusals.NotAllowed: :raises sogdia.domain.refusals.NotFound:
    """
    viewer.require(*OPERATOR_ROLES)
    batch = PayoutBatch.objects.filter(ref=ref).first()
    if batch is None:
        raise NotFound(f"No batch {ref}.")
    rows = Payout.objects.filter(batch=batch).select_related("party").order_by("pk")
    return _batch(batch, *_sums([batch])[batch.pk]), [_payout(row) for row in rows]


def list_reopened(viewer: Viewer) -> list[PayoutRow]:
    """Give payouts the bank refused, which wait for the next batch."""
    viewer.require(*OPERATOR_ROLES)
    rows = Payout.objects.filter(state=PayoutState.DUE).select_related("party").order_by("pk")
    return [_payout(row) for row in rows]


def _payout(row: Payout) -> PayoutRow:
    return PayoutRow(
        row.ref, row.party_id, pick(row.party.names), row.currency, row.amount_minor, row.state, row.failure
    )


def _sums(batches: Sequence[PayoutBatch]) -> dict[int, tuple[int, int]]:
    """Give how many payouts each batch has, and what they come to; one query."""
    found = {row.pk: (0, 0) for row in batches}
    rows = Payout.objects.filter(batch__in=list(found)).order_by().values_list("batch_id")
    for pk, count, total_minor in rows.annotate(count=Count("pk"), total=Sum("amount_minor")):
        if pk is not None:
            found[pk] = count, total_minor
    return found


def _batch(row: PayoutBatch, count: int, total_minor: int) -> BatchRow:
    return BatchRow(
        ref=row.ref,
        currency=row.currency,
        state=row.state,
        made_at=row.made_at,
        made_by=row.made_by,
        approved_at=row.approved_at,
        count=count,
        total_minor=total_minor,
        file=row.file,
        digest=row.digest,
    )


def list_departures_to_cost(viewer: Viewer) -> list[DepartureCost]:
    """Give departures under way, newest first: those without their true cost, and the last ones with it."""
    viewer.require(*OPERATOR_ROLES, Role.CARRIER)
    rows = (
        Departure.objects.filter(
            state__in=(DepartureState.DEPARTED, DepartureState.ARRIVED, DepartureState.CLOSED_OUT)
        )
        .select_related("lane", "lane__hub")
        .order_by("-leaves_at")
    )
    if not viewer.is_operator:
        rows = rows.filter(lane__carrier_id__in=viewer.parties(Role.CARRIER))
    chosen = list(rows[:100])
    known = {row.departure_id: row for row in TrueUp.objects.filter(departure__in=chosen)}
    return [_cost(row, known.get(row.pk)) for row in chosen]


def get_departure_cost(viewer: Viewer, ref: str) -> tuple[DepartureCost, list[ShareRow]]:
    """
    Give one departure's cost with every shipment's share.

    :raises sogdia.domain.refusals.NotAllowed: :raises sogdia.domain.refusals.NotFound: also for another's lane.
    """
    viewer.require(*OPERATOR_ROLES, Role.CARRIER)
    row = Departure.objects.filter(ref=ref).select_related("lane").first()
    mine = row is not None and (viewer.is_operator or row.lane.carrier_id in viewer.parties(Role.CARRIER))
    if row is None or not mine:
        raise NotFound(f"No departure {ref}.")
    true_up = TrueUp.objects.filter(departure=row).first()
    shares = (
        TrueUpShare.objects.filter(true_up=true_up).select_related("shipment__order").order_by("pk")
        if true_up
        else []
    )
    return _cost(row, true_up), [
        ShareRow(
            shipment_ref=share.shipment.ref,
            order_ref=share.shipment.order.ref,
            quoted_minor=share.quoted_minor,
            share_minor=share.share_minor,
            refund_minor=share.refund_minor,
            refund_currency=share.shipment.order.currency,
        )
        for share in shares
    ]


def _cost(row: Departure, true_up: TrueUp | None) -> DepartureCost:
    return DepartureCost(
        ref=row.ref,
        lane=row.lane.code,
        state=row.state,
        currency=row.lane.currency,
        hub=pick(row.lane.hub.names),
        gateway=pick(row.lane.gateway_names),
        zone=row.lane.hub.timezone,
        leaves_at=row.leaves_at,
        quoted_minor=row.lane.vehicle_fixed_minor,
        true_fixed_minor=true_up.true_fixed_minor if true_up else None,
        shared_minor=true_up.shared_minor if true_up else 0,
        under_recovery_minor=true_up.under_recovery_minor if true_up else 0,
    )
