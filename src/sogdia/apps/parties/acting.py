"""Who may act for a party: asked by every deed that is done in its name."""

from __future__ import annotations

from sogdia.domain.machines import Actor
from sogdia.domain.refusals import NotAllowed, NotFound
from sogdia.domain.viewer import Role, Viewer


def require(viewer: Viewer, party_id: int, *roles: Role) -> None:
    """
    Refuse whoever does not act for this party in one of ``roles``; the operator does not act for sellers.

    :raises NotFound: for everybody who is not of the party. :raises NotAllowed: for its people in other roles.
    """
    if party_id not in viewer.parties():
        raise NotFound("Nothing here for this viewer.")
    if party_id not in viewer.parties(*roles):
        raise NotAllowed(f"Not one of {', '.join(roles)} of party {party_id}.")


def actor_for(viewer: Viewer, party_id: int) -> Actor:
    """Say as whom the viewer acts for a seller: one of its people, or a field agent."""
    own = {place.role for place in viewer.places if place.party_id == party_id}
    return Actor.AGENT if own == {Role.AGENT} else Actor.SELLER
