"""What waits for the house: how much, since when, and until when it should be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Max, Min, Model, QuerySet

from sogdia.apps.catalogue.models import Classification
from sogdia.apps.claims.models import Claim
from sogdia.apps.departures import plan_selectors as plan
from sogdia.apps.markets.models import ExchangeRate, Market
from sogdia.apps.parties.models import Party, PartyStep
from sogdia.apps.payments.models import Receipt, Refund
from sogdia.apps.settlement.models import Payable, Payout, PayoutBatch
from sogdia.apps.tariff.models import MeasureRow
from sogdia.domain.viewer import OPERATOR_ROLES, Viewer
from sogdia.plumbing.notices.models import Notice
from sogdia.plumbing.outbox.models import OutboxEvent

#: A measure that nobody has looked at for so long is doubtful.
TARIFF_LIFE = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue: ``oldest_at`` is when its first thing began to wait, ``due_at`` when that one is late."""

    code: str
    count: int
    oldest_at: datetime | None = None
    due_at: datetime | None = None

    def is_late(self, at: datetime) -> bool:
        """Whether the oldest thing has waited longer than it should."""
        return self.count > 0 and self.due_at is not None and self.due_at < at


@dataclass(frozen=True, slots=True)
class StaleFigure:
    """A figure that is older than its limit: an exchange rate by its pair, a tariff by its territory."""

    kind: str
    name: str
    as_of: date | None
    limit_on: date


def watch_queues(*, viewer: Viewer, at: datetime) -> list[Queue]:
    """
    Give every queue of the house, the empty ones too, in the order in which they are read.

    :raises sogdia.domain.refusals.NotAllowed: for anybody but the operator.
    """
    viewer.require(*OPERATOR_ROLES)
    return list(_queues(viewer, at))


def list_stale(*, viewer: Viewer, at: datetime) -> list[StaleFigure]:
    """
    Give exchange rates that close a market, and tariffs that nobody has checked for half a year.

    :raises sogdia.domain.refusals.NotAllowed: for anybody but the operator.
    """
    viewer.require(*OPERATOR_ROLES)
    today = at.date()
    return [*_stale_rates(today), *_stale_tariffs(today)]


def _queues(viewer: Viewer, at: datetime) -> Iterator[Queue]:
    submitted = Party.objects.filter(is_seller=True, state="submitted")
    steps = PartyStep.objects.filter(party__in=submitted, state="submitted")
    yield Queue("sellers", submitted.count(), *_clock(steps, "at", timedelta(days=2)))
    yield _of("claims", Claim.objects.filter(state="opened"), "opened_at", timedelta(days=3))
    yield _of("receipts", Receipt.objects.filter(state="unallocated"), "recorded_at", timedelta(days=1))
    refunds = Refund.objects.filter(state__in=["details-given", "approved"]) | Refund.objects.filter(
        state="due", by_bank=True
    )
    yield _of("refunds", refunds, "made_at", timedelta(days=2))
    payables = Payable.objects.filter(payout__isnull=True, due_on__lte=at.date(), amount_minor__gt=0)
    first = payables.aggregate(first=Min("due_on"))["first"]
    oldest = datetime.combine(first, time(), UTC) if first else None
    yield Queue("payables", payables.count(), oldest, oldest + timedelta(days=2) if oldest else None)
    yield _of("batches", PayoutBatch.objects.filter(state="made"), "made_at", timedelta(days=1))
    yield Queue("returned", Payout.objects.filter(state="failed").count())
    short = plan.below_least(viewer, at=at)
    yield Queue("departures", short.count(), None, short.aggregate(first=Min("cutoff_at"))["first"])
    yield _of("codes", Classification.objects.filter(state="asked"), "asked_at", timedelta(days=5))
    failing = OutboxEvent.objects.filter(handled_at__isnull=True, attempts__gt=0)
    yield _of("events", failing, "occurred_at", timedelta(hours=1))
    mails = Notice.objects.filter(by_mail=True, sent_at__isnull=True, attempts__gt=0).exclude(last_error="")
    yield _of("mails", mails, "made_at", timedelta(hours=6))


def _of(code: str, rows: QuerySet[Any], name: str, life: timedelta) -> Queue:
    return Queue(code, rows.count(), *_clock(rows, name, life))


def _clock(rows: QuerySet[Model], name: str, life: timedelta) -> tuple[datetime | None, datetime | None]:
    oldest: datetime | None = rows.aggregate(first=Min(name))["first"]
    return oldest, oldest + life if oldest else None


def _stale_rates(today: date) -> Iterator[StaleFigure]:
    newest = {
        frozenset((row["base"], row["quote"])): row["last"]
        for row in ExchangeRate.objects.filter(withdrawn_at=None)
        .values("base", "quote")
        .annotate(last=Max("as_of"))
    }
    limits: dict[str, int] = {}
    for market in Market.objects.filter(is_open=True).exclude(currency="CNY").order_by("currency"):
        limits[market.currency] = min(limits.get(market.currency, 9999), market.fx_max_age_days)
    for currency, days in limits.items():
        last = newest.get(frozenset(("CNY", currency)))
        limit = today - timedelta(days=days)
        if last is None or last < limit:
            yield StaleFigure("rate", f"CNY/{currency}", last, limit)


def _stale_tariffs(today: date) -> Iterator[StaleFigure]:
    limit = today - TARIFF_LIFE
    kept = MeasureRow.objects.filter(withdrawn_at=None).exclude(valid_to__lt=today)
    rows = kept.values("territory").annotate(first=Min("checked_on")).order_by("territory")
    for row in rows:
        if row["first"] < limit:
            yield StaleFigure("tariff", row["territory"], row["first"], limit)
