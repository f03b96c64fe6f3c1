"""An owner invites somebody to the team by an e-mailed link; whoever follows it joins."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from sogdia.apps.parties import acting
from sogdia.apps.parties.models import Invitation, Membership, Party
from sogdia.domain.refusals import NotAllowed, NotFound, Refusal
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.plumbing.texts import pick

LIFE = timedelta(days=7)
TEAM_ROLES = (Role.OWNER, Role.SELLER, Role.FINANCE)


class RoleUnknown(Refusal):
    """A team has owners, sellers and finance."""

    code = "role-unknown"


class InvitationNotValid(Refusal):
    """The link was used, taken back, or its time is over; it says nothing else."""

    code = "invitation-not-valid"


@dataclass(frozen=True, slots=True)
class Invited:
    """The secret of a link, told once, and what the letter says; no token for a repeated form."""

    token: str
    email: str
    house: str
    role: str
    expires_at: datetime


def digest(token: str) -> str:
    """Give what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite_member(*, viewer: Viewer, party_id: int, email: str, role: str, at: datetime, key: str) -> Invited:
    """
    Make a link that is good for seven days; inviting the same address again ends the link before.

    :raises sogdia.domain.refusals.NotFound: for anybody but the house's owners. :raises RoleUnknown:
    """
    address = email.strip().lower()
    body = {"party": party_id, "email": address, "role": role}
    with transaction.atomic(durable=True):
        acting.require(viewer, party_id, Role.OWNER)
        house = pick(Party.objects.get(pk=party_id).names)
        if outbox.answer_of(scope="invite-member", key=key, body=body) is not None:
            return Invited("", address, house, role, at)
        if role not in TEAM_ROLES:
            raise RoleUnknown(role)
        token = secrets.token_urlsafe(32)
        Invitation.objects.filter(party_id=party_id, email=address, used_at=None).delete()
        Invitation.objects.create(
            party_id=party_id,
            email=address,
            role=role,
            token_digest=digest(token),
            expires_at=at + LIFE,
            invited_by=viewer.user_id,
        )
        outbox.audit("invite-member", subject=f"party:{party_id}", at=at, by=viewer, role=role)
        outbox.remember(scope="invite-member", key=key, body=body, answer={}, at=at)
        return Invited(token, address, house, role, at + LIFE)


def take_back_invitation(*, viewer: Viewer, party_id: int, invitation_id: int, at: datetime) -> None:
    """
    End a link that nobody has followed yet.

    :raises sogdia.domain.refusals.NotFound: for anybody but the house's owners, or no such invitation.
    """
    with transaction.atomic(durable=True):
        acting.require(viewer, party_id, Role.OWNER)
        rows = Invitation.objects.filter(pk=invitation_id, party_id=party_id, used_at=None)
        if not rows.exists():
            raise NotFound(f"No invitation {invitation_id}.")
        rows.delete()
        outbox.audit("take-back-invitation", subject=f"party:{party_id}", at=at, by=viewer)


def join_team(*, viewer: Viewer, token: str, at: datetime) -> str:
    """
    Follow a link: the signed-in reader joins in its role, once; gives the house's name.

    :raises sogdia.domain.refusals.NotAllowed: for a guest. :raises InvitationNotValid: always the same.
    """
    with transaction.atomic(durable=True):
        if viewer.user_id is None:
            raise NotAllowed("Whoever joins signs in.")
        row = (
            Invitation.objects.select_for_update(of=("self",))
            .select_related("party")
            .filter(token_digest=digest(token))
            .first()
        )
        if row is None or row.used_at is not None or at >= row.expires_at:
            raise InvitationNotValid("used, taken back or over")
        Membership.objects.get_or_create(user_id=viewer.user_id, party=row.party, role=row.role)
        row.used_at = at
        row.save(update_fields=["used_at"])
        outbox.audit("join-team", subject=f"party:{row.party_id}", at=at, by=viewer, role=row.role)
        return pick(row.party.names)
