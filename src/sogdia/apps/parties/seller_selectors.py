"""What a seller's people, and the operator who verifies them, may know of a seller's house."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, F, OuterRef, QuerySet, Subquery

from sogdia.apps.parties import completeness
from sogdia.apps.parties.models import BankAccount, Invitation, Licence, Membership, Party, PartyStep
from sogdia.apps.regions.models import Region
from sogdia.domain.lifecycle import SellerState
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import MONEY_ROLES, SELLING_ROLES, Role, Viewer, check_party
from sogdia.plumbing import listing
from sogdia.plumbing.texts import pick

_TEAM = tuple({*SELLING_ROLES, *MONEY_ROLES, Role.AGENT})


@dataclass(frozen=True, slots=True)
class LicenceRow:
    """A permission with its number and last day."""

    id: int
    kind: str
    number: str
    valid_until: date | None
    file: str

    def days_left(self, today: date) -> int | None:
        """Give the days until it ends, or nothing when it never does."""
        return None if self.valid_until is None else (self.valid_until - today).days


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the verification."""

    state: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class House:
    """A seller's house as its people see it."""

    id: int
    code: str
    kind: str
    names: dict[str, str]
    legal_names: dict[str, str]
    story: dict[str, str]
    region_id: int | None
    region_names: dict[str, str]
    region_is_live: bool
    country: str
    state: str
    state_reason: str
    registration_kind: str
    registration_number: str
    member_count: int
    payout_mode: str
    currency: str
    licences: tuple[LicenceRow, ...]
    steps: tuple[StepRow, ...]
    account_holder: str = ""
    account: str = ""
    bic: str = ""
    bank_name: str = ""

    @property
    def name(self) -> str:
        """Give its name in the reader's language."""
        return pick(self.names) or pick(self.legal_names) or self.code

    @property
    def region(self) -> str:
        """Give its region's name in the reader's language."""
        return pick(self.region_names)

    @property
    def account_tail(self) -> str:
        """Give the last characters of the account, enough to recognise it."""
        return self.account[-4:]

    @property
    def may_sell(self) -> bool:
        """Tell whether its goods can be bought: verified, in a region that has joined."""
        return self.state == SellerState.VERIFIED and self.region_is_live


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the team in one role."""

    id: int
    user_id: int
    name: str
    email: str
    role: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that waits to be followed."""

    id: int
    email: str
    role: str
    expires_at: datetime
    is_over: bool


@dataclass(frozen=True, slots=True)
class RegionChoice:
    """A region that a seller may name; one that has not joined may register but not sell."""

    id: int
    code: str
    level: str
    names: dict[str, str]
    parent_names: dict[str, str]
    is_live: bool

    @property
    def name(self) -> str:
        """Give its name, with the region above it."""
        above = pick(self.parent_names)
        return f"{pick(self.names)}, {above}" if above else pick(self.names)


@dataclass(frozen=True, slots=True)
class SellerRow:
    """A seller in the operator's queue; ``since`` is when it came into its present state."""

    code: str
    names: dict[str, str]
    legal_names: dict[str, str]
    region_names: dict[str, str]
    region_is_live: bool
    state: str
    since: datetime | None

    @property
    def name(self) -> str:
        """Give its name in the reader's language."""
        return pick(self.names) or pick(self.legal_names) or self.code


def houses_of(viewer: Viewer) -> tuple[tuple[int, str], ...]:
    """Give the parties for which this person sells or keeps the money: id and name, in order of joining."""
    found = {p.party_id: p.party_name for p in viewer.places if p.role in _TEAM}
    return tuple(found.items())


def get_house(viewer: Viewer, party_id: int) -> House:
    """
    Give a seller's house: for its people and the operator.

    :raises NotFound: for everybody else.
    """
    check_party(viewer, party_id, *_TEAM)
    party = Party.objects.select_related("region").filter(pk=party_id, is_seller=True).first()
    if party is None:
        raise NotFound(f"No seller {party_id}.")
    bank = BankAccount.objects.filter(party=party, is_current=True).first()
    sees_bank = viewer.is_operator or party_id in viewer.parties(*MONEY_ROLES)
    return House(
        id=party.pk,
        code=party.code,
        kind=party.kind,
        names=party.names,
        legal_names=party.legal_names,
        story=party.story,
        region_id=party.region_id,
        region_names=party.region.names if party.region else {},
        region_is_live=party.region_id in live_regions(),
        country=party.country,
        state=party.state,
        state_reason=party.state_reason,
        registration_kind=party.registration_kind,
        registration_number=party.registration_number,
        member_count=party.member_count,
        payout_mode=party.payout_mode,
        currency=party.currency,
        licences=tuple(_licences(party.pk)),
        steps=tuple(
            StepRow(row.state, row.at, row.reason)
            for row in PartyStep.objects.filter(party=party).order_by("id")
        ),
        account_holder=bank.holder if bank and sees_bank else "",
        account=bank.account if bank and sees_bank else "",
        bic=bank.bic if bank and sees_bank else "",
        bank_name=bank.bank_name if bank and sees_bank else "",
    )


