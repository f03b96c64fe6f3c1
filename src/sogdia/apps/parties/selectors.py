"""What may be known of parties and memberships."""

from __future__ import annotations

from sogdia.apps.parties.models import Membership
from sogdia.domain.viewer import Place, Role, Viewer
from sogdia.plumbing.texts import pick


def viewer_of(user_id: int, *, name: str, email: str, guest_key: str = "") -> Viewer:
    """Give who this signed-in person is: one query."""
    rows = Membership.objects.filter(user_id=user_id).select_related("party").order_by("id")
    places = tuple(
        Place(
            party_id=row.party_id,
            role=Role(row.role),
            party_name=pick(row.party.names),
            region_id=row.region_id,
            hub_id=row.hub_id,
        )
        for row in rows
    )
    return Viewer(user_id=user_id, name=name, email=email, guest_key=guest_key, places=places)
