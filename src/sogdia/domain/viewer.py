"""Who is asking: the first argument of every selector."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, replace

from sogdia.domain.refusals import NotAllowed, NotFound


class Role(enum.StrEnum):
    """What a person does for a party. A seller's team has the first three, the house the rest."""

    OWNER = "owner"
    SELLER = "seller"
    FINANCE = "finance"
    AGENT = "agent"
    CLERK = "clerk"
    CARRIER = "carrier"
    BROKER = "broker"
    OFFICER = "officer"
    SUPPORT = "support"
    TREASURER = "treasurer"


#: Roles of the deployment's own staff (verify, moderate, decide, reconcile).
OPERATOR_ROLES = frozenset({Role.SUPPORT, Role.TREASURER})
SELLING_ROLES = frozenset({Role.OWNER, Role.SELLER})
MONEY_ROLES = frozenset({Role.OWNER, Role.FINANCE})
#: Whoever has one of these signs in with a second step: they act for others, or move others' money (rule SI-1).
SECOND_STEP_ROLES = OPERATOR_ROLES | {Role.OFFICER, Role.CLERK, Role.FINANCE}


@dataclass(frozen=True, slots=True)
class Place:
    """One membership: this role for this party; an officer's also names the region."""

    party_id: int
    role: Role
    party_name: str = ""
    region_id: int | None = None
    hub_id: int | None = None


@dataclass(frozen=True, slots=True)
class Viewer:
    """
    The person or guest who asks. A guest has no ``user_id``; ``guest_key`` names their basket and quotes.

    ``is_held_back`` says that a second step at sign-in is owed: until it is made there are no ``places``, so no right.
    """

    user_id: int | None = None
    name: str = ""
    email: str = ""
    guest_key: str = ""
    places: tuple[Place, ...] = field(default=())
    is_held_back: bool = False

    @property
    def is_signed_in(self) -> bool:
        """Whether this is a known person."""
        return self.user_id is not None

    def has_role(self, *roles: Role) -> bool:
        """Whether any membership has one of ``roles``."""
        return any(place.role in roles for place in self.places)

    def parties(self, *roles: Role) -> frozenset[int]:
        """Give the ids of the parties for which this person has one of ``roles`` (any role if none is named)."""
        return frozenset(place.party_id for place in self.places if not roles or place.role in roles)

    def regions(self) -> frozenset[int]:
        """Give the ids of the regions this person is an officer of."""
        return frozenset(
            p.region_id for p in self.places if p.role is Role.OFFICER and p.region_id is not None
        )

    def hubs(self) -> frozenset[int]:
        """Give the ids of the hubs this person is a clerk of."""
        return frozenset(p.hub_id for p in self.places if p.role is Role.CLERK and p.hub_id is not None)

    @property
    def is_operator(self) -> bool:
        """Whether this person works for the deployment's operator."""
        return self.has_role(*OPERATOR_ROLES)

    @property
    def roles(self) -> str:
        """Give the roles that this person has now, as the audit keeps them with a deed (rule AU-1)."""
        return ",".join(sorted({place.role for place in self.places}))

    def without_second_step(self) -> Viewer:
        """
        Give what this person is when only a password let them in (rule SI-1).

        Roles that need a second step take all places away: nothing is half allowed.
        """
        if self.has_role(*SECOND_STEP_ROLES):
            return replace(self, places=(), is_held_back=True)
        return self

    def require(self, *roles: Role) -> None:
        """
        Refuse whoever has none of ``roles``.

        :raises NotAllowed: always the same, so that it says nothing about what is there.
        """
        if not self.has_role(*roles):
            raise NotAllowed("The viewer has none of the roles " + ", ".join(roles))


def check_party(viewer: Viewer, party_id: int, *roles: Role) -> None:
    """
    IS-1: a party's rows are for its own people in ``roles`` and for the operator; a seller is a scope, not a schema.

    :raises NotFound: for everybody else, as if there were nothing.
    """
    if not viewer.is_operator and party_id not in viewer.parties(*roles):
        raise NotFound("Nothing here for this viewer.")


#: Jobs and commands ask as the house itself.
HOUSE = Viewer(user_id=None, name="house", places=(Place(0, Role.SUPPORT), Place(0, Role.TREASURER)))
