"""Begin an errand, do the next one, tell how far it is, stop it, forget it."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from sogdia.domain.refusals import NotAllowed, Refusal
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.errands.models import OPEN, Errand

_log = logging.getLogger(__name__)
#: A worker that has not said anything for so long is dead; its errand is begun anew.
SILENT: Final = timedelta(minutes=2)
#: How long what came of an errand can be fetched.
KEPT: Final = timedelta(days=1)
#: How often at most the row hears of it.
EVERY: Final = timedelta(milliseconds=400)


class Stopped(Exception):
    """The person stopped it; the deed ends where it is."""


@dataclass(slots=True)
class Tell:
    """Called by the deed with how much is done of how much; raises ``Stopped`` once the person stopped it."""

    uid: UUID
    _last: datetime | None = None

    def __call__(self, done: int, total: int) -> None:
        """Write it down, a few times a second at most."""
        now = datetime.now(UTC)
        if self._last is not None and now - self._last < EVERY and done < total:
            return
        self._last = now
        row = Errand.objects.filter(uid=self.uid, state="running")
        if not row.update(done=min(done, total), total=total, beat_at=now):
            raise Stopped


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a deed: words for the person, facts for the page, or a file."""

    said: str = ""
    answer: dict[str, Any] = field(default_factory=dict)
    content: bytes | None = None
    file_name: str = ""


Deed = Callable[[Errand, Tell], Outcome]
Words = Callable[[Errand, Refusal], str]


def begin(*, viewer: Viewer, kind: str, asked: dict[str, Any], key: str, language: str, at: datetime) -> UUID:
    """
    Write down what shall be done; the same key gives the same errand.

    :raises sogdia.domain.refusals.NotAllowed: for nobody.
    """
    if viewer.user_id is None:
        raise NotAllowed(kind)
    with transaction.atomic():
        row, _made = Errand.objects.get_or_create(
            user_id=viewer.user_id,
            kind=kind,
            key=key[:80],
            defaults={"asked": asked, "language": language, "made_at": at},
        )
    found: UUID = row.uid
    return found


def stop(*, viewer: Viewer, uid: UUID, at: datetime) -> bool:
    """Stop an errand of one's own; gives whether it was under way. What was done of it by then stands."""
    mine = Errand.objects.filter(uid=uid, user_id=viewer.user_id or 0, state__in=OPEN)
    return bool(mine.update(state="cancelled", ended_at=at))


def run_next(deeds: Mapping[str, Deed], words: Words) -> bool:
    """Do the oldest errand that waits; tells whether there was one."""
    row = _claim(datetime.now(UTC))
    if row is None:
        return False
    state, outcome = "done", Outcome()
    try:
        outcome = deeds[row.kind](row, Tell(row.uid))
    except Stopped:
        return True
    except Refusal as refusal:
        state, outcome = "refused", Outcome(said=words(row, refusal))
    except Exception:  # noqa: BLE001  whatever a deed meets, its person hears that it failed
        _log.exception("errand %s (%s) failed", row.uid, row.kind)
        state = "failed"
    _end(row, state, outcome)
    return True


def _claim(now: datetime) -> Errand | None:
    ready = Q(state="waiting") | Q(state="running", beat_at__lt=now - SILENT)
    for pk in Errand.objects.filter(ready, state__in=OPEN).order_by("id").values_list("pk", flat=True)[:5]:
        if Errand.objects.filter(ready, pk=pk).update(state="running", beat_at=now, done=0):
            return Errand.objects.get(pk=pk)
    return None


def _end(row: Errand, state: str, outcome: Outcome) -> None:
    still = Errand.objects.filter(pk=row.pk, state="running")
    still.update(
        state=state,
        said=outcome.said[:500],
        answer=outcome.answer,
        content=None if outcome.content is None else gzip.compress(outcome.content, 6),
        file_name=outcome.file_name[:120],
        ended_at=datetime.now(UTC),
        **(
            {"done": F("total")}
            if state == "done" and Errand.objects.filter(pk=row.pk, total__gt=0).exists()
            else {}
        ),
    )


def forget(*, at: datetime) -> int:
    """Delete what ended a day ago, and what nobody did in a week."""
    never = Q(ended_at__isnull=True, made_at__lt=at - timedelta(days=7))
    old = Q(ended_at__lt=at - KEPT) | never
    return Errand.objects.filter(old).delete()[0]
