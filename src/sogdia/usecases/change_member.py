"""An owner changes what somebody does in the team, or removes them; the last owner stays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.parties import acting
from sogdia.apps.parties.models import Membership
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.invite_member import TEAM_ROLES, RoleUnknown


class LastOwner(Refusal):
    """A house keeps at least one owner."""

    code = "last-owner"


def change_member(*, viewer: Viewer, party_id: int, member_id: int, role: str | None, at: datetime) -> None:
    """
    Give a member another role, or none: removed. Doing it twice changes nothing more.

    :raises sogdia.domain.refusals.NotFound: for anybody but the house's owners, or no such member.
    :raises RoleUnknown: :raises LastOwner:
    """
    with transaction.atomic(durable=True):
        acting.require(viewer, party_id, Role.OWNER)
        team = list(Membership.objects.select_for_update().filter(party_id=party_id).order_by("id"))
        member = next((row for row in team if row.pk == member_id), None)
        if member is None:
            raise NotFound(f"No member {member_id}.")
        if role is not None and role not in TEAM_ROLES:
            raise RoleUnknown(role)
        owners = [row for row in team if row.role == Role.OWNER]
        if role != Role.OWNER and [row.pk for row in owners] == [member_id]:
            raise LastOwner(str(party_id))
        before = member.role
        has_it = role is not None and any(
            row.user_id == member.user_id and row.role == role and row.pk != member_id for row in team
        )
        if role is None or has_it:
            member.delete()
        else:
            member.role = role
            member.save(update_fields=["role"])
        outbox.audit(
            "change-member",
            subject=f"party:{party_id}",
            at=at,
            by=viewer,
            member=member.user_id,
            before=before,
            after=role or "",
        )
