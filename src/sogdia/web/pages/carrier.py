"""What the carrier's pages show: runs, what comes next, and the last mile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sogdia.apps.hub.carrier_selectors import LastMileRow, RunRow, RunView
from sogdia.domain.ends import End
from sogdia.plumbing.texts import pick
from sogdia.web.pages import hub as hub_pages
from sogdia.web.pages.parts import ShipCard, Step
from sogdia.web.words import hub as words
from sogdia.web.words.orders import end_name


@dataclass(frozen=True)
class RunItem:
    """A run with its words; ``next_name`` is what is expected to be reported next."""

    row: RunRow
    city: str
    tag: words.Tag
    next_name: str
    last_name: str


@dataclass(frozen=True)
class LastMileItem:
    """A shipment on the last mile."""

    row: LastMileRow
    card: ShipCard
    tag: words.Tag
    ends: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RunPage:
    """One run: the way so far and ahead, and its shipments."""

    run: RunItem
    steps: tuple[Step, ...]
    to_deliver: tuple[LastMileItem, ...]
    others: tuple[LastMileItem, ...]


def runs(rows: Iterable[RunRow]) -> tuple[RunItem, ...]:
    """Give runs in words."""
    return tuple(run(row) for row in rows)


def run(row: RunRow) -> RunItem:
    """Give one run in words."""
    return RunItem(
        row=row,
        city=pick(row.names),
        tag=words.departure_tag(row.state),
        next_name=words.milestone_name(row.next_kinds[0]) if row.next_kinds else "",
        last_name=words.milestone_name(row.last_kind) if row.last_kind else "",
    )


def run_page(view: RunView, ends: Mapping[str, tuple[End, ...]]) -> RunPage:
    """Lay out one run; ``ends`` are what may be said of each shipment, by its number."""
    row = view.row
    steps = [
        Step(
            title=words.milestone_name(kind),
            state="done",
            at=at,
            zone=row.zone,
            place=place,
            detail=note,
        )
        for kind, at, place, note, _days in view.reported
    ]
    if row.next_kinds:
        steps.append(
            Step(
                title=words.milestone_name(row.next_kinds[0]),
                state="now",
                window_first=row.arrives_from if row.last_kind else None,
                window_last=row.arrives_to if row.last_kind else None,
            )
        )
    items = [
        LastMileItem(
            one,
            hub_pages.card(one.row),
            words.shipment_tag(one.row.state),
            tuple((str(end), end_name(end)) for end in ends.get(one.row.ref, ()) if end is not End.FAILED),
        )
        for one in view.last_mile
    ]
    out = ("out-for-delivery", "failed")
    return RunPage(
        run=run(row),
        steps=tuple(steps),
        to_deliver=tuple(item for item in items if item.row.row.state in out),
        others=tuple(item for item in items if item.row.row.state not in out),
    )
