"""The bank confirmed a payout, or refused it, even late: then the seller is due it again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.ledger import services as ledger
from sogdia.apps.ledger.models import Entry
from sogdia.apps.settlement.models import Payout
from sogdia.domain.ledger import flows
from sogdia.domain.lifecycle import PAYOUT, PayoutState, move
from sogdia.domain.money import Money
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox.services import audit, tell
from sogdia.usecases.allocate_receipt import ReasonNeeded


def confirm_payout(*, viewer: Viewer, payout_ref: str, at: datetime) -> None:
    """
    Take in that a payout has left the bank. A confirmed one stays as it is.

    :raises sogdia.domain.refusals.NotAllowed: :raises sogdia.domain.refusals.NotFound:
    :raises sogdia.domain.lifecycle.StepNotPossible: it was not sent.
    """
    viewer.require(Role.TREASURER)
    with transaction.atomic(durable=True):
        payout = _lock(payout_ref)
        if payout.state == PayoutState.CONFIRMED:
            return
        payout.state = move(PAYOUT, payout.state, "confirm")
        payout.confirmed_at = at
        payout.save(update_fields=["state", "confirmed_at"])
        ledger.post_once(
            flows.confirm_payout(
                seller_id=payout.party_id,
                amount=Money(payout.amount_minor, payout.currency),
                key=f"payout-confirmed:{payout.pk}/{_attempt(payout)}",
            ),
            at=at,
        )
        audit(
            "payout-confirmed", subject=f"payout:{payout.ref}", at=at, by=viewer, old="sent", new=payout.state
        )
        tell("payout.confirmed", at=at, payout_id=payout.pk, party_id=payout.party_id)


def fail_payout(*, viewer: Viewer, payout_ref: str, reason: str, at: datetime) -> None:
    """
    Take in that the bank refused a payout, even one it had confirmed: it is due again and goes into the next batch.

    :raises sogdia.domain.refusals.NotAllowed: :raises sogdia.domain.refusals.NotFound:
    :raises sogdia.domain.lifecycle.StepNotPossible: it was not sent. :raises ReasonNeeded:
    """
    viewer.require(Role.TREASURER)
    if not reason.strip():
        raise ReasonNeeded("What did the bank say?")
    with transaction.atomic(durable=True):
        payout = _lock(payout_ref)
        had_left = payout.state == PayoutState.CONFIRMED
        payout.state = move(PAYOUT, move(PAYOUT, payout.state, "fail"), "reopen")
        payout.failure, payout.batch, payout.sent_at, payout.confirmed_at = reason[:300], None, None, None
        payout.save(update_fields=["state", "failure", "batch", "sent_at", "confirmed_at"])
        ledger.post_once(
            flows.fail_payout(
                seller_id=payout.party_id,
                amount=Money(payout.amount_minor, payout.currency),
                key=f"payout-failed:{payout.pk}/{_attempt(payout)}",
                reason=reason,
                had_left=had_left,
            ),
            at=at,
        )
        audit(
            "payout-failed",
            subject=f"payout:{payout.ref}",
            at=at,
            by=viewer,
            reason=reason,
            old="sent",
            new=payout.state,
        )
        tell("payout.failed", at=at, payout_id=payout.pk, party_id=payout.party_id)


def _attempt(payout: Payout) -> int:
    """Count how often it was sent: each sending is confirmed or fails by itself."""
    return Entry.objects.filter(key__startswith=f"payout:{payout.pk}/").count()


def _lock(payout_ref: str) -> Payout:
    payout = Payout.objects.select_for_update(of=("self",)).filter(ref=payout_ref).first()
    if payout is None:
        raise NotFound(f"No payout {payout_ref}.")
    return payout