def find_house_by_code(viewer: Viewer, code: str) -> House:
    """
    Give a seller's house by its code.

    :raises NotFound: where this viewer may not look, or nothing is.
    """
    party_id = Party.objects.filter(code=code, is_seller=True).values_list("pk", flat=True).first()
    if party_id is None:
        raise NotFound(f"No seller {code}.")
    return get_house(viewer, party_id)


def _licences(party_id: int) -> Iterable[LicenceRow]:
    for row in Licence.objects.filter(party_id=party_id).order_by("valid_until", "id"):
        yield LicenceRow(row.pk, row.kind, row.number, row.valid_until, row.file)


def list_ending_licences(
    viewer: Viewer, party_id: int, *, today: date, within: int = 60
) -> tuple[LicenceRow, ...]:
    """Give the licences that end within so many days, or have ended."""
    check_party(viewer, party_id, *_TEAM)
    last = today + timedelta(days=within)
    return tuple(
        row for row in _licences(party_id) if row.valid_until is not None and row.valid_until <= last
    )


def list_members(viewer: Viewer, party_id: int) -> tuple[Member, ...]:
    """Give the team: for its owners and the operator."""
    check_party(viewer, party_id, Role.OWNER)
    rows = Membership.objects.filter(party_id=party_id).select_related("user").order_by("id")
    return tuple(
        Member(row.pk, row.user_id, row.user.name, row.user.email, row.role, row.since) for row in rows
    )


def list_invited(viewer: Viewer, party_id: int, *, at: datetime) -> tuple[Invited, ...]:
    """Give the invitations that nobody has followed yet: for owners and the operator."""
    check_party(viewer, party_id, Role.OWNER)
    rows = Invitation.objects.filter(party_id=party_id, used_at=None).order_by("-id")[:50]
    return tuple(Invited(row.pk, row.email, row.role, row.expires_at, at >= row.expires_at) for row in rows)


def list_region_choices() -> tuple[RegionChoice, ...]:
    """Give every region a seller may name, by province; regions are public."""
    rows = list(Region.objects.select_related("parent").order_by("parent__code", "code"))
    live = live_regions(rows)
    return tuple(
        RegionChoice(
            row.pk, row.code, row.level, row.names, row.parent.names if row.parent else {}, row.pk in live
        )
        for row in rows
    )


def live_regions(rows: list[Region] | None = None) -> frozenset[int]:
    """Give the ids of the regions whose sellers may sell: their own agreement or one above is live."""
    by_id = {row.pk: row for row in (Region.objects.all() if rows is None else rows)}
    live: set[int] = set()
    for row in by_id.values():
        above: Region | None = row
        while above is not None:
            if above.is_live:
                live.add(row.pk)
                break
            above = by_id.get(above.parent_id) if above.parent_id else None
    return frozenset(live)


def list_sellers(viewer: Viewer, *, state: str = "", words: str = "") -> tuple[SellerRow, ...]:
    """Give sellers for the operator's queue, all of them; whoever waits longest comes first."""
    viewer.require(Role.SUPPORT, Role.TREASURER)
    found = _seller_rows(_queue(state))
    asked = words.strip().casefold()
    if asked:
        found = [
            row
            for row in found
            if any(
                asked in name.casefold()
                for name in (row.code, *row.names.values(), *row.legal_names.values())
            )
        ]
    return tuple(found)


def page_of_queue(viewer: Viewer, *, state: str, page: int) -> Page[SellerRow]:
    """Give one page of the same."""
    viewer.require(Role.SUPPORT, Role.TREASURER)
    found: Page[Any] = listing.page_of(_queue(state), listing.Asked(page=page))
    found.object_list = _seller_rows(found.object_list)
    return found


def _queue(state: str) -> QuerySet[Party]:
    last = PartyStep.objects.filter(party=OuterRef("pk")).order_by("-id").values("at")[:1]
    rows = Party.objects.filter(is_seller=True).select_related("region").annotate(since=Subquery(last))
    if state:
        rows = rows.filter(state=state)
    return rows.order_by(F("since").asc(nulls_last=True), "code")


def _seller_rows(rows: Iterable[Any]) -> list[SellerRow]:
    live = live_regions()
    return [
        SellerRow(
            row.code,
            row.names,
            row.legal_names,
            row.region.names if row.region else {},
            row.region_id in live,
            row.state,
            row.since,
        )
        for row in rows
    ]


def count_sellers(viewer: Viewer) -> dict[str, int]:
    """Give how many sellers are in each state: for the operator."""
    viewer.require(Role.SUPPORT, Role.TREASURER)
    rows = Party.objects.filter(is_seller=True).order_by().values_list("state")
    return dict(rows.annotate(sellers=Count("pk")))


def missing_of(viewer: Viewer, party_id: int, *, today: date) -> tuple[str, ...]:
    """Give what a house still needs before it can be verified; the same as submitting asks."""
    check_party(viewer, party_id, *_TEAM)
    return completeness.missing_of(Party.objects.get(pk=party_id), today=today)
