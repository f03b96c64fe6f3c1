"""The operator moves a region's agreement: contact, negotiation, signed, live, ended; sellers of live regions sell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sogdia.apps.regions.models import Agreement, AgreementStep, Region
from sogdia.domain import lifecycle
from sogdia.domain.lifecycle import AgreementState
from sogdia.domain.machines import Actor
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.allocate_receipt import ReasonNeeded

SCOPES = ("commerce", "cloud", "data")


class ScopeUnknown(Refusal):
    """An agreement is about commerce, cloud or data, and about one of them at least."""

    code = "scope-unknown"


def move_agreement(
    *,
    viewer: Viewer,
    region_code: str,
    event: str,
    reason: str,
    at: datetime,
    key: str,
    scope: Sequence[str] = (),
) -> str:
    """
    Take one step of a region's agreement (its first contact makes it); gives the state it is in then.

    ``event`` is contact, negotiate, sign, go-live or end; ``scope`` is kept when it is given.

    :raises sogdia.domain.refusals.NotAllowed: for anybody but the operator's support.
    :raises sogdia.domain.refusals.NotFound: no such region. :raises ScopeUnknown:
    :raises ReasonNeeded: ending says why. :raises sogdia.domain.machines.StepNotPossible:
    """
    viewer.require(Role.SUPPORT)
    body = {"region": region_code, "event": event, "reason": reason, "scope": list(scope)}
    with transaction.atomic(durable=True):
        done = outbox.answer_of(scope="move-agreement", key=key, body=body)
        if done is not None:
            return str(done["state"])
        region = Region.objects.select_for_update().filter(code=region_code).first()
        if region is None:
            raise NotFound(f"No region {region_code}.")
        if event == "end" and not reason.strip():
            raise ReasonNeeded("Ending says why.")
        if not set(scope) <= set(SCOPES) or (event == "sign" and not scope):
            raise ScopeUnknown(", ".join(scope))
        agreement = _move(region, event, scope, at)
        AgreementStep.objects.create(
            agreement=agreement, state=agreement.state, at=at, user_id=viewer.user_id, reason=reason[:500]
        )
        follow(region)
        outbox.audit(
            "move-agreement",
            subject=f"region:{region.pk}",
            at=at,
            by=viewer,
            reason=reason[:500],
            new=agreement.state,
        )
        outbox.tell("agreement.moved", at=at, agreement_id=agreement.pk, region_id=region.pk)
        outbox.remember(scope="move-agreement", key=key, body=body, answer={"state": agreement.state}, at=at)
        return agreement.state


def _move(region: Region, event: str, scope: Sequence[str], at: datetime) -> Agreement:
    agreement = Agreement.objects.select_for_update().filter(region=region).first()
    if event == "contact" and agreement is None:
        return Agreement.objects.create(region=region, state=AgreementState.CONTACT, scope=list(scope))
    if agreement is None:
        raise NotFound(f"No agreement with {region.code}.")
    agreement.state = lifecycle.move_as(lifecycle.AGREEMENT, agreement.state, event, Actor.SUPPORT)
    if scope:
        agreement.scope = list(scope)
    days = {"sign": "signed_on", "go-live": "live_on", "end": "ended_on"}
    if event in days:
        setattr(agreement, days[event], at.date())
    agreement.save()
    return agreement


def follow(region: Region) -> None:
    """Let a region and all below it say whether an agreement of their own or above is live."""
    live = set(Agreement.objects.filter(state=AgreementState.LIVE).values_list("region_id", flat=True))
    rows = {row.pk: row for row in Region.objects.all()}

    def is_live(row: Region | None) -> bool:
        while row is not None:
            if row.pk in live:
                return True
            row = rows.get(row.parent_id) if row.parent_id else None
        return False

    def is_below(row: Region | None) -> bool:
        while row is not None:
            if row.pk == region.pk:
                return True
            row = rows.get(row.parent_id) if row.parent_id else None
        return False

    for row in rows.values():
        if is_below(row) and row.is_live != is_live(row):
            Region.objects.filter(pk=row.pk).update(is_live=not row.is_live)
