"""A payment provider pays out what it took for the house."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.ledger import services as ledger
from sogdia.domain.ledger import flows
from sogdia.domain.money import Money
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox.services import audit


def settle_provider(*, viewer: Viewer, amount: Money, reference: str, at: datetime) -> bool:
    """
    Book a provider's payout to the house's account, once per ``reference``; False when it was booked before.

    :raises sogdia.domain.refusals.NotAllowed:
    """
    viewer.require(Role.TREASURER)
    assert amount.minor > 0, "a payout moves something"
    with transaction.atomic(durable=True):
        entry = flows.settle_provider(amount=amount, key=f"settle-provider:{reference}"[:120])
        posted = ledger.post_once(entry, at=at) is not None
        if posted:
            audit("provider-settled", subject=f"provider:{reference}"[:80], at=at, by=viewer)
        return posted
