"""What may be known of regions: everything but an agreement's people; a region is public."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from sogdia.apps.regions.models import Agreement, Region
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.texts import pick


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """A region with the provinces and prefectures above it; ``agreement`` is the state of the one it is under."""

    id: int
    code: str
    names: dict[str, str]
    level: str
    story: dict[str, str]
    picture: str
    is_live: bool
    agreement: str
    parents: tuple[tuple[str, dict[str, str]], ...] = ()
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    child_ids: frozenset[int] = field(default_factory=frozenset)

    @property
    def name(self) -> str:
        """Give its name in the reader's language."""
        return pick(self.names)

    @property
    def all_ids(self) -> frozenset[int]:
        """Give the ids of the region and of all that lies in it."""
        return self.child_ids | {self.id}


def list_regions(viewer: Viewer, *, level: str = "") -> list[RegionFacts]:
    """Give every region (of one level), provinces first; two queries."""
    rows = {row.pk: row for row in Region.objects.order_by("pk")}
    agreements = {row.region_id: row.state for row in Agreement.objects.all()}
    inside: dict[int, set[int]] = {}
    for row in rows.values():
        above = row.parent_id
        while above is not None:
            inside.setdefault(above, set()).add(row.pk)
            above = rows[above].parent_id
    facts = [_facts(row, rows, agreements, inside) for row in rows.values()]
    return [one for one in facts if not level or one.level == level]


def _facts(
    row: Region, rows: dict[int, Region], agreements: dict[int, str], inside: dict[int, set[int]]
) -> RegionFacts:
    chain, above = [row], row.parent_id
    while above is not None:
        chain.append(rows[above])
        above = rows[above].parent_id
    signed = next((agreements[one.pk] for one in chain if one.pk in agreements), "")
    return RegionFacts(
        id=row.pk,
        code=row.code,
        names=row.names,
        level=row.level,
        story=row.story,
        picture=next((one.picture for one in chain if one.picture), ""),
        is_live=any(one.is_live for one in chain),
        agreement=signed,
        parents=tuple((one.code, one.names) for one in chain[1:]),
        latitude=row.latitude,
        longitude=row.longitude,
        child_ids=frozenset(inside.get(row.pk, ())),
    )


def get_region(viewer: Viewer, code: str) -> RegionFacts:
    """
    Give one region by its code.

    :raises sogdia.domain.refusals.NotFound: when there is none.
    """
    for one in list_regions(viewer):
        if one.code == code:
            return one
    raise NotFound(f"No region {code}.")
