"""What may be known of lots: origin and evidence are public, buyers are not in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sogdia.apps.lots.models import Lot, LotPhoto, LotTest
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Viewer


@dataclass(frozen=True, slots=True)
class TestFacts:
    """A laboratory's finding with its limit."""

    __test__ = False

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
class LotPhotoFacts:
    """A photograph of the lot, with day and place."""

    file: str
    widths: tuple[int, ...]
    alts: dict[str, str]
    taken_at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class LotFacts:
    """A lot as the public may see it; quantities in the product's stock unit (grams or pieces)."""

    id: int
    ref: str
    product_id: int
    product_slug: str
    product_names: dict[str, str]
    category: str
    stock_unit: str
    producer_id: int
    producer_code: str
    producer_names: dict[str, str]
    region_id: int
    region_code: str
    region_names: dict[str, str]
    origin_country: str
    harvested_on: date
    best_before: date | None
    grade: str
    qty_total: int
    qty_sold: int
    qty_left: int
    place: str
    proofs: tuple[str, ...]
    state: str

    @property
    def sold_percent(self) -> int:
        """Give how much of the lot was sold, in whole percent."""
        return self.qty_sold * 100 // self.qty_total if self.qty_total else 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves a lot: tests and photographs."""

    tests: tuple[TestFacts, ...]
    photos: tuple[LotPhotoFacts, ...]


def get_lot(viewer: Viewer, ref: str) -> LotFacts:
    """
    Give one lot by its reference, withdrawn and recalled ones too: who scans the code must learn of it.

    :raises sogdia.domain.refusals.NotFound: when there is none.
    """
    row = Lot.objects.select_related("product", "producer", "origin_region").filter(ref=ref).first()
    if row is None:
        raise NotFound(f"No lot {ref}.")
    return facts_of(row)


def list_lots(viewer: Viewer, *, product_id: int) -> list[LotFacts]:
    """Give the open lots of a product, first-expiring first."""
    rows = Lot.objects.select_related("product", "producer", "origin_region").filter(
        product_id=product_id, state="open"
    )
    found = [facts_of(row) for row in rows.order_by("id")]
    return sorted(found, key=lambda lot: (lot.best_before is None, lot.best_before or date.max, lot.id))


def get_evidence(viewer: Viewer, lot_id: int) -> Evidence:
    """Give the tests and photographs of a lot; two queries."""
    return list_evidence(viewer, [lot_id])[lot_id]


def list_evidence(viewer: Viewer, lot_ids: Iterable[int]) -> dict[int, Evidence]:
    """Give tests and photographs of several lots; two queries."""
    ids = list(lot_ids)
    tests: dict[int, list[TestFacts]] = {lot_id: [] for lot_id in ids}
    photos: dict[int, list[LotPhotoFacts]] = {lot_id: [] for lot_id in ids}
    for row in LotTest.objects.filter(lot__in=ids).order_by("id"):
        tests[row.lot_id].append(
            TestFacts(
                row.name_code,
                row.found,
                row.unit,
                row.limit,
                row.limit_source,
                row.passed,
                row.laboratory,
                row.report_no,
                row.sampled_on,
            )
        )
    for shot in LotPhoto.objects.filter(lot__in=ids).order_by("taken_at", "id"):
        photos[shot.lot_id].append(
            LotPhotoFacts(shot.file, tuple(shot.widths), shot.alt, shot.taken_at, shot.place)
        )
    return {lot_id: Evidence(tuple(tests[lot_id]), tuple(photos[lot_id])) for lot_id in ids}


def facts_of(row: Lot) -> LotFacts:
    """Give a lot's facts; product, producer and region are already read."""
    return LotFacts(
        id=row.pk,
        ref=row.ref,
        product_id=row.product_id,
        product_slug=row.product.slug,
        product_names=row.product.names,
        category=row.product.category,
        stock_unit=row.product.stock_unit,
        producer_id=row.producer_id,
        producer_code=row.producer.code,
        producer_names=row.producer.names,
        region_id=row.origin_region_id,
        region_code=row.origin_region.code,
        region_names=row.origin_region.names,
        origin_country=row.origin_country,
        harvested_on=row.harvested_on,
        best_before=row.best_before,
        grade=row.grade,
        qty_total=row.qty_total,
        qty_sold=row.qty_sold,
        qty_left=row.qty_total - row.qty_reserved - row.qty_sold,
        place=row.place,
        proofs=tuple(row.proofs),
        state=row.state,
    )
