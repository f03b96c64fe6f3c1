"""A tariff as published on a day, and what it changes in the one that is kept (rules TA-7 and TA-8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sogdia.domain.refusals import Refusal
from sogdia.domain.tariff.measures import MeasureKind


class TariffNotReadable(Refusal):
    """A tariff file that cannot be read; ``line`` and ``why`` say where and what is wrong."""

    code = "tariff-not-readable"


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """One measure as published: ``expression`` is the machine text, ``rate_text`` the printed one."""

    code: str
    kind: MeasureKind
    origin: str
    expression: str
    rate_text: str
    line: int
    unit: str = ""
    proof: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Give what a measure is about; two of one key are never valid on the same day."""
        return (self.code, str(self.kind), self.origin, self.proof)


@dataclass(frozen=True, slots=True)
class Schedule:
    """
    A tariff file: where it applies, whose it is, and its lines.

    ``is_confirmed``: whether the reader was tried on the publisher's own file, or written from its specification.
    ``left``: lines that it passed over, with the reason, so that every line is accounted for.
    """

    source: str
    lines: tuple[ScheduleLine, ...]
    is_confirmed: bool
    left: tuple[tuple[int, str], ...] = ()

    @property
    def chapters(self) -> frozenset[str]:
        """Give the chapters it speaks of; nothing outside them is ended by it."""
        return frozenset(line.code[:2] for line in self.lines)

    @property
    def kinds(self) -> frozenset[str]:
        """Give the kinds of measure it speaks of; no other is ended by it."""
        return frozenset(str(line.kind) for line in self.lines)


@dataclass(frozen=True, slots=True)
class KeptMeasure:
    """A measure that is kept, as far as a comparison asks."""

    id: int
    key: tuple[str, str, str, str]
    expression: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class TariffChange:
    """One difference: a line that is new, one that replaces a measure, or a measure that the edition no longer states."""

    line: ScheduleLine | None
    before: KeptMeasure | None
    starts_on: date


@dataclass(frozen=True, slots=True)
class TariffDifference:
    """What an edition changes; every line of it is in exactly one of these."""

    added: tuple[TariffChange, ...]
    changed: tuple[TariffChange, ...]
    ended: tuple[TariffChange, ...]
    same: int
    over: int


def check(lines: Iterable[ScheduleLine]) -> None:
    """
    Refuse an edition that contradicts itself.

    :raises TariffNotReadable: two lines of one code, kind, origin and proof overlap in time, or one ends before it begins.
    """
    by_key: dict[tuple[str, str, str, str], list[ScheduleLine]] = {}
    for line in lines:
        if line.valid_from and line.valid_to and line.valid_to < line.valid_from:
            raise TariffNotReadable(line.code, line=line.line, why="it ends before it begins")
        by_key.setdefault(line.key, []).append(line)
    for same in by_key.values():
        ordered = sorted(same, key=lambda one: one.valid_from or date.min)
        for one, other in zip(ordered, ordered[1:], strict=False):
            if one.valid_to is None or other.valid_from is None or other.valid_from <= one.valid_to:
                raise TariffNotReadable(
                    other.code, line=other.line, why=f"it overlaps in time with line {one.line}"
                )


def compare(schedule: Schedule, kept: Sequence[KeptMeasure], *, on: date) -> TariffDifference:
    """
    TA-7: say what an edition in force from ``on`` changes in what is kept of its chapters and kinds.

    A line whose measure is kept with the same expression is left; another expression ends the kept one the day before and
    begins a new one; a kept measure that the edition no longer states ends the day before. Lines that begin later are
    added ahead of time; lines that were over before ``on`` are passed over.

    :raises TariffNotReadable: see :func:`check`.
    """
    check(schedule.lines)
    in_force = {
        one.key: one for one in kept if one.valid_from <= on and (one.valid_to is None or one.valid_to >= on)
    }
    ahead = {(one.key, one.valid_from): one for one in kept if one.valid_from > on}
    added: list[TariffChange] = []
    changed: list[TariffChange] = []
    stated: set[tuple[str, str, str, str]] = set()
    same = over = 0
    for line in schedule.lines:
        begins = line.valid_from or on
        if line.valid_to is not None and line.valid_to < on:
            over += 1
            continue
        before = in_force.get(line.key) if begins <= on else ahead.get((line.key, begins))
        if begins <= on:
            stated.add(line.key)
        if before is None:
            added.append(TariffChange(line, None, begins))
        elif (before.expression, before.valid_to) == (line.expression, line.valid_to):
            same += 1
        else:
            changed.append(TariffChange(line, before, max(begins, on)))
    ended = tuple(TariffChange(None, one, on) for key, one in in_force.items() if key not in stated)
    return TariffDifference(tuple(added), tuple(changed), ended, same, over)


def last_day(change: TariffChange) -> date:
    """TA-7: give the last day of the measure that a change ends."""
    return change.starts_on - timedelta(days=1)
