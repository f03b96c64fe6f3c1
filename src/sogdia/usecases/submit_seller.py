"""A house asks to be verified: nothing is missing, and its owner agreed to the terms for sellers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from sogdia.apps.parties import acting, completeness
from sogdia.apps.parties.models import Consent, Party, PartyStep
from sogdia.domain import lifecycle
from sogdia.domain.refusals import Refusal
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox import services as outbox


class RegistrationIncomplete(Refusal):
    """Something is missing before the house can be verified: ``missing`` names what."""

    code = "registration-incomplete"


@dataclass(frozen=True, slots=True)
class SellerConsent:
    """The words that were agreed to."""

    version: str
    wording_digest: str


def submit_seller(
    *, viewer: Viewer, party_id: int, consent: SellerConsent | None, today: date, at: datetime, key: str
) -> None:
    """
    Put a draft, or one that was sent back, before the operator.

    :raises sogdia.domain.refusals.NotFound: for anybody but the house's owners. :raises RegistrationIncomplete:
    :raises sogdia.domain.machines.StepNotPossible: it waits or is verified.
    """
    body = {"party": party_id}
    with transaction.atomic(durable=True):
        acting.require(viewer, party_id, Role.OWNER, Role.AGENT)
        if outbox.answer_of(scope="submit-seller", key=key, body=body) is not None:
            return
        party = Party.objects.select_for_update().get(pk=party_id, is_seller=True)
        state = lifecycle.move_as(lifecycle.SELLER, party.state, "submit", acting.actor_for(viewer, party_id))
        missing = completeness.missing_of(party, today=today)
        if consent is None:
            missing = (*missing, "consent")
        if missing or consent is None:
            raise RegistrationIncomplete(", ".join(missing), missing=missing)
        Consent.objects.create(
            user_id=viewer.user_id,
            party_id=party_id,
            kind="seller-terms",
            version=consent.version,
            wording_digest=consent.wording_digest,
            at=at,
        )
        Party.objects.filter(pk=party_id).update(state=state, state_reason="")
        PartyStep.objects.create(party=party, state=state, at=at, user_id=viewer.user_id)
        outbox.tell("seller.submitted", at=at, party_id=party_id)
        outbox.remember(scope="submit-seller", key=key, body=body, answer={}, at=at)
