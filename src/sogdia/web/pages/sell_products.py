"""What the pages of a seller's products show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sogdia.apps.catalogue.seller_selectors import PackRow, PhotoRow, ProductPage, ProductRow
from sogdia.plumbing import formats
from sogdia.plumbing.texts import pick
from sogdia.web.pages.parts import Picture
from sogdia.web.pages.pictures import upload_picture
from sogdia.web.pages.thumbs import thumb
from sogdia.web.templatetags.sogdia import harvest_words
from sogdia.web.words import sell as words
from sogdia.web.words.sell import Tag


@dataclass(frozen=True)
class ProductShown:
    """A product in the list, with what is free of it."""

    row: ProductRow
    tag: Tag
    category: str
    picture: Picture | None
    free: str
    is_out: bool


@dataclass(frozen=True)
class PackShown:
    """A pack with its name."""

    row: PackRow
    name: str


@dataclass(frozen=True)
class PhotoShown:
    """A photograph with what it shows."""

    row: PhotoRow
    picture: Picture
    alt: str


@dataclass(frozen=True)
class ProductShow:
    """A product's page: facts, what is missing, languages that lack words, codes, packs, photographs."""

    product: ProductPage
    tag: Tag
    picture: Picture | None
    facts: tuple[tuple[str, object], ...]
    missing: tuple[str, ...]
    languages: tuple[tuple[str, bool], ...]
    packs: tuple[PackShown, ...]
    photos: tuple[PhotoShown, ...]
    codes: tuple[tuple[str, str, str, Tag], ...]


def index(rows: Sequence[ProductRow], free: Mapping[str, int]) -> tuple[ProductShown, ...]:
    """Lay out the list."""
    categories = words.category_names()
    return tuple(
        ProductShown(
            row,
            words.product_tag(row.state),
            categories.get(row.category, row.category),
            thumb(row.slug, row.name, row.ground) if row.is_illustrated else None,
            words.quantity(free.get(row.slug, 0), row.stock_unit),
            row.state == "published" and not free.get(row.slug, 0),
        )
        for row in rows
    )


def show(product: ProductPage, *, missing: Sequence[str]) -> ProductShow:
    """Lay out one product."""
    photos = tuple(
        PhotoShown(row, upload_picture(row.file, row.widths, pick(row.alt) or product.name), pick(row.alt))
        for row in product.photos
    )
    drawn = thumb(product.slug, product.name, product.ground) if product.is_illustrated else None
    return ProductShow(
        product=product,
        tag=words.product_tag(product.state),
        picture=photos[0].picture if photos else drawn,
        facts=_facts(product),
        missing=tuple(words.missing_name(code) for code in missing),
        languages=tuple(
            (name, bool(product.names.get(code) and product.summaries.get(code)))
            for code, name in words.LANGUAGES
        ),
        packs=tuple(PackShown(pack, name_of(pack)) for pack in product.packs),
        photos=photos,
        codes=tuple(
            (row.territory, row.code, row.reason, words.classification_tag(row.state))
            for row in product.classifications
        ),
    )


def name_of(pack: PackRow) -> str:
    """Name a pack."""
    return words.pack_name(
        pack.names, unit_qty=pack.unit_qty, stock_unit=pack.stock_unit, net_mass_g=pack.net_mass_g
    )


def _facts(product: ProductPage) -> tuple[tuple[str, object], ...]:
    life = product.shelf_life_days
    return (
        (_("Category"), words.category_names().get(product.category, product.category)),
        (_("Grown or made in"), pick(product.region_names)),
        (
            _("Commodity code (HS)"),
            f"{product.hs6[:4]}.{product.hs6[4:]}" if product.hs6 else _("not chosen yet"),
        ),
        (_("Geographical indication"), pick(product.gi_names) or _("none")),
        (_("Harvested in"), harvest_words(product.harvest_months) or _("not said")),
        (
            _("Keeps for"),
            _("%(days)s days") % {"days": formats.number(life)} if life else _("does not spoil"),
        ),
        (_("Grades"), ", ".join(words.grade_name(grade) for grade in product.grades) or _("none yet")),
        (_("On the way"), words.temperature_name(product.temperature)),
        (_("Agreed shortfall"), formats.percent_bp(product.mass_tolerance_bp)),
    )
