"""Whose house a page of the seller's rooms belongs to, and what its reader does there."""

from __future__ import annotations

from dataclasses import dataclass

from sogdia.domain.refusals import NotAllowed
from sogdia.domain.viewer import MONEY_ROLES, SELLING_ROLES, Role, Viewer


@dataclass(frozen=True)
class Desk:
    """Who works, in which house, and the other houses they could work in."""

    viewer: Viewer
    party_id: int
    name: str
    others: tuple[tuple[int, str], ...]

    @property
    def sells(self) -> bool:
        """Tell whether this person sells here."""
        return self.party_id in self.viewer.parties(*SELLING_ROLES, Role.AGENT)

    @property
    def keeps_money(self) -> bool:
        """Tell whether this person keeps the money here."""
        return self.party_id in self.viewer.parties(*MONEY_ROLES)

    @property
    def owns(self) -> bool:
        """Tell whether this person is an owner here."""
        return self.party_id in self.viewer.parties(Role.OWNER)

    def require(self, *roles: Role) -> None:
        """Refuse whoever has none of ``roles`` in this house."""
        if self.party_id not in self.viewer.parties(*roles):
            raise NotAllowed("Another role of the team does this.")
