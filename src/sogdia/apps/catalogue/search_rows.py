"""What the search index is given of published products."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sogdia.apps.catalogue.models import Product
from sogdia.domain.ports import SearchRow
from sogdia.domain.viewer import OPERATOR_ROLES, Viewer

PUBLISHED = "published"


def list_search_rows(viewer: Viewer, *, ids: Sequence[int] | None = None) -> list[SearchRow]:
    """
    Give one row per published product (of ``ids``, or all); one query.

    :raises sogdia.domain.refusals.NotAllowed: for all but the house and its operator.
    """
    viewer.require(*OPERATOR_ROLES)
    products = Product.objects.filter(state=PUBLISHED).select_related("seller", "region__parent")
    if ids is not None:
        products = products.filter(id__in=ids)
    return [_row(product) for product in products.order_by("id")]


def _row(product: Product) -> SearchRow:
    region, parent = product.region, product.region.parent
    around = [product.summaries, region.names, product.seller.names, *([parent.names] if parent else [])]
    published = product.published_at
    return SearchRow(
        id=product.id,
        category=product.category,
        names=_joined([product.names, product.gi_names]),
        synonyms=_joined([product.search_words]),
        words=_joined(around),
        region_codes=[region.code, *([parent.code] if parent else [])],
        seller_id=product.seller_id,
        published_ts=int(published.timestamp()) if published else 0,
    )


def _joined(parts: Iterable[dict[str, str | list[str]]]) -> dict[str, str]:
    """Join words of several rows by language; a row may hold one text or a list of words."""
    joined: dict[str, list[str]] = {}
    for texts in parts:
        for language, said in texts.items():
            joined.setdefault(language, []).extend([said] if isinstance(said, str) else said)
    return {language: " ".join(said) for language, said in joined.items()}
