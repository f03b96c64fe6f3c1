"""A signed-in person registers a house to sell: a draft that is kept, changed, and later submitted."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from sogdia.apps.parties import acting
from sogdia.apps.parties.models import Membership, Party, PartyStep
from sogdia.apps.regions.models import Region
from sogdia.domain.lifecycle import SellerState
from sogdia.domain.refusals import NotAllowed, Refusal
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing import registrations
from sogdia.plumbing.outbox import services as outbox

KINDS = ("cooperative", "workshop", "farm", "company", "person")
#: Houses one person may have in draft at a time; more is a machine, not a grower.
MOST_DRAFTS = 3
_OPEN = frozenset({SellerState.DRAFT, SellerState.SENT_BACK})


class HouseFactsWrong(Refusal):
    """A fact about a house cannot be: ``field`` names it."""

    code = "house-facts-wrong"


class RegisteredAlready(Refusal):
    """Another house has this registration number."""

    code = "registered-already"


class FactsAreVerified(Refusal):
    """What the operator checks or has checked is not changed meanwhile; names as shown and story are."""

    code = "facts-are-verified"


class TooManyDrafts(Refusal):
    """This person has drafts enough: finish one first."""

    code = "too-many-drafts"


@dataclass(frozen=True, slots=True)
class HouseFacts:
    """A house: names by language, its register and number, how many members it has."""

    legal_names: Mapping[str, str]
    names: Mapping[str, str]
    story: Mapping[str, str]
    kind: str
    region_id: int | None
    country: str
    registration_kind: str
    registration_number: str
    member_count: int


def register_seller(
    *, viewer: Viewer, facts: HouseFacts, at: datetime, key: str, party_id: int | None = None
) -> int:
    """
    Keep a draft of a house, or change one; gives its id. Who makes it becomes its owner.

    :raises sogdia.domain.refusals.NotAllowed: for a guest. :raises sogdia.domain.refusals.NotFound: not their house.
    :raises HouseFactsWrong: :raises RegisteredAlready: :raises FactsAreVerified: :raises TooManyDrafts:
    :raises sogdia.plumbing.registrations.RegistrationNotValid:
    """
    body = {"party": party_id, **asdict(facts)}
    with transaction.atomic(durable=True):
        if viewer.user_id is None:
            raise NotAllowed("Whoever registers signs in.")
        scope = f"register-seller:{viewer.user_id}"
        done = outbox.answer_of(scope=scope, key=key, body=body)
        if done is not None:
            return int(done["party"])
        fields = _checked(facts, party_id)
        if party_id is None:
            party = _new(viewer.user_id, facts, fields, at)
        else:
            acting.require(viewer, party_id, Role.OWNER)
            party = Party.objects.select_for_update().get(pk=party_id, is_seller=True)
            _change(party, fields)
        outbox.remember(scope=scope, key=key, body=body, answer={"party": party.pk}, at=at)
        return party.pk


def _checked(facts: HouseFacts, party_id: int | None) -> dict[str, object]:
    def kept(texts: Mapping[str, str]) -> dict[str, str]:
        return {language: words.strip() for language, words in texts.items() if words.strip()}

    wrong = ""
    if not kept(facts.legal_names):
        wrong = "legal_names"
    elif facts.kind not in KINDS:
        wrong = "kind"
    elif facts.region_id is not None and not Region.objects.filter(pk=facts.region_id).exists():
        wrong = "region"
    elif not 0 <= facts.member_count <= 100_000:
        wrong = "member_count"
    if wrong:
        raise HouseFactsWrong(wrong, field=wrong)
    number = ""
    if facts.registration_number.strip():
        number = registrations.check_registration(facts.registration_kind, facts.registration_number)
        taken = Party.objects.filter(
            registration_kind=facts.registration_kind, registration_number=number
        ).exclude(pk=party_id or 0)
        if taken.exists():
            raise RegisteredAlready(number)
    return {
        "legal_names": kept(facts.legal_names),
        "names": kept(facts.names) or kept(facts.legal_names),
        "story": kept(facts.story),
        "kind": facts.kind,
        "region_id": facts.region_id,
        "country": facts.country,
        "registration_kind": facts.registration_kind,
        "registration_number": number,
        "member_count": facts.member_count,
    }


def _new(user_id: int, facts: HouseFacts, fields: dict[str, object], at: datetime) -> Party:
    mine = Membership.objects.filter(user_id=user_id, party__is_seller=True, party__state=SellerState.DRAFT)
    if mine.count() >= MOST_DRAFTS:
        raise TooManyDrafts(str(user_id))
    words = next((facts.names[code] for code in ("en", "fr") if facts.names.get(code)), "")
    stem = slugify(words)[:40] or "house"
    code = stem if not Party.objects.filter(code=stem).exists() else f"{stem}-{secrets.token_hex(3)}"
    party = Party.objects.create(
        code=code, is_seller=True, state=SellerState.DRAFT, joined_on=at.date(), **fields
    )
    Membership.objects.create(user_id=user_id, party=party, role=Role.OWNER)
    PartyStep.objects.create(party=party, state=SellerState.DRAFT, at=at, user_id=user_id)
    return party


def _change(party: Party, fields: dict[str, object]) -> None:
    if party.state not in _OPEN:
        shown = {"names", "story"}
        if any(getattr(party, name) != value for name, value in fields.items() if name not in shown):
            raise FactsAreVerified(party.code)
    for name, value in fields.items():
        setattr(party, name, value)
    party.save(update_fields=[*fields])
