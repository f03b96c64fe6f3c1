"""What may be known of parties and memberships."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sogdia.apps.parties.models import Address, Membership
from sogdia.domain.viewer import Place, Role, Viewer
from sogdia.plumbing.prepared import Prepared
from sogdia.plumbing.texts import pick

_MEMBERSHIPS = Prepared(
    lambda user: Membership.objects.filter(user_id=user).select_related("party").order_by("id"), int
)


def viewer_of(user_id: int, *, name: str, email: str, guest_key: str = "") -> Viewer:
    """Give who this signed-in person is: one query."""
    places = tuple(
        Place(
            party_id=row.party_id,
            role=Role(row.role),
            party_name=pick(row.party.names),
            region_id=row.region_id,
            hub_id=row.hub_id,
        )
        for row in _MEMBERSHIPS.all(user_id)
    )
    return Viewer(user_id=user_id, name=name, email=email, guest_key=guest_key, places=places)


@dataclass(frozen=True, slots=True)
class AddressView:
    """An address as its owner sees it; ``lines`` holds the fields of the country's form."""

    id: int
    name: str
    email: str
    phone: str
    country: str
    lines: dict[str, str]
    business_name: str
    tax_number: str

    def written(self, rows: Sequence[Sequence[str]]) -> list[str]:
        """Write it in the rows of its country's form, empty ones left out; the country stands last."""
        values = {**self.lines, "recipient": self.name}
        found = [" ".join(values[field] for field in row if values.get(field)) for row in rows]
        shown = [text for text in found if text]
        return [self.business_name, *shown] if self.business_name else shown


def address_view(row: Address) -> AddressView:
    """Give a row as its owner sees it; the caller has checked who looks."""
    return AddressView(
        id=row.pk,
        name=row.name,
        email=row.email,
        phone=row.phone,
        country=row.country,
        lines={str(key): str(value) for key, value in row.lines.items()},
        business_name=row.business_name,
        tax_number=row.tax_number,
    )


def list_addresses(viewer: Viewer, *, limit: int = 5) -> list[AddressView]:
    """Give where the viewer had goods sent before, newest first; a guest has none."""
    if viewer.user_id is None:
        return []
    rows = Address.objects.filter(user_id=viewer.user_id, party=None).order_by("-pk")[:limit]
    return [address_view(row) for row in rows]
