"""The seller chooses when to be paid: at the hub, on delivery, or once a month."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.parties import acting
from sogdia.apps.parties.models import Party
from sogdia.domain.payouts import PayoutMode
from sogdia.domain.refusals import Refusal
from sogdia.domain.viewer import MONEY_ROLES, Viewer
from sogdia.plumbing.outbox import services as outbox


class PayoutModeUnknown(Refusal):
    """There is no such way of being paid."""

    code = "payout-mode-unknown"


class AdvanceNotSeen(Refusal):
    """What is owed back changed after the seller looked at it, so the choice is shown again."""

    code = "advance-not-seen"


def choose_payout_mode(
    *,
    viewer: Viewer,
    party_id: int,
    mode: str,
    receivable_minor: int,
    seen_minor: int,
    at: datetime,
    key: str,
) -> None:
    """
    Keep the choice for what is released from now on; nothing that is already due moves.

    ``receivable_minor`` is what the seller owes now, ``seen_minor`` what the page showed them (rule PO-4).

    :raises sogdia.domain.refusals.NotFound: for anybody but the seller's people. :raises PayoutModeUnknown:
    :raises AdvanceNotSeen: an advance is chosen without having seen what will be netted from it.
    """
    body = {"party": party_id, "mode": mode}
    with transaction.atomic(durable=True):
        acting.require(viewer, party_id, *MONEY_ROLES)
        if outbox.answer_of(scope="choose-payout-mode", key=key, body=body) is not None:
            return
        if mode not in set(PayoutMode):
            raise PayoutModeUnknown(mode)
        if mode == PayoutMode.ADVANCE and receivable_minor != seen_minor:
            raise AdvanceNotSeen(f"{receivable_minor} is owed, {seen_minor} was shown.")
        old = Party.objects.values_list("payout_mode", flat=True).get(pk=party_id)
        Party.objects.filter(pk=party_id).update(payout_mode=mode)
        outbox.audit("choose-payout-mode", subject=f"party:{party_id}", at=at, by=viewer, old=old, new=mode)
        outbox.remember(scope="choose-payout-mode", key=key, body=body, answer={}, at=at)
