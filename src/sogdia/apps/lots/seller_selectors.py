"""What a seller may know of their lots: stock as it stands, evidence, and where each lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sogdia.apps.departures.models import Hub
from sogdia.apps.lots.models import Lot, LotPhoto, LotTest
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import MONEY_ROLES, SELLING_ROLES, Role, Viewer, check_party
from sogdia.plumbing.texts import pick

_ROLES = tuple({*SELLING_ROLES, *MONEY_ROLES, Role.AGENT})


@dataclass(frozen=True, slots=True)
class SellerLot:
    """One lot with its stock, all of it in the product's stock unit."""

    id: int
    ref: str
    slug: str
    product_names: dict[str, str]
    stock_unit: str
    grade: str
    harvested_on: date
    best_before: date | None
    region_names: dict[str, str]
    place: str
    proofs: tuple[str, ...]
    state: str
    total: int
    reserved: int
    sold: int
    handed_over: int

    @property
    def product(self) -> str:
        """Give the product's name in the reader's language."""
        return pick(self.product_names) or self.slug

    @property
    def free(self) -> int:
        """Give what can still be promised."""
        return self.total - self.reserved - self.sold if self.state == "open" else 0

    @property
    def to_hand_over(self) -> int:
        """Give what was sold and has not left yet."""
        return self.sold - self.handed_over


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A laboratory's finding with the limit beside it."""

    name_code: str
    found: str
    unit: str
    limit: str
    limit_source: str
    passed: bool
    laboratory: str
    report_no: str
    sampled_on: date


@dataclass(frozen=True, slots=True)
class LotShot:
    """A photograph of the lot."""

    file: str
    widths: tuple[int, ...]
    alt: dict[str, str]
    taken_at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class LotPage:
    """A lot with its evidence."""

    lot: SellerLot
    findings: tuple[FindingRow, ...]
    photos: tuple[LotShot, ...]


def list_lots(
    viewer: Viewer, party_id: int, *, slug: str = "", state: str = "", words: str = ""
) -> tuple[SellerLot, ...]:
    """Give a seller's lots, open ones first, the first to expire on top."""
    check_party(viewer, party_id, *_ROLES)
    rows = Lot.objects.filter(product__seller_id=party_id).select_related("product", "origin_region")
    if slug:
        rows = rows.filter(product__slug=slug)
    if state:
        rows = rows.filter(state=state)
    if words.strip():
        rows = rows.filter(ref__icontains=words.strip())
    found = [_lot(row) for row in rows]
    return tuple(
        sorted(
            found,
            key=lambda lot: (
                lot.state != "open",
                lot.best_before is None,
                lot.best_before or date.max,
                lot.id,
            ),
        )
    )


def free_by_product(viewer: Viewer, party_id: int) -> dict[str, int]:
    """Give what can still be promised of each product, by slug."""
    found: dict[str, int] = {}
    for lot in list_lots(viewer, party_id, state="open"):
        found[lot.slug] = found.get(lot.slug, 0) + lot.free
    return found


def get_lot(viewer: Viewer, party_id: int, ref: str) -> LotPage:
    """
    Give one lot of this seller.

    :raises NotFound: for another seller's, or none.
    """
    check_party(viewer, party_id, *_ROLES)
    row = (
        Lot.objects.filter(product__seller_id=party_id, ref=ref)
        .select_related("product", "origin_region")
        .first()
    )
    if row is None:
        raise NotFound(f"No lot {ref}.")
    return LotPage(
        _lot(row),
        tuple(
            FindingRow(
                t.name_code,
                t.found,
                t.unit,
                t.limit,
                t.limit_source,
                t.passed,
                t.laboratory,
                t.report_no,
                t.sampled_on,
            )
            for t in LotTest.objects.filter(lot=row).order_by("sampled_on", "id")
        ),
        tuple(
            LotShot(p.file, tuple(p.widths), p.alt, p.taken_at, p.place)
            for p in LotPhoto.objects.filter(lot=row).order_by("taken_at", "id")
        ),
    )


def list_places() -> tuple[tuple[str, str], ...]:
    """Give the hubs where a lot may lie: code and name; hubs are public."""
    return tuple((hub.code, pick(hub.names)) for hub in Hub.objects.order_by("-is_main", "code"))


def _lot(row: Lot) -> SellerLot:
    return SellerLot(
        id=row.pk,
        ref=row.ref,
        slug=row.product.slug,
        product_names=row.product.names,
        stock_unit=row.product.stock_unit,
        grade=row.grade,
        harvested_on=row.harvested_on,
        best_before=row.best_before,
        region_names=row.origin_region.names,
        place=row.place,
        proofs=tuple(row.proofs),
        state=row.state,
        total=row.qty_total,
        reserved=row.qty_reserved,
        sold=row.qty_sold,
        handed_over=row.qty_handed_over,
    )
