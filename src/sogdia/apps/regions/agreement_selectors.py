"""What the operator may know of agreements with regions: all of them, step by step."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sogdia.apps.regions.models import Agreement, AgreementStep, Region
from sogdia.domain.lifecycle import AGREEMENT
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.texts import pick


@dataclass(frozen=True, slots=True)
class AgreementStepRow:
    """One step, with why."""

    state: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class RegionAgreement:
    """A region and its agreement; ``state`` is empty before the first contact, ``events`` is what may follow."""

    code: str
    names: dict[str, str]
    level: str
    is_live: bool
    state: str
    scope: tuple[str, ...]
    signed_on: date | None
    live_on: date | None
    ended_on: date | None
    events: tuple[str, ...]
    steps: tuple[AgreementStepRow, ...]

    @property
    def name(self) -> str:
        """Give its name in the reader's language."""
        return pick(self.names) or self.code


def list_agreements(viewer: Viewer) -> tuple[RegionAgreement, ...]:
    """Give every province, and every region with an agreement of its own, open ones first."""
    viewer.require(Role.SUPPORT, Role.TREASURER)
    agreements = {row.region_id: row for row in Agreement.objects.all()}
    steps: dict[int, list[AgreementStepRow]] = defaultdict(list)
    for step in AgreementStep.objects.order_by("id"):
        steps[step.agreement_id].append(AgreementStepRow(step.state, step.at, step.reason))
    rows = [row for row in Region.objects.order_by("code") if row.parent_id is None or row.pk in agreements]
    found = [_agreement(row, agreements.get(row.pk), steps) for row in rows]
    return tuple(sorted(found, key=lambda row: (row.state in ("", "ended"), row.code)))


def _agreement(
    row: Region, agreement: Agreement | None, steps: dict[int, list[AgreementStepRow]]
) -> RegionAgreement:
    state = agreement.state if agreement else ""
    return RegionAgreement(
        code=row.code,
        names=row.names,
        level=row.level,
        is_live=row.is_live,
        state=state,
        scope=tuple(agreement.scope) if agreement else (),
        signed_on=agreement.signed_on if agreement else None,
        live_on=agreement.live_on if agreement else None,
        ended_on=agreement.ended_on if agreement else None,
        events=AGREEMENT.events(state) if agreement else ("contact",),
        steps=tuple(steps[agreement.pk]) if agreement else (),
    )
