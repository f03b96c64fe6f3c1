"""What a seller may know of their own products: everything, drafts included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sogdia.apps.catalogue import completeness
from sogdia.apps.catalogue.models import Classification, MarketPrice, Offer, Pack, Product, ProductPhoto
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import MONEY_ROLES, SELLING_ROLES, Role, Viewer, check_party
from sogdia.plumbing.texts import pick

_ROLES = tuple({*SELLING_ROLES, *MONEY_ROLES, Role.AGENT})


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack with its price from the farm, if one is set."""

    id: int
    code: str
    names: dict[str, str]
    unit_qty: int
    stock_unit: str
    net_mass_g: int
    gross_mass_g: int
    volume_cm3: int
    content_ml: int | None
    area_cm2: int | None
    alcohol_bp: int | None
    pairs: int | None
    is_active: bool
    offer_id: int | None = None
    net_minor: int | None = None
    currency: str = "CNY"
    tiers: tuple[tuple[int, int], ...] = ()
    changed_at: datetime | None = None

    @property
    def net_per_kg_minor(self) -> int | None:
        """Give the net of a kilogram, for display."""
        return None if self.net_minor is None else self.net_minor * 1000 // self.net_mass_g


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """An uploaded photograph."""

    id: int
    file: str
    widths: tuple[int, ...]
    width: int
    height: int
    alt: dict[str, str]
    position: int


@dataclass(frozen=True, slots=True)
class ClassificationRow:
    """A broker's decision in one customs territory."""

    territory: str
    code: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product in the seller's list."""

    id: int
    slug: str
    names: dict[str, str]
    category: str
    region_names: dict[str, str]
    state: str
    stock_unit: str
    ground: int
    is_illustrated: bool
    packs: tuple[PackRow, ...]

    @property
    def name(self) -> str:
        """Give its name in the reader's language."""
        return pick(self.names) or self.slug

    @property
    def lowest(self) -> PackRow | None:
        """Give the smallest pack that has a price."""
        priced = [pack for pack in self.packs if pack.net_minor is not None and pack.is_active]
        return min(priced, key=lambda pack: pack.net_mass_g, default=None)


@dataclass(frozen=True, slots=True)
class ProductPage:
    """A product with everything its seller edits."""

    id: int
    slug: str
    seller_id: int
    names: dict[str, str]
    summaries: dict[str, str]
    category: str
    region_id: int
    region_names: dict[str, str]
    hs6: str
    gi_names: dict[str, str]
    gi_notice: str
    stock_unit: str
    temperature: str
    harvest_months: tuple[int, ...]
    shelf_life_days: int | None
    grades: tuple[str, ...]
    mass_tolerance_bp: int
    state: str
    ground: int
    is_illustrated: bool
    packs: tuple[PackRow, ...]
    photos: tuple[PhotoRow, ...]
    classifications: tuple[ClassificationRow, ...]

    @property
    def name(self) -> str:
        """Give its name in the reader's language."""
        return pick(self.names) or self.slug


@dataclass(frozen=True, slots=True)
class FixedPrice:
    """A delivered price that the seller fixed in a market."""

    market_code: str
    delivered_minor: int
    currency: str


def list_products(
    viewer: Viewer, party_id: int, *, state: str = "", category: str = "", words: str = ""
) -> tuple[ProductRow, ...]:
    """Give a seller's products, drafts first, then by name."""
    check_party(viewer, party_id, *_ROLES)
    rows = Product.objects.filter(seller_id=party_id).select_related("region").order_by("state", "slug")
    if state:
        rows = rows.filter(state=state)
    if category:
        rows = rows.filter(category=category)
    asked = words.strip().casefold()
    kept = [
        row
        for row in rows
        if not asked or any(asked in word.casefold() for word in (row.slug, row.hs6, *row.names.values()))
    ]
    packs = _packs(kept)
    return tuple(
        ProductRow(
            row.pk,
            row.slug,
            row.names,
            row.category,
            row.region.names,
            row.state,
            row.stock_unit,
            row.ground,
            bool(row.illustration),
            tuple(packs[row.pk]),
        )
        for row in kept
    )


