"""The operator verifies a house: from now on it may sell, once its region is live."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.parties.models import Party, PartyStep
from sogdia.domain import lifecycle
from sogdia.domain.machines import Actor
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox import services as outbox


def verify_seller(*, viewer: Viewer, code: str, at: datetime, key: str) -> None:
    """
    Verify a submitted house.

    :raises sogdia.domain.refusals.NotAllowed: for anybody but the operator's support.
    :raises sogdia.domain.refusals.NotFound: no such house.
    :raises sogdia.domain.machines.StepNotPossible: it was not submitted.
    """
    move_seller(viewer=viewer, code=code, event="verify", reason="", topic="seller.verified", at=at, key=key)


def move_seller(
    *, viewer: Viewer, code: str, event: str, reason: str, topic: str, at: datetime, key: str
) -> None:
    """
    Take one step of a house's verification as the operator, with its row of the audit.

    :raises sogdia.domain.refusals.NotAllowed: :raises sogdia.domain.refusals.NotFound:
    :raises sogdia.domain.machines.StepNotPossible:
    """
    viewer.require(Role.SUPPORT)
    body = {"seller": code, "reason": reason}
    with transaction.atomic(durable=True):
        if outbox.answer_of(scope=f"{event}-seller", key=key, body=body) is not None:
            return
        party = Party.objects.select_for_update().filter(code=code, is_seller=True).first()
        if party is None:
            raise NotFound(f"No seller {code}.")
        old = party.state
        state = lifecycle.move_as(lifecycle.SELLER, party.state, event, Actor.SUPPORT)
        Party.objects.filter(pk=party.pk).update(state=state, state_reason=reason[:500])
        PartyStep.objects.create(party=party, state=state, at=at, user_id=viewer.user_id, reason=reason[:500])
        outbox.audit(
            f"{event}-seller",
            subject=f"party:{party.pk}",
            at=at,
            by=viewer,
            reason=reason[:500],
            old=old,
            new=state,
        )
        outbox.tell(topic, at=at, party_id=party.pk)
        outbox.remember(scope=f"{event}-seller", key=key, body=body, answer={}, at=at)
