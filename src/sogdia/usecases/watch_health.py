"""Is everything well with the machinery: worker, clock, queues, events, letters, providers, disk, index, figures."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Min

from sogdia.apps.catalogue.models import Product
from sogdia.apps.markets.models import ExchangeRate
from sogdia.apps.payments.models import Payment, ProviderEvent, Refund
from sogdia.domain.lifecycle import PaymentState
from sogdia.domain.ports import Room
from sogdia.domain.viewer import OPERATOR_ROLES, Viewer
from sogdia.plumbing.notices.models import Notice
from sogdia.plumbing.outbox.models import Beat, OutboxEvent
from sogdia.usecases.start_payment import TRANSFERS
from sogdia.usecases.watch_queues import list_stale, watch_queues

_WORKER_GONE: Final = timedelta(minutes=2)
_EVENT_SLOW, _EVENT_STUCK = timedelta(minutes=5), timedelta(hours=1)
_CLOCK_ASKEW: Final = timedelta(minutes=2)
_REMEMBERED: Final = timedelta(days=1)
_PROVIDER_QUIET: Final = timedelta(minutes=15)
_REFUND_SLOW: Final = timedelta(days=1)
#: Payments opened since a provider's last word before its silence means something.
_ENOUGH_OPENED: Final = 3
_DISK_LOW, _DISK_GONE = 2_000_000_000, 300_000_000


class Level(enum.StrEnum):
    """How a thing is: well, to be looked at, or broken now."""

    WELL = "well"
    LOOK = "look"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that was looked at: ``code`` says what, ``params`` how much and since when."""

    code: str
    level: Level = Level.WELL
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Machine:
    """What the door saw of the machine: room for files, products in the search index (None: never built)."""

    room: Room
    indexed: int | None
    providers: Sequence[str] = ()


def watch_health(*, viewer: Viewer, machine: Machine, at: datetime) -> list[Sign]:
    """
    Look at everything once, in the order in which it is read.

    :raises sogdia.domain.refusals.NotAllowed: for anybody but the operator.
    """
    viewer.require(*OPERATOR_ROLES)
    return [
        _worker(at),
        _clock(at),
        _events(at),
        _letters(at),
        *(_provider(code, at) for code in machine.providers if code not in TRANSFERS),
        _refunds(at),
        _disk(machine.room),
        _index(machine.indexed),
        _figures(viewer, at),
        _queues(viewer, at),
    ]


def _worker(at: datetime) -> Sign:
    beat = Beat.objects.filter(name="worker").first()
    if beat is None:
        return Sign("worker-never", Level.BROKEN)
    if at - beat.at > _WORKER_GONE:
        return Sign("worker-gone", Level.BROKEN, {"since": beat.at})
    return Sign("worker", params={"since": beat.at})


def _clock(at: datetime) -> Sign:
    """A clock that was moved, or that is behind what was written already."""
    newest = OutboxEvent.objects.order_by("-id").values_list("occurred_at", flat=True).first()
    if newest is not None and newest - at > _CLOCK_ASKEW:
        return Sign("clock-behind", Level.BROKEN, {"span": newest - at})
    moved = Beat.objects.filter(jumped_at__gt=at - _REMEMBERED).order_by("-jumped_at").first()
    if moved is not None:
        code = "clock-forward" if moved.jump_s > 0 else "clock-back"
        return Sign(
            code, Level.LOOK, {"span": timedelta(seconds=abs(moved.jump_s)), "since": moved.jumped_at}
        )
    return Sign("clock")


def _events(at: datetime) -> Sign:
    waiting = OutboxEvent.objects.filter(handled_at__isnull=True)
    failed = waiting.filter(attempts__gt=0).order_by("-attempts", "pk").first()
    oldest = waiting.aggregate(first=Min("occurred_at"))["first"]
    if oldest is None:
        return Sign("events")
    age, count = at - oldest, waiting.count()
    if failed is not None:
        level = Level.BROKEN if age > _EVENT_STUCK else Level.LOOK
        return Sign(
            "events-failing", level, {"count": count, "since": oldest, "error": failed.last_error[:160]}
        )
    if age > _EVENT_SLOW:
        level = Level.BROKEN if age > _EVENT_STUCK else Level.LOOK
        return Sign("events-waiting", level, {"count": count, "since": oldest})
    return Sign("events")