def get_product(viewer: Viewer, party_id: int, slug: str) -> ProductPage:
    """
    Give one product of this seller.

    :raises NotFound: for another seller's, or none.
    """
    check_party(viewer, party_id, *_ROLES)
    row = Product.objects.filter(seller_id=party_id, slug=slug).select_related("region").first()
    if row is None:
        raise NotFound(f"No product {slug}.")
    decisions = Classification.objects.filter(product=row).exclude(state="replaced").order_by("territory")
    return ProductPage(
        id=row.pk,
        slug=row.slug,
        seller_id=row.seller_id,
        names=row.names,
        summaries=row.summaries,
        category=row.category,
        region_id=row.region_id,
        region_names=row.region.names,
        hs6=row.hs6,
        gi_names=row.gi_names,
        gi_notice=row.gi_notice,
        stock_unit=row.stock_unit,
        temperature=row.temperature,
        harvest_months=tuple(row.harvest_months),
        shelf_life_days=row.shelf_life_days,
        grades=tuple(row.grades),
        mass_tolerance_bp=row.mass_tolerance_bp,
        state=row.state,
        ground=row.ground,
        is_illustrated=bool(row.illustration),
        packs=tuple(_packs([row])[row.pk]),
        photos=tuple(
            PhotoRow(p.pk, p.file, tuple(p.widths), p.width, p.height, p.alt, p.position)
            for p in ProductPhoto.objects.filter(product=row).order_by("position", "id")
        ),
        classifications=tuple(ClassificationRow(c.territory, c.code, c.state, c.reason) for c in decisions),
    )


def list_refused_codes(viewer: Viewer, party_id: int) -> tuple[tuple[str, str, str, str], ...]:
    """Give what brokers refused: slug, name, customs territory and reason."""
    check_party(viewer, party_id, *_ROLES)
    rows = Classification.objects.filter(product__seller_id=party_id, state="refused").exclude(
        product__state="withdrawn"
    )
    return tuple(
        (row.product.slug, pick(row.product.names), row.territory, row.reason)
        for row in rows.select_related("product").order_by("decided_at", "id")[:5]
    )


def list_fixed_prices(viewer: Viewer, party_id: int, pack_id: int) -> tuple[FixedPrice, ...]:
    """Give the delivered prices a seller fixed for one pack."""
    check_party(viewer, party_id, *_ROLES)
    rows = MarketPrice.objects.filter(offer__pack_id=pack_id, offer__pack__product__seller_id=party_id)
    return tuple(
        FixedPrice(row.market.code, row.delivered_minor, row.market.currency)
        for row in rows.select_related("market").order_by("market__position", "market__code")
    )


def list_categories() -> tuple[str, ...]:
    """Give the categories goods are sorted into, in order; they are public."""
    return tuple(Product.objects.order_by("category").values_list("category", flat=True).distinct())


def _packs(products: Sequence[Product]) -> dict[int, list[PackRow]]:
    units = {product.pk: product.stock_unit for product in products}
    packs = Pack.objects.filter(product_id__in=list(units)).order_by("position", "id")
    offers = {o.pack_id: o for o in Offer.objects.filter(pack__product_id__in=list(units))}
    found: dict[int, list[PackRow]] = defaultdict(list)
    for pack in packs:
        offer = offers.get(pack.pk)
        found[pack.product_id].append(
            PackRow(
                id=pack.pk,
                code=pack.code,
                names=pack.names,
                unit_qty=pack.unit_qty,
                stock_unit=units[pack.product_id],
                net_mass_g=pack.net_mass_g,
                gross_mass_g=pack.gross_mass_g,
                volume_cm3=pack.volume_cm3,
                content_ml=pack.content_ml,
                area_cm2=pack.area_cm2,
                alcohol_bp=pack.alcohol_bp,
                pairs=pack.pairs,
                is_active=pack.is_active,
                offer_id=offer.pk if offer else None,
                net_minor=offer.net_minor if offer and offer.is_active else None,
                currency=offer.currency if offer else "CNY",
                tiers=tuple((tier["from_packs"], tier["discount_bp"]) for tier in offer.tiers)
                if offer
                else (),
                changed_at=offer.changed_at if offer else None,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Commodity:
    """A world code that goods here already travel under, with their names."""

    hs6: str
    names: tuple[str, ...]

    @property
    def dotted(self) -> str:
        """Write the code as tariffs print it."""
        return f"{self.hs6[:4]}.{self.hs6[4:]}"


def find_commodities(words: str, *, limit: int = 12) -> tuple[Commodity, ...]:
    """Find codes by the first digits, or by the words of goods for sale under them, in any language."""
    asked = words.strip().casefold()
    if len(asked) < 2:
        return ()
    digits = asked.replace(".", "").replace(" ", "")
    found: dict[str, list[str]] = defaultdict(list)
    rows = Product.objects.filter(state="published").exclude(hs6="").order_by("hs6", "slug")
    for hs6, names, search_words in rows.values_list("hs6", "names", "search_words"):
        said = [*names.values(), *(word for some in search_words.values() for word in some)]
        if (digits.isdigit() and hs6.startswith(digits)) or any(asked in word.casefold() for word in said):
            found[hs6].append(pick(names))
    return tuple(Commodity(hs6, tuple(dict.fromkeys(names))[:4]) for hs6, names in sorted(found.items()))[
        :limit
    ]


def missing_of(viewer: Viewer, product: ProductPage) -> tuple[str, ...]:
    """Give what a product still needs before it can be published; the same as publishing asks."""
    check_party(viewer, product.seller_id, *_ROLES)
    return completeness.missing_of(Product.objects.get(pk=product.id))
