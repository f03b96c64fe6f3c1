"""What everybody may know of sellers: who they are, where, and the licences they hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.db.models import Sum
from django.db.models.functions import Greatest

from sogdia.apps.parties.models import Licence, Party
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Viewer
from sogdia.plumbing import listing
from sogdia.plumbing.texts import pick

VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """A permission with its number and last day."""

    kind: str
    number: str
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class SellerFacts:
    """A verified seller as the public may see it."""

    id: int
    code: str
    kind: str
    names: dict[str, str]
    legal_names: dict[str, str]
    story: dict[str, str]
    region_id: int | None
    region_code: str
    region_names: dict[str, str]
    member_count: int
    payout_mode: str
    picture: str
    registration_number: str
    joined_on: date | None

    @property
    def name(self) -> str:
        """Give its name in the reader's language."""
        return pick(self.names)

    @property
    def region_name(self) -> str:
        """Give the name of its region."""
        return pick(self.region_names)


def list_sellers(viewer: Viewer, *, region_ids: Iterable[int] | None = None) -> list[SellerFacts]:
    """Give verified sellers (of some regions), by their code; one query."""
    rows = Party.objects.filter(is_seller=True, state=VERIFIED).select_related("region")
    if region_ids is not None:
        rows = rows.filter(region__in=list(region_ids))
    return [_facts(row) for row in rows.order_by("code")]


def page_of_sellers(viewer: Viewer, *, region_ids: Iterable[int], page: int, size: int) -> Page[SellerFacts]:
    """Give one page of the verified sellers of some regions, by their code; two queries."""
    rows = Party.objects.filter(is_seller=True, state=VERIFIED, region__in=list(region_ids))
    found: Page[Any] = listing.page_of(
        rows.select_related("region").order_by("code"), listing.Asked(page=page, size=size)
    )
    found.object_list = [_facts(row) for row in found.object_list]
    return found


def count_growers(viewer: Viewer) -> dict[int, int]:
    """Give how many growers the verified sellers of each region speak for, by region; one query."""
    rows = Party.objects.filter(is_seller=True, state=VERIFIED, region__isnull=False).order_by()
    found = rows.values_list("region_id").annotate(growers=Sum(Greatest("member_count", 1)))
    return {region_id: growers for region_id, growers in found if region_id is not None}


def get_seller(viewer: Viewer, code: str) -> SellerFacts:
    """
    Give one verified seller.

    :raises sogdia.domain.refusals.NotFound: when there is none, or it is not verified.
    """
    rows = Party.objects.filter(is_seller=True, state=VERIFIED, code=code).select_related("region")
    row = rows.first()
    if row is None:
        raise NotFound(f"No seller {code}.")
    return _facts(row)


def list_licences(viewer: Viewer, party_id: int) -> list[LicenceFacts]:
    """Give a seller's licences; one query."""
    rows = Licence.objects.filter(party=party_id, party__state=VERIFIED).order_by("kind", "id")
    return [LicenceFacts(row.kind, row.number, row.valid_until) for row in rows]


def _facts(row: Party) -> SellerFacts:
    return SellerFacts(
        id=row.pk,
        code=row.code,
        kind=row.kind,
        names=row.names,
        legal_names=row.legal_names,
        story=row.story,
        region_id=row.region_id,
        region_code=row.region.code if row.region else "",
        region_names=row.region.names if row.region else {},
        member_count=row.member_count,
        payout_mode=row.payout_mode,
        picture=row.picture or (row.region.picture if row.region else ""),
        registration_number=row.registration_number,
        joined_on=row.joined_on,
    )