def _letters(at: datetime) -> Sign:
    failing = Notice.objects.filter(by_mail=True, sent_at__isnull=True, attempts__gt=0).exclude(last_error="")
    newest = failing.order_by("-next_try_at", "-pk").first()
    if newest is None:
        return Sign("letters")
    oldest = failing.aggregate(first=Min("made_at"))["first"]
    count = failing.count()
    return Sign(
        "letters-failing",
        Level.BROKEN if count > 2 or at - oldest > _EVENT_STUCK else Level.LOOK,
        {"count": count, "since": oldest, "error": newest.last_error[:160]},
    )


def _provider(code: str, at: datetime) -> Sign:
    """Away: payments could not be opened. Silent: several were opened, and it says nothing of any."""
    heard = ProviderEvent.objects.filter(provider=code).order_by("-received_at").first()
    opened = Payment.objects.filter(provider=code, started_at__gt=at - _REMEMBERED)
    if heard is not None:
        opened = opened.filter(started_at__gt=heard.received_at)
    away = opened.filter(provider_ref="", state=PaymentState.STARTED)
    if away.exists():
        first = away.aggregate(first=Min("started_at"))["first"]
        return Sign("provider-away", Level.BROKEN, {"code": code, "count": away.count(), "since": first})
    first = opened.aggregate(first=Min("started_at"))["first"]
    if opened.count() >= _ENOUGH_OPENED and first is not None and at - first > _PROVIDER_QUIET:
        return Sign("provider-silent", Level.LOOK, {"code": code, "count": opened.count(), "since": first})
    return Sign("provider", params={"code": code})


def _refunds(at: datetime) -> Sign:
    slow = Refund.objects.filter(state="due", by_bank=False, made_at__lt=at - timedelta(minutes=30))
    unsaid = Refund.objects.filter(state="sent", by_bank=False, sent_at__lt=at - _REFUND_SLOW)
    count = slow.count() + unsaid.count()
    return Sign("refunds-slow", Level.LOOK, {"count": count}) if count else Sign("refunds")


def _disk(room: Room) -> Sign:
    if room.free < _DISK_GONE:
        return Sign("disk-full", Level.BROKEN, {"free": room.free})
    if room.free < _DISK_LOW:
        return Sign("disk-low", Level.LOOK, {"free": room.free})
    return Sign("disk", params={"free": room.free})


def _index(indexed: int | None) -> Sign:
    published = Product.objects.filter(state="published").count()
    if indexed is None:
        return Sign("index-missing", Level.BROKEN, {"published": published})
    if indexed != published:
        return Sign("index-old", Level.LOOK, {"published": published, "indexed": indexed})
    return Sign("index", params={"indexed": indexed})


def _figures(viewer: Viewer, at: datetime) -> Sign:
    stale = list_stale(viewer=viewer, at=at)
    newest = ExchangeRate.objects.order_by("-as_of").values_list("as_of", flat=True).first()
    if stale:
        names = ", ".join(one.name for one in stale[:8])
        return Sign("figures-old", Level.LOOK, {"names": names, "count": len(stale)})
    return Sign("figures", params={"day": newest})


def _queues(viewer: Viewer, at: datetime) -> Sign:
    late = [queue for queue in watch_queues(viewer=viewer, at=at) if queue.is_late(at)]
    if not late:
        return Sign("queues")
    return Sign("queues-late", Level.LOOK, {"count": len(late)})


def worst(signs: Sequence[Sign]) -> Iterator[Sign]:
    """Give what is not well, broken things first."""
    yield from (sign for sign in signs if sign.level is Level.BROKEN)
    yield from (sign for sign in signs if sign.level is Level.LOOK)
