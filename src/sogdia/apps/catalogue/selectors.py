"""What may be known of products: published ones, by everybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sogdia.apps.catalogue.models import Offer, Product, ProductPhoto
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.texts import pick

PUBLISHED = "published"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """An uploaded photograph, with the day and place it says."""

    file: str
    widths: tuple[int, ...]
    alts: dict[str, str]
    taken_on: date | None
    place: str


@dataclass(frozen=True, slots=True)
class PackFacts:
    """A pack and its offer; the net is minor units of ``currency`` per pack, tiers are (from packs, discount)."""

    id: int
    offer_id: int
    names: dict[str, str]
    unit_qty: int
    net_mass_g: int
    gross_mass_g: int
    volume_cm3: int
    content_ml: int | None
    currency: str
    net_minor: int
    tiers: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """A published product with its place, seller, packs and photographs."""

    id: int
    slug: str
    names: dict[str, str]
    summaries: dict[str, str]
    category: str
    gi_names: dict[str, str]
    gi_notice: str
    region_id: int
    region_code: str
    region_names: dict[str, str]
    province_code: str
    province_names: dict[str, str]
    seller_id: int
    seller_code: str
    seller_names: dict[str, str]
    stock_unit: str
    temperature: str
    harvest_months: tuple[int, ...]
    ground: int
    alts: dict[str, str]
    packs: tuple[PackFacts, ...]
    photos: tuple[PhotoFacts, ...]

    @property
    def name(self) -> str:
        """Give its name in the reader's language."""
        return pick(self.names)

    @property
    def place(self) -> str:
        """Give the name of the place it comes from."""
        return pick(self.region_names)

    @property
    def province(self) -> str:
        """Give the name of the province, or nothing when the place is one."""
        return pick(self.province_names) if self.province_code != self.region_code else ""


def list_products(viewer: Viewer, ids: Iterable[int]) -> dict[int, ProductFacts]:
    """Give published products by id, with packs and photographs; three queries."""
    wanted = list(ids)
    rows = list(
        Product.objects.filter(pk__in=wanted, state=PUBLISHED).select_related(
            "seller", "region__parent__parent"
        )
    )
    return _facts(rows)


def get_product(viewer: Viewer, slug: str) -> ProductFacts:
    """
    Give one published product.

    :raises sogdia.domain.refusals.NotFound: when there is none, or it is not published.
    """
    rows = list(
        Product.objects.filter(slug=slug, state=PUBLISHED).select_related("seller", "region__parent__parent")
    )
    if not rows:
        raise NotFound(f"No product {slug}.")
    return _facts(rows)[rows[0].pk]


def _facts(rows: list[Product]) -> dict[int, ProductFacts]:
    ids = [row.pk for row in rows]
    packs: dict[int, list[PackFacts]] = {pk: [] for pk in ids}
    offers = Offer.objects.filter(pack__product__in=ids, is_active=True, pack__is_active=True)
    for offer in offers.select_related("pack").order_by("pack__position", "pack__id"):
        packs[offer.pack.product_id].append(_pack(offer))
    photos: dict[int, list[PhotoFacts]] = {pk: [] for pk in ids}
    for shot in ProductPhoto.objects.filter(product__in=ids).order_by("position", "id"):
        photos[shot.product_id].append(
            PhotoFacts(shot.file, tuple(shot.widths), shot.alt, shot.taken_on, shot.place)
        )
    return {row.pk: _product(row, packs[row.pk], photos[row.pk]) for row in rows}


def _pack(offer: Offer) -> PackFacts:
    pack = offer.pack
    tiers: list[dict[str, Any]] = offer.tiers
    return PackFacts(
        id=pack.pk,
        offer_id=offer.pk,
        names=pack.names,
        unit_qty=pack.unit_qty,
        net_mass_g=pack.net_mass_g,
        gross_mass_g=pack.gross_mass_g,
        volume_cm3=pack.volume_cm3,
        content_ml=pack.content_ml,
        currency=offer.currency,
        net_minor=offer.net_minor,
        tiers=tuple(sorted((tier["from_packs"], tier["discount_bp"]) for tier in tiers)),
    )


def _product(row: Product, packs: list[PackFacts], photos: list[PhotoFacts]) -> ProductFacts:
    province = row.region
    while province.parent is not None:
        province = province.parent
    return ProductFacts(
        id=row.pk,
        slug=row.slug,
        names=row.names,
        summaries=row.summaries,
        category=row.category,
        gi_names=row.gi_names,
        gi_notice=row.gi_notice,
        region_id=row.region_id,
        region_code=row.region.code,
        region_names=row.region.names,
        province_code=province.code,
        province_names=province.names,
        seller_id=row.seller_id,
        seller_code=row.seller.code,
        seller_names=row.seller.names,
        stock_unit=row.stock_unit,
        temperature=row.temperature,
        harvest_months=tuple(row.harvest_months),
        ground=row.ground,
        alts=row.illustration_alt,
        packs=tuple(packs),
        photos=tuple(photos),
    )


def usual(packs: Sequence[T]) -> T:
    """Give the pack that cards show: the middle one, in the order of the seller."""
    return packs[len(packs) // 2]


@dataclass(frozen=True, slots=True)
class Protected:
    """A product that bears a protected name."""

    slug: str
    gi_names: dict[str, str]
    gi_notice: str


def list_protected(viewer: Viewer, ids: Iterable[int]) -> list[Protected]:
    """Give the protected names of published products; one query."""
    rows = Product.objects.filter(pk__in=list(ids), state=PUBLISHED).order_by("pk")
    return [
        Protected(slug, names, notice)
        for slug, names, notice in rows.values_list("slug", "gi_names", "gi_notice")
        if names
    ]


def list_slugs(viewer: Viewer) -> list[str]:
    """Give the address of every published product; one query."""
    return list(Product.objects.filter(state=PUBLISHED).order_by("pk").values_list("slug", flat=True))
